from typing import Any, Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import FORMATS, SOURCES
from app.workflows.node import Out, node
from app.workflows.values import UNDEFINED, Payload


class Config(NodeConfig):
    get_all: bool = Field(default=False, title="Get all values")
    key_name: Template = Field(
        default=Template(""), title="Key", json_schema_extra={"when": {"getAll": [False]}}
    )
    default_value_type: Literal["template", "json", "path"] = Field(
        default="json",
        title="Default value is",
        json_schema_extra={"when": {"getAll": [False]}, "labels": SOURCES},
    )
    default_value: Template = Field(
        default=Template("null"),
        title="Default value",
        description="Used if there is no such key",
        json_schema_extra={"when": {"getAll": [False]}, "formatBy": {"defaultValueType": FORMATS}},
    )
    value_path: ResultPath = Field(default=ResultPath(""), title="Result path")


@node("GetValueNode", label="Get Value", waits=False)
async def get_value(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Read a value that this workflow has stored, or all of them."""
    flow_id, storage = ctx.group.flow.id, ctx.ports.storage
    if config.get_all:
        ctx.put(config.value_path, await ctx.read(storage.all, flow_id))
        return Out(payload)
    value = await ctx.read(storage.get, flow_id, ctx.required(config.key_name, "Key"))
    ctx.put(config.value_path, _default(config, ctx) if value is UNDEFINED else value)
    return Out(payload)


def _default(config: Config, ctx: RunContext) -> Any:
    match config.default_value_type:
        case "path":
            return ctx.get(config.default_value)
        case "json":
            return ctx.json(JsonTemplate(config.default_value))
        case _:
            return ctx.value(config.default_value)
