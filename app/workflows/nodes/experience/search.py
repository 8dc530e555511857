"""Searches for one or for many, as users and groups share them."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.nodes.experience.fields import NO_RESULT
from app.workflows.ports import Fields

PAGE_SIZE = 100


class Found(NodeConfig):
    """Subclasses add how to find, and sort_field."""

    find_multiple: bool = Field(default=False, title="Find many")
    find_metadata: bool = Field(
        default=False,
        title="With counts",
        description="Of many: an object with items, count, totalCount, page and more",
        json_schema_extra={"when": {"findMultiple": [True]}},
    )
    results_per_page: Template = Field(
        default=Template("100"),
        title="Results per page",
        json_schema_extra={"when": {"findMultiple": [True]}},
    )
    results_page: Template = Field(
        default=Template("0"),
        title="Page",
        description="The first is 0",
        json_schema_extra={"when": {"findMultiple": [True]}},
    )
    sort_direction: Literal["asc", "desc"] = Field(
        default="asc",
        title="Sort direction",
        json_schema_extra={"labels": {"asc": "Ascending", "desc": "Descending"}},
    )
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="null if there is none; a list of many"
    )


Search = Callable[..., Fields]


async def put_found(
    config: Found, method: str, sort_field: str, search: Search, query: Any, ctx: RunContext
) -> None:
    """method: how it was looked for, for the metadata."""
    options: dict[str, Any] = {
        "sort_field": sort_field,
        "sort_direction": config.sort_direction,
    }
    if config.find_multiple:
        options["page"] = _whole(config.results_page, "Page", 0, ctx)
        options["per_page"] = _whole(config.results_per_page, "Results per page", PAGE_SIZE, ctx)
    else:
        options["per_page"] = 1
    try:
        found = await ctx.read(partial(search, query, **options))
    except Refused as refused:
        return ctx.note_error(config.result_path, refused.kind, refused.message)
    if not config.find_multiple:
        return ctx.put(config.result_path, next(iter(found["items"]), None))
    many = {**found, "findMethod": method} if config.find_metadata else found["items"]
    return ctx.put(config.result_path, many)


def _whole(template: Template, title: str, default: int, ctx: RunContext) -> int:
    number = ctx.number(template, title, default)
    if number != int(number) or number < 0:
        raise NodeError(f"{title} must be a whole number, not {number:g}", "ValidationError")
    return int(number)
