"""Dates: epoch milliseconds, ISO or RFC 2822 texts; UTC unless a zone is named."""

from datetime import UTC, datetime
from typing import Any

from app.rendering.helpers.moment import format_moment, zone_named
from app.rendering.helpers.relative import relative
from app.rendering.helpers.table import helper
from app.rendering.printing import plain_text
from app.rendering.state import Scope
from app.rendering.values import Missing, moment_of

DEFAULT_FORMAT = "L LTS"


@helper("formatDate")
def format_date(
    _: Scope, value: Any, format: Any = None, *, tz: Any = None, locale: Any = "en"
) -> str:
    """Missing and null print nothing, what cannot be read as a date “Invalid date”."""
    if value is None or isinstance(value, Missing):
        return ""
    when = moment_of(value)
    if when is None:
        return "Invalid date"
    return written(when, format, tz, locale)


@helper("currentDateTime")
def current_date_time(
    scope: Scope, format: Any = None, *, tz: Any = None, locale: Any = "en"
) -> str:
    return written(scope.rt.now, format, tz, locale)


def written(when: datetime, format: Any, tz: Any, locale: Any) -> str:
    zone = zone_named(plain_text(tz)) if tz else UTC
    return format_moment(
        when.astimezone(zone), plain_text(format) or DEFAULT_FORMAT, plain_text(locale) or "en"
    )


@helper("formatDateRelative")
def format_date_relative(
    scope: Scope,
    value: Any,
    relativeTo: Any = None,  # noqa: N803  (authors write this name)
    *,
    locale: Any = "en",
) -> str:
    """relativeTo: a date, now if left out."""
    if value is None or isinstance(value, Missing):
        return ""
    when = moment_of(value)
    to = scope.rt.now if relativeTo is None or relativeTo == "" else moment_of(relativeTo)
    if when is None or to is None:
        return "Invalid date"
    return relative(when, to, plain_text(locale) or "en")
