from typing import Any, Literal

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.hints import IF_GONE_ON, ON_ERROR
from app.workflows.node import Out, node
from app.workflows.nodes.work import work_out
from app.workflows.values import CONTAINERS, UNDEFINED, Payload, load_json, to_string


class Config(NodeConfig):
    source: PayloadPath = Field(default=PayloadPath(""), title="JSON text")
    destination: ResultPath = Field(default=ResultPath(""), title="Destination")
    error_behavior: Literal["throw", "payloadPath"] = Field(
        default="throw",
        title="If it is no JSON",
        description="Halt the run, or note the error",
        json_schema_extra=ON_ERROR,
    )
    error_path: ResultPath = Field(
        default=ResultPath(""), title="Error path", json_schema_extra=IF_GONE_ON
    )


@node("JsonDecodeNode", label="JSON: Decode", waits=False)
async def json_decode(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Read a text as JSON, and write its value to the payload."""
    source = ctx.get(config.source)
    try:
        text = json_text(source)
        value = await work_out(ctx, len(text), load_json, text)
    except ValueError as error:
        message = f"What is at “{config.source}” is no JSON: {error}"
        if config.error_behavior == "throw":
            raise NodeError(message, "InvalidJson") from None
        ctx.note_error(config.error_path, "InvalidJson", message)
    else:
        ctx.put(config.destination, value)
    return Out(payload)


def json_text(source: Any) -> str:
    """Numbers, booleans and null are their own JSON. Raises ValueError."""
    if source is UNDEFINED:
        raise ValueError("there is nothing")
    if isinstance(source, CONTAINERS):
        raise ValueError("it is a list or an object already")
    return to_string(source)
