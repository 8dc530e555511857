from typing import Any, Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import FORMATS
from app.workflows.node import Out, node
from app.workflows.values import UNDEFINED, Payload

ValueType = Literal["path", "template", "json", "number", "incr", "decr", "clear"]


class Config(NodeConfig):
    key_name: Template = Field(title="Key")
    value_type: ValueType = Field(
        default="path",
        title="What to do",
        description="Store what is at a payload path, text, JSON or a number; add to the number "
        "that is there, or take away from it; or clear the key",
        json_schema_extra={
            "labels": {
                "path": "Store what is at a payload path",
                "template": "Store text",
                "json": "Store JSON",
                "number": "Store a number",
                "incr": "Add to the number",
                "decr": "Take away from the number",
                "clear": "Clear the key",
            }
        },
    )
    value: Template = Field(
        default=Template(""),
        title="Value",
        json_schema_extra={
            "when": {"valueType": ["path", "template", "json", "number", "incr", "decr"]},
            "formatBy": {"valueType": FORMATS},
        },
    )
    value_path: PayloadPath = Field(default=PayloadPath(""), json_schema_extra={"deprecated": True})
    result_path: ResultPath = Field(
        default=ResultPath(""),
        title="Result path",
        description="The value after; when cleared, the one before",
    )


@node("StoreValueNode", label="Store Value", carries_reply=True)
async def store_value(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Keep a value for later runs of this workflow."""
    key = ctx.required(config.key_name, "Key")
    try:
        ctx.put(config.result_path, await _store(config, key, ctx))
    except Refused as refused:
        raise NodeError(refused.message, refused.kind) from refused
    return Out(payload)


async def _store(config: Config, key: str, ctx: RunContext) -> Any:
    flow_id, storage = ctx.group.flow.id, ctx.ports.storage
    match config.value_type:
        case "clear":
            return await ctx.call(storage.remove, flow_id, key)
        case "incr" | "decr":
            amount = ctx.number(config.value, "Value")
            signed = amount if config.value_type == "incr" else -amount
            return await ctx.call(storage.add, flow_id, key, signed)
    value = _value(config, ctx)
    if value is UNDEFINED:
        await ctx.call(storage.remove, flow_id, key)
    else:
        await ctx.call(storage.put, flow_id, key, value)
    return value


def _value(config: Config, ctx: RunContext) -> Any:
    match config.value_type:
        case "path":
            return ctx.get(config.value or config.value_path)
        case "json":
            return ctx.json(JsonTemplate(config.value))
        case "number":
            return ctx.number(config.value, "Value")
        case _:
            return ctx.value(config.value)
