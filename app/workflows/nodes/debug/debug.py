from typing import Literal

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import Payload


class Config(NodeConfig):
    message: Template = Field(default=Template(""), title="Message")
    property: PayloadPath = Field(
        default=PayloadPath(""), title="Payload path", description="Blank for the whole payload"
    )
    level: Literal["verbose", "info", "warn", "error"] = Field(default="verbose", title="Level")


@node("DebugNode", label="Debug")
def debug(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Show the payload, or a part of it, in the debug panel."""
    value = ctx.get(config.property) if config.property.strip() else payload
    ctx.debug(config.level, ctx.text(config.message), value)
    return Out(payload)
