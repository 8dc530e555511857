from pydantic import Field

from app.workflows.config import NodeConfig, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.values import Payload

LONGEST = 59


class Config(NodeConfig):
    delay: Template = Field(
        title="Seconds", description=f"From 0 to {LONGEST}; fractions are allowed"
    )


@node("DelayNode", label="Delay")
async def delay(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Wait for some seconds. Other paths and runs go on meanwhile."""
    seconds = ctx.number(config.delay, "Seconds")
    if not 0 <= seconds <= LONGEST:
        raise NodeError(f"Seconds must be from 0 to {LONGEST}, not {seconds:g}", "ValidationError")
    await ctx.sleep(seconds)
    return Out(payload)
