import math
from functools import partial
from typing import Any, Literal

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import UNDEFINED, Payload, dump_json, epoch_ms, to_number

ChangeType = Literal["any", "value", "valueInc", "valueDec", "percent", "percentInc", "percentDec"]


class Config(NodeConfig):
    value_path: PayloadPath = Field(default=PayloadPath(""), title="Value")
    change_type: ChangeType = Field(
        default="any",
        title="What counts as a change",
        description="Any, or by so much or so many percent: either way, up (Inc) or down (Dec)",
    )
    change_threshold: Template = Field(default=Template("0"), title="By at least")
    prev_value_path: ResultPath = Field(
        default=ResultPath(""),
        title="Previous value path",
        description="Holds value and time, in milliseconds",
    )
    on_change_id_template: Template = Field(
        default=Template(""), title="For each", description="Blank: one value for all"
    )


@node("BranchOnChangeNode", label="On Change", name="onchange", outputs=("unchanged", "changed"))
async def on_change(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Go on through "changed" if a value differs from what it was in the run before.

    The first run is no change."""
    threshold = 0.0
    if config.change_type != "any":
        threshold = ctx.number(config.change_threshold, "By at least", default=0)
    value = ctx.get(config.value_path)
    change = partial(
        _after,
        value=None if value is UNDEFINED else value,
        now=epoch_ms(ctx.ports.clock.now()),
        kind=config.change_type,
        threshold=threshold,
    )
    name, flow_id = ctx.text(config.on_change_id_template), ctx.group.flow.id
    state = await ctx.call(ctx.ports.state.update, flow_id, ctx.node.id, name, change)
    if state["previous"] is not None:
        ctx.put(config.prev_value_path, state["previous"])
    return Out(payload, int(state["changed"]))


def _after(before: Any, *, value: Any, now: int, kind: str, threshold: float) -> dict[str, Any]:
    """reference: what the next value is compared with; previous: what this one was."""
    current = {"value": value, "time": now}
    numeric = kind != "any"
    if numeric and not _is_number(value):
        reference = before["reference"] if isinstance(before, dict) else None
        return {"reference": reference, "previous": reference, "changed": False}
    if not isinstance(before, dict) or before["reference"] is None:
        return {"reference": current, "previous": None, "changed": False}
    previous = before["reference"]
    if not numeric:
        changed = dump_json(value) != dump_json(previous["value"])
        return {"reference": current, "previous": previous, "changed": changed}
    old, new = to_number(previous["value"]), to_number(value)
    changed = _has_changed(old, new, kind, threshold)
    moves = (kind.endswith("Inc") and new < old) or (kind.endswith("Dec") and new > old)
    reference = current if changed or moves else previous
    return {"reference": reference, "previous": previous, "changed": changed}


def _has_changed(old: float, new: float, kind: str, threshold: float) -> bool:
    by = new - old
    if kind.startswith("percent"):
        by = by / abs(old) * 100 if old else math.copysign(math.inf, by) if by else 0.0
    if kind.endswith("Inc"):
        return by > 0 and by >= threshold
    if kind.endswith("Dec"):
        return by < 0 and -by >= threshold
    return by != 0 and abs(by) >= threshold


def _is_number(value: Any) -> bool:
    numeric = isinstance(value, (int, float, str)) and not isinstance(value, bool) and value != ""
    return numeric and math.isfinite(to_number(value))
