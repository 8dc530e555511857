from datetime import datetime, timedelta
from typing import Any, Literal

import regex  # type: ignore[import-untyped]
from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.hints import TIME_ZONES
from app.workflows.node import Out, node
from app.workflows.nodes.logic.moments import read_moment, zone_of
from app.workflows.values import Payload, truthy

TIME = regex.compile(r"([01]?\d|2[0-3]):([0-5]\d)|24:00")
EVERY_DAY = (True,) * 7


class Config(NodeConfig):
    start_time_template: Template = Field(
        default=Template(""), title="From", description="HH:MM, that minute included"
    )
    end_time_template: Template = Field(
        default=Template(""), title="To", description="HH:MM, that minute excluded"
    )
    time_zone_template: Template = Field(
        default=Template(""),
        title="Time zone",
        description="As in Europe/Berlin; blank: UTC",
        json_schema_extra=TIME_ZONES,
    )
    days_type: Literal["array", "path"] = Field(
        default="array",
        title="Days are",
        json_schema_extra={"labels": {"array": "Chosen here", "path": "A payload path"}},
    )
    days: list[bool] = Field(
        default=list(EVERY_DAY),
        title="Days",
        description="From Sunday to Saturday",
        max_length=7,
        json_schema_extra={
            "when": {"daysType": ["array"]},
            "itemLabels": [
                "Sunday",
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
            ],
        },
    )
    days_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Days path",
        description="Seven booleans from Sunday, or a list of days from 0 for Sunday",
        json_schema_extra={"when": {"daysType": ["path"]}},
    )
    source_path: PayloadPath = Field(
        default=PayloadPath(""), title="Date", description="Blank: the time of the trigger"
    )
    branch_path: ResultPath = Field(default=ResultPath(""), title="Result path")


@node("TimeRangeNode", label="Time Range", outputs=("outside", "inside"))
def time_range(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Go on through "inside" at certain times of certain days, through "outside" at others.

    A range that goes past midnight counts to the day that it began on."""
    zone = zone_of(ctx.text(config.time_zone_template))
    source = ctx.get(config.source_path or PayloadPath("time"))
    moment = read_moment(source, "", zone, ctx.ports.clock.now())
    start = _minute(config.start_time_template, "From", ctx)
    end = _minute(config.end_time_template, "To", ctx)
    inside = _is_inside(moment, start, end, _days(config, ctx))
    ctx.put(config.branch_path, inside)
    return Out(payload, int(inside))


def _is_inside(moment: datetime, start: int, end: int, days: tuple[bool, ...]) -> bool:
    minute = moment.hour * 60 + moment.minute
    day = moment
    if start < end:
        fits = start <= minute < end
    elif start == end:
        fits = True
    else:
        fits = not end <= minute < start
        if minute < end:
            day = moment - timedelta(days=1)
    return fits and days[day.isoweekday() % 7]


def _minute(template: Template, title: str, ctx: RunContext) -> int:
    text = ctx.text(template).strip()
    found = TIME.fullmatch(text or "00:00")
    if not found:
        raise NodeError(f"{title} must be a time as 17:30, not “{text}”", "ValidationError")
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _days(config: Config, ctx: RunContext) -> tuple[bool, ...]:
    found: Any = config.days if config.days_type == "array" else ctx.get(config.days_path)
    if not isinstance(found, list):
        raise NodeError("Days must be a list", "ValidationError")
    if any(type(day) is int for day in found) and not any(type(day) is bool for day in found):
        return tuple(day in found for day in range(7))
    return tuple(truthy(day) for day in [*found, *[False] * 7][:7])
