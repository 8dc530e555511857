"""How fast a flow may send what costs others time or money."""

from datetime import datetime
from typing import Any

from app.workflows.engine.context import RunContext
from app.workflows.errors import Refused
from app.workflows.values import epoch_ms


async def take_turn(ctx: RunContext, name: str, *, every: float, burst: int) -> None:
    """One turn every so many seconds, and so many at once after a quiet time; shared by the nodes
    of a flow. Raises Refused RateLimited."""
    now = ctx.ports.clock.now()

    def change(before: Any) -> Any:
        return _turn(before if isinstance(before, dict) else {}, now, every, burst)

    flow_id, update = ctx.group.flow.id, ctx.ports.state.update
    if not (await ctx.call(update, flow_id, "", name, change))["granted"]:
        message = f"This workflow may send one every {every:g} seconds; try again later"
        raise Refused("RateLimited", message)


def _turn(before: dict[str, Any], now: datetime, every: float, burst: int) -> dict[str, Any]:
    """turns: left, with fractions; time: in epoch milliseconds."""
    time = epoch_ms(now)
    earned = max(0, time - before.get("time", time)) / 1000 / every
    turns = min(burst, before.get("turns", burst) + earned)
    return {"turns": turns - 1 if turns >= 1 else turns, "time": time, "granted": turns >= 1}
