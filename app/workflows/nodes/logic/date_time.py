from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any, Literal

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.hints import TIME_ZONES
from app.workflows.node import Out, node
from app.workflows.nodes.logic.moments import (
    moved,
    part_of,
    read_moment,
    start_of,
    with_part,
    written,
    zone_of,
)
from app.workflows.values import Payload, epoch_ms


class Config(NodeConfig):
    operation: Literal[
        "add",
        "subtract",
        "format",
        "getDatePart",
        "setDatePart",
        "diff",
        "daysInMonth",
        "startOfTime",
        "toArray",
        "toObject",
        "unixTimestampSeconds",
        "unixTimestampMilliseconds",
    ] = Field(title="Operation")
    source_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Date",
        description="A date, milliseconds or ISO text; blank: now",
    )
    source_format_string: Template = Field(
        default=Template(""), title="Format of the date", description="As in YYYY-MM-DD HH:mm"
    )
    number_value: Template = Field(
        default=Template(""),
        title="Number",
        description="To add, subtract or set",
        json_schema_extra={"when": {"operation": ["add", "subtract", "setDatePart"]}},
    )
    unit: Literal[
        "year",
        "quarter",
        "month",
        "week",
        "dayOfYear",
        "day",
        "dayOfWeek",
        "hour",
        "minute",
        "second",
        "millisecond",
    ] = Field(
        default="day",
        title="Unit",
        json_schema_extra={
            "when": {
                "operation": [
                    "add",
                    "subtract",
                    "getDatePart",
                    "setDatePart",
                    "diff",
                    "startOfTime",
                ]
            }
        },
    )
    timezone: Template = Field(
        default=Template(""),
        title="Time zone",
        description="As in Europe/Berlin; blank: UTC",
        json_schema_extra=TIME_ZONES,
    )
    result_format_string: Template = Field(
        default=Template(""),
        title="Format of the result",
        description="Blank: ISO 8601",
        json_schema_extra={
            "when": {"operation": ["add", "subtract", "format", "setDatePart", "startOfTime"]}
        },
    )
    diff_data_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Second date",
        description="Of diff; blank: now",
        json_schema_extra={"when": {"operation": ["diff"]}},
    )
    diff_data_format_string: Template = Field(
        default=Template(""),
        title="Format of the second date",
        json_schema_extra={"when": {"operation": ["diff"]}},
    )
    result_path: ResultPath = Field(default=ResultPath(""), title="Result path")


@node("DateTimeNode", label="Date/Time")
def date_time(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Add to a date, take it apart, write it in another format, or compare it with another.

    The difference is in milliseconds; months and days of the week count from 0."""
    zone = zone_of(ctx.text(config.timezone))
    moment = _moment(config.source_path, config.source_format_string, zone, ctx)
    try:
        result = OPERATIONS[config.operation](config, moment, ctx)
    except (ValueError, OverflowError):
        message = "The date would be beyond the years 1 to 9999"
        raise NodeError(message, "InvalidDate") from None
    if isinstance(result, datetime):
        result = written(result, ctx.text(config.result_format_string))
    ctx.put(config.result_path, result)
    return Out(payload)


def _moment(path: PayloadPath, pattern: Template, zone: tzinfo, ctx: RunContext) -> datetime:
    now = ctx.ports.clock.now()
    if not path.strip():
        return now.astimezone(zone)
    return read_moment(ctx.get(path), ctx.text(pattern), zone, now)


def added(config: Config, moment: datetime, ctx: RunContext) -> datetime:
    return moved(moment, ctx.number(config.number_value, "Number"), config.unit)


def subtracted(config: Config, moment: datetime, ctx: RunContext) -> datetime:
    return moved(moment, -ctx.number(config.number_value, "Number"), config.unit)


def part_set(config: Config, moment: datetime, ctx: RunContext) -> datetime:
    return with_part(moment, config.unit, int(ctx.number(config.number_value, "Number")))


def difference(config: Config, moment: datetime, ctx: RunContext) -> int:
    zone = moment.tzinfo or zone_of("")
    second = _moment(config.diff_data_path, config.diff_data_format_string, zone, ctx)
    return epoch_ms(moment) - epoch_ms(second)


def fields(moment: datetime) -> dict[str, int]:
    return {
        "years": moment.year,
        "months": moment.month - 1,
        "date": moment.day,
        "hours": moment.hour,
        "minutes": moment.minute,
        "seconds": moment.second,
        "milliseconds": moment.microsecond // 1000,
    }


OPERATIONS: dict[str, Callable[[Config, datetime, RunContext], Any]] = {
    "add": added,
    "subtract": subtracted,
    "format": lambda config, moment, ctx: moment,
    "getDatePart": lambda config, moment, ctx: part_of(moment, config.unit),
    "setDatePart": part_set,
    "diff": difference,
    "daysInMonth": lambda config, moment, ctx: monthrange(moment.year, moment.month)[1],
    "startOfTime": lambda config, moment, ctx: start_of(moment, config.unit),
    "toArray": lambda config, moment, ctx: list(fields(moment).values()),
    "toObject": lambda config, moment, ctx: fields(moment),
    "unixTimestampSeconds": lambda config, moment, ctx: epoch_ms(moment) // 1000,
    "unixTimestampMilliseconds": lambda config, moment, ctx: epoch_ms(moment),
}
