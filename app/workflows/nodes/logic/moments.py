"""Dates of flows: read as Moment reads them, added to and cut by calendar units.

Source: momentjs docs, Parse and Manipulate.
"""

import calendar
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import regex  # type: ignore[import-untyped]

from app.rendering.errors import RenderError
from app.rendering.helpers.moment import LONG_FORMATS, format_moment, quarter, zone_named
from app.rendering.values import moment_of
from app.workflows.errors import NodeError
from app.workflows.values import UNDEFINED, to_string

ISO = "YYYY-MM-DDTHH:mm:ss.SSSZ"
LONGEST_TEXT = 200
PATTERN_SECONDS = 0.1
MONTHS = [name.lower() for name in calendar.month_name]
CLOCK = {"hour": 3600, "minute": 60, "second": 1, "millisecond": 0.001}
MONTHS_OF = {"year": 12, "quarter": 3, "month": 1}
DAYS_OF = {"week": 7, "day": 1, "dayOfYear": 1, "dayOfWeek": 1}

TOKEN = regex.compile(
    r"\[(?P<literal>[^\]]*)\]|LTS|LT|L{1,4}|l{1,4}|MMMM|MMM|MM|M|Do|DDDD|DDD|DD|D|dddd|ddd|YYYY|YY|Y"
    r"|HH?|hh?|kk?|mm?|ss?|S{1,9}|A|a|ZZ?|X|x|."
)
NAME = r"[^\W\d_]+\.?"
TWO_DIGITS = ("MM", "M", "DD", "D", "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s")
PATTERNS = {
    "YYYY": r"[+-]?\d{4}",
    "YY": r"\d{2}",
    "Y": r"[+-]?\d{1,4}",
    "MMMM": NAME,
    "MMM": NAME,
    "DDDD": r"\d{3}",
    "DDD": r"\d{1,3}",
    "Do": r"\d{1,2}(?:st|nd|rd|th)",
    "dddd": NAME,
    "ddd": NAME,
    "A": r"[aApP][mM]",
    "a": r"[aApP][mM]",
    "Z": r"[zZ]|[+-]\d\d:?\d\d",
    "ZZ": r"[zZ]|[+-]\d\d:?\d\d",
    "X": r"-?\d{1,12}(?:\.\d{1,3})?",
    "x": r"-?\d{1,15}",
} | dict.fromkeys(
    ["MM", "M", "DD", "D", "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s"], r"\d{1,2}"
)
FIELD_OF = {
    **dict.fromkeys(("YYYY", "YY", "Y"), "year"),
    **dict.fromkeys(("MMMM", "MMM", "MM", "M"), "month"),
    **dict.fromkeys(("Do", "DD", "D"), "day"),
    **dict.fromkeys(("HH", "H", "hh", "h", "kk", "k"), "hour"),
    **dict.fromkeys(("mm", "m"), "minute"),
    **dict.fromkeys(("ss", "s"), "second"),
}


def no_date(value: Any, pattern: str = "") -> NodeError:
    shown = "nothing" if value is UNDEFINED else f"“{to_string(value)[:100]}”"
    as_what = f" as {pattern}" if pattern else ""
    return NodeError(f"{shown} cannot be read as a date{as_what}", "InvalidDate")


def zone_of(name: str) -> tzinfo:
    """Blank: UTC. Raises NodeError."""
    try:
        return zone_named(name.strip()) if name.strip() else UTC
    except RenderError as error:
        raise NodeError(error.message, "InvalidTimeZone") from None


def read_moment(value: Any, pattern: str, zone: tzinfo, now: datetime) -> datetime:
    """In that zone, which also counts where the text names none. pattern: blank for ISO text,
    milliseconds or a date; now: for what a text leaves out. Raises NodeError."""
    try:
        if pattern.strip() and isinstance(value, str):
            return parsed(value, pattern, now.astimezone(zone)).astimezone(zone)
        return _cast(value, zone).astimezone(zone)
    except (ValueError, OverflowError):
        raise no_date(value, pattern) from None


def _cast(value: Any, zone: tzinfo) -> datetime:
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value.strip()[:100])
        except ValueError:
            pass
        else:
            return found if found.tzinfo else found.replace(tzinfo=zone)
    moment = moment_of(value)
    if moment is None:
        raise ValueError
    return moment


def written(moment: datetime, pattern: str) -> str:
    """Blank: ISO 8601, in UTC with a Z. Raises NodeError."""
    if not pattern.strip():
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    try:
        return format_moment(moment, pattern)
    except RenderError as error:
        raise NodeError(error.message, "ValidationError") from None


# -- reading by a format


def parsed(text: str, pattern: str, now: datetime) -> datetime:
    """Raises ValueError."""
    if len(pattern) > LONGEST_TEXT or len(text) > LONGEST_TEXT:
        raise ValueError
    tokens = _tokens(pattern)
    try:
        pattern = "".join(f"({_pattern(token)})" for token in tokens)
        found = regex.fullmatch(pattern, text.strip(), timeout=PATTERN_SECONDS)
    except TimeoutError:
        raise ValueError from None
    if not found:
        raise ValueError
    return _moment(dict(zip(tokens, found.groups(), strict=True)), now)


def _tokens(pattern: str) -> list[str]:
    pattern = TOKEN.sub(lambda token: LONG_FORMATS.get(token[0], token[0]), pattern)
    return [token[0] for token in TOKEN.finditer(pattern.strip())]


def _pattern(token: str) -> str:
    if token in PATTERNS:
        return PATTERNS[token]
    if token.startswith("S"):
        return r"\d{1,9}"
    return str(regex.escape(token[1:-1] if token.startswith("[") else token))


def _moment(parts: dict[str, str], now: datetime) -> datetime:
    """Fields that are not there are those of 1 January, or of today if only a time is there."""
    for token, scale in (("x", 1), ("X", 1000)):
        if token in parts:
            found = moment_of(float(parts[token]) * scale)
            if found is None:
                raise ValueError
            return found
    fields = {FIELD_OF[t]: _number(t, text) for t, text in parts.items() if t in FIELD_OF}
    if not fields.keys() & {"year", "month", "day"} and not parts.keys() & {"DDD", "DDDD"}:
        fields |= {"month": now.month, "day": now.day}
    fields.setdefault("year", now.year)
    half = (parts.get("A") or parts.get("a") or "").lower()
    if half:
        fields["hour"] = fields.get("hour", 0) % 12 + (12 if half == "pm" else 0)
    fraction = next((text for token, text in parts.items() if token.startswith("S")), "0")
    microsecond = int(fraction.ljust(6, "0")[:3]) * 1000
    where = _offset(parts.get("Z") or parts.get("ZZ")) or now.tzinfo
    fields = {"month": 1, "day": 1, "microsecond": microsecond} | fields
    found = datetime(**fields, tzinfo=where)
    day_of_year = parts.get("DDDD") or parts.get("DDD")
    return found.replace(month=1, day=1) + timedelta(int(day_of_year) - 1) if day_of_year else found


def _number(token: str, text: str) -> int:
    if token in ("MMM", "MMMM"):
        name = text.lower().rstrip(".")
        found = [n for n, month in enumerate(MONTHS) if month.startswith(name)]
        if len(found) != 1 or len(name) < 3:
            raise ValueError
        return found[0]
    number = int(text.rstrip("stndrh"))
    if token == "YY":  # noqa: S105 - a token of a date format
        return number + (2000 if number < 69 else 1900)
    return 0 if token in ("kk", "k") and number == 24 else number


def _offset(text: str | None) -> tzinfo | None:
    return datetime.strptime(text.upper(), "%z").tzinfo if text else None


# -- the calendar


def moved(moment: datetime, amount: float, unit: str) -> datetime:
    """Later by that much. Days and longer keep the clock's time; whole ones only."""
    try:
        if unit in CLOCK:
            later = moment.astimezone(UTC) + timedelta(seconds=amount * CLOCK[unit])
            return later.astimezone(moment.tzinfo)
        if unit in MONTHS_OF:
            return add_months(moment, round(amount * MONTHS_OF[unit]))
        return in_zone(moment + timedelta(days=round(amount * DAYS_OF[unit])))
    except (ValueError, OverflowError):
        raise NodeError("The date would be beyond the years 1 to 9999", "InvalidDate") from None


def in_zone(moment: datetime) -> datetime:
    """The same moment as the clocks show it: in spring an hour is skipped."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)


def add_months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return in_zone(moment.replace(year=year, month=month + 1, day=day))


def start_of(moment: datetime, unit: str) -> datetime:
    """Weeks begin on Sunday."""
    kept = {"second": 0, "minute": 1, "hour": 2}.get(unit, 3)
    if unit == "millisecond":
        return moment
    parts = ("microsecond", "second", "minute", "hour")[: kept + 1]
    start = moment.replace(**dict.fromkeys(parts, 0))  # type: ignore[arg-type]
    match unit:
        case "year":
            start = start.replace(month=1, day=1)
        case "quarter":
            start = start.replace(month=quarter(start) * 3 - 2, day=1)
        case "month":
            start = start.replace(day=1)
        case "week":
            start -= timedelta(days=start.isoweekday() % 7)
    return in_zone(start)


def part_of(moment: datetime, unit: str) -> int:
    """Months from 0 and days of the week from 0 for Sunday, as Moment has them."""
    match unit:
        case "quarter":
            return quarter(moment)
        case "month":
            return moment.month - 1
        case "week":
            return int(format_moment(moment, "w"))
        case "dayOfYear":
            return moment.timetuple().tm_yday
        case "dayOfWeek":
            return moment.isoweekday() % 7
        case "millisecond":
            return moment.microsecond // 1000
        case _:
            return int(getattr(moment, unit))


def with_part(moment: datetime, unit: str, value: int) -> datetime:
    """What is too much runs over to the next: the 32nd of January is the 1st of February."""
    return moved(moment, value - part_of(moment, unit), unit)
