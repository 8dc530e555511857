from functools import partial
from typing import Any

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.values import Payload, epoch_ms

MOST_PER_MINUTE = 600
MINUTE = 60_000  # milliseconds


class Config(NodeConfig):
    rate_per_minute: Template = Field(
        title="Times a minute", description="A fraction for less: 0.1 is once in ten minutes"
    )
    throttle_id_template: Template = Field(
        default=Template(""), title="For each", description="Blank: one rate for all"
    )
    time_since_path: ResultPath = Field(
        default=ResultPath(""),
        title="Time since path",
        description="Milliseconds since a payload last passed",
    )


@node("ThrottleNode", label="Throttle", outputs=("throttled", "passes"))
async def throttle(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Let payloads pass at a certain rate, evenly spaced; the others are "throttled"."""
    rate = ctx.number(config.rate_per_minute, "Times a minute")
    if not 0 < rate <= MOST_PER_MINUTE:
        message = f"Times a minute must be more than 0 and {MOST_PER_MINUTE} at most, not {rate:g}"
        raise NodeError(message, "ValidationError")
    change = partial(_after, now=epoch_ms(ctx.ports.clock.now()), interval=MINUTE / rate)
    name, flow_id = ctx.text(config.throttle_id_template), ctx.group.flow.id
    state = await ctx.call(ctx.ports.state.update, flow_id, ctx.node.id, name, change)
    if state["since"] is not None:
        ctx.put(config.time_since_path, state["since"])
    return Out(payload, int(state["passes"]))


def _after(before: Any, *, now: int, interval: float) -> dict[str, Any]:
    """last: when a payload last passed; since: how long ago that was, None for the first time."""
    if not isinstance(before, dict):
        return {"last": now, "since": None, "passes": True}
    since = now - before["last"]
    passes = since >= interval
    return {"last": now if passes else before["last"], "since": since, "passes": passes}
