from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import UNDEFINED, Payload, dump_json


class Config(NodeConfig):
    source: PayloadPath = Field(default=PayloadPath(""), title="Value")
    destination: ResultPath = Field(default=ResultPath(""), title="Destination")


@node("JsonEncodeNode", label="JSON: Encode")
def json_encode(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Write a value of the payload as JSON text. Where there is no value there will be no text."""
    value = ctx.get(config.source)
    ctx.put(config.destination, UNDEFINED if value is UNDEFINED else dump_json(value))
    return Out(payload)
