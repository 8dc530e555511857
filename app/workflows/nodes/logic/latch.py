from functools import partial
from typing import Any

from pydantic import Field

from app.workflows.config import Expression, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import Payload


class Config(NodeConfig):
    latch_expression: Expression = Field(
        default=Expression(""), title="Latch when", description="Blank: never"
    )
    reset_expression: Expression = Field(
        default=Expression(""), title="Reset when", description="Blank: never"
    )
    latch_id_template: Template = Field(
        default=Template(""), title="For each", description="Blank: one latch for all"
    )
    latch_result_path: ResultPath = Field(
        default=ResultPath(""), title="Path: how the latch expression came out"
    )
    reset_result_path: ResultPath = Field(
        default=ResultPath(""), title="Path: how the reset expression came out"
    )
    was_latched_path: ResultPath = Field(
        default=ResultPath(""), title="Path: whether it was latched"
    )
    is_latched_path: ResultPath = Field(
        default=ResultPath(""), title="Path: whether it is latched now"
    )
    branch_path: ResultPath = Field(
        default=ResultPath(""), title="Path: whether it has just latched"
    )


@node("LatchNode", label="Latch", outputs=("no", "latched"))
async def latch(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Go on through "latched" once when a condition comes true, and not again until a reset."""
    latches = ctx.truthy(config.latch_expression)
    resets = ctx.truthy(config.reset_expression)
    change = partial(_after, latches=latches, resets=resets)
    name, flow_id = ctx.text(config.latch_id_template), ctx.group.flow.id
    state = await ctx.call(ctx.ports.state.update, flow_id, ctx.node.id, name, change)
    branch = state["is"] and not state["was"]
    ctx.put(config.latch_result_path, latches)
    ctx.put(config.reset_result_path, resets)
    ctx.put(config.was_latched_path, state["was"])
    ctx.put(config.is_latched_path, state["is"])
    ctx.put(config.branch_path, branch)
    return Out(payload, int(branch))


def _after(before: Any, *, latches: bool, resets: bool) -> dict[str, bool]:
    """was, is: whether it is latched, before and now."""
    was = isinstance(before, dict) and before["is"]
    return {"was": was, "is": not resets if was else latches}
