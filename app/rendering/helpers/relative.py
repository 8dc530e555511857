"""Dates relative to another: 5 minutes ago, in 2 hours. Source: momentjs docs, fromNow."""

from datetime import datetime, timedelta

from babel.dates import format_timedelta

from app.rendering.helpers.moment import locale_named

ENGLISH = {
    "second": "a few seconds",
    "minute": "a minute",
    "hour": "an hour",
    "day": "a day",
    "month": "a month",
    "year": "a year",
}
UNITS = {  # up to how many of it, and its seconds
    "second": (44, 1),
    "minute": (44, 60),
    "hour": (21, 3600),
    "day": (25, 86400),
    "month": (10, 86400 * 30.436875),
}
YEAR = 86400 * 365.2425


def relative(when: datetime, to: datetime, locale: str) -> str:
    """5 minutes ago, in 2 hours: rounded up to the next unit where Moment does."""
    seconds = (when - to).total_seconds()
    unit, count = rounded_unit(abs(seconds))
    if locale == "en":
        words = ENGLISH[unit] if count == 1 or unit == "second" else f"{count} {unit}s"
        return f"in {words}" if seconds > 0 else f"{words} ago"
    size = YEAR if unit == "year" else UNITS[unit][1]
    delta = timedelta(seconds=count * size * (1 if seconds > 0 else -1))
    return format_timedelta(
        delta,
        granularity=unit,  # type: ignore[arg-type]
        threshold=10**9,
        add_direction=True,
        locale=locale_named(locale),
    )


def rounded_unit(seconds: float) -> tuple[str, int]:
    for unit, (limit, size) in UNITS.items():
        count = round_half_up(seconds / size)
        if count <= limit:
            return unit, max(count, 1)
    return "year", max(round_half_up(seconds / YEAR), 1)


def round_half_up(value: float) -> int:
    return int(value + 0.5)
