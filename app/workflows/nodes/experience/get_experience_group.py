import re
from typing import Any, Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import (
    BLANK,
    NO_JSON,
    Tags,
    pairs,
    query_of,
    tag_queries,
)
from app.workflows.nodes.experience.search import Found, put_found
from app.workflows.values import Payload

ID = re.compile(r"[0-9a-fA-F]{24}")


class Config(Found):
    find_method: Literal["id", "name", "findByAllTags", "findByAnyTags", "query"] = Field(
        default="id",
        title="Find by",
        description="An ID always finds one at most",
        json_schema_extra={
            "labels": {
                "id": "ID",
                "name": "Name",
                "findByAllTags": "All of the tags",
                "findByAnyTags": "Any of the tags",
                "query": "Query",
            }
        },
    )
    id_template: Template = Field(
        default=BLANK,
        title="ID or name",
        json_schema_extra={"when": {"findMethod": ["id", "name"]}, "options": "groups"},
    )
    tags: Tags = Field(
        default_factory=list,
        title="Tags",
        description="A blank key or value fits any",
        json_schema_extra={"when": {"findMethod": ["findByAllTags", "findByAnyTags"]}},
    )
    query_template: JsonTemplate = Field(
        default=NO_JSON, title="Query", json_schema_extra={"when": {"findMethod": ["query"]}}
    )
    sort_field: Literal["name", "id", "creationDate", "lastUpdated"] = Field(
        default="name",
        title="Sort by",
        json_schema_extra={
            "when": {"findMethod": ["name", "findByAllTags", "findByAnyTags", "query"]}
        },
    )


@node("GetExperienceGroupNode", label="Get Group")
async def get_experience_group(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Find a group, or all that fit."""
    groups = ctx.ports.groups
    if config.find_method == "id":
        wanted = ctx.text(config.id_template).strip()
        found = await ctx.read(groups.find, wanted) if ID.fullmatch(wanted) else None
        ctx.put(config.result_path, found)
        return Out(payload)
    query = _query(config, ctx)
    await put_found(config, config.find_method, config.sort_field, groups.search, query, ctx)
    return Out(payload)


def _query(config: Config, ctx: RunContext) -> Any:
    match config.find_method:
        case "query":
            return query_of(config.query_template, ctx)
        case "name":
            return {"name": {"$eq": ctx.text(config.id_template)}}
    tags = tag_queries("groupTags", pairs(config.tags, ctx))
    return {"$and" if config.find_method == "findByAllTags" else "$or": tags} if tags else None
