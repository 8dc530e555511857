"""How fast a flow may send what costs others time or money."""

from typing import Any

from app.workflows import turns
from app.workflows.engine.context import RunContext
from app.workflows.errors import Refused
from app.workflows.values import epoch_ms


async def take_turn(ctx: RunContext, name: str, *, every: float, burst: int) -> None:
    """One turn every so many seconds, and so many at once after a quiet time; shared by the nodes
    of a flow. Raises Refused RateLimited."""
    now = ctx.ports.clock.now()

    def change(before: Any) -> Any:
        return turns.take_turn(before, epoch_ms(now), every, burst)

    flow_id, update = ctx.group.flow.id, ctx.ports.state.update
    if not (await ctx.call(update, flow_id, "", name, change))["granted"]:
        message = f"This workflow may send one every {every:g} seconds; try again later"
        raise Refused("RateLimited", message)
