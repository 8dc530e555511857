"""What the nodes about users and groups share: tags, whole objects, and failures to expect."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import Refused
from app.workflows.hints import BY_JSON, BY_PATH, DATA_FROM
from app.workflows.values import UNDEFINED, dump_json, load_json

BLANK = Template("")
NO_JSON = JsonTemplate("")
NO_PATH = PayloadPath("")
NO_RESULT = ResultPath("")

DataMethod = Annotated[
    Literal["individualFields", "jsonTemplate", "payloadPath"],
    Field(title="Data from", json_schema_extra=DATA_FROM),
]
WholeJson = Annotated[JsonTemplate, Field(json_schema_extra=BY_JSON)]
WholePath = Annotated[
    PayloadPath,
    Field(description="Of such an object on the payload", json_schema_extra=BY_PATH),
]


class Tag(NodeConfig):
    key_template: Template = Field(default=BLANK, title="Key")
    value_template: Template = Field(default=BLANK, title="Value")


def _none_if_blank(value: Any) -> Any:
    return None if value == "" else value


def _empty_if_blank(value: Any) -> Any:
    return [] if value in ("", None) else value


Templates = Annotated[list[Template], BeforeValidator(_empty_if_blank)]
MaybeTemplates = Annotated[list[Template] | None, BeforeValidator(_none_if_blank)]
"""None where the list is left out or blank, which is not the same as an empty one."""
Tags = Annotated[list[Tag], BeforeValidator(_empty_if_blank)]


def texts(templates: Iterable[Template], ctx: RunContext) -> list[str]:
    """Those that do not come out blank."""
    return [text for template in templates if (text := ctx.text(template).strip())]


def pairs(tags: Iterable[Tag], ctx: RunContext) -> list[tuple[str, str]]:
    """Key and value of each; either may be blank."""
    return [(ctx.text(tag.key_template).strip(), ctx.text(tag.value_template)) for tag in tags]


def new_tags(tags: Iterable[Tag], ctx: RunContext) -> dict[str, str]:
    """Of what is to be made. Without those of which a half is blank."""
    return {key: value for key, value in pairs(tags, ctx) if key and value}


def tag_changes(tags: Iterable[Tag], ctx: RunContext) -> dict[str, str | None]:
    """A blank value takes a tag away."""
    return {key: value or None for key, value in pairs(tags, ctx) if key}


def given(**values: str) -> dict[str, str]:
    """Those that are not blank."""
    return {name: value for name, value in values.items() if value.strip()}


def whole_object(
    method: DataMethod, template: JsonTemplate, path: PayloadPath, ctx: RunContext
) -> dict[str, Any]:
    """As plain JSON, from a template or the payload. Raises Refused if it is no object."""
    value = ctx.json(template) if method == "jsonTemplate" else ctx.get(path)
    if not isinstance(value, dict):
        where = "The JSON template" if method == "jsonTemplate" else "What is at the payload path"
        raise Refused("Validation", f"{where} must be an object")
    plain: dict[str, Any] = load_json(dump_json(value))
    return plain


def tag_queries(field: str, tags: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """An advanced query for each tag. A blank half fits anything; two blank ones are no tag."""
    return [
        {field: {"$eq": given(**{"$tagKey": key, "$tagValue": value})}}
        for key, value in tags
        if key.strip() or value.strip()
    ]


def query_of(template: JsonTemplate, ctx: RunContext) -> Any:
    """An advanced query, None for everything."""
    query = ctx.json(template)
    return None if query is UNDEFINED or query in ("", {}) else load_json(dump_json(query))
