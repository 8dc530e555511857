"""Date formats as Moment writes them.

Source: momentjs docs, Format; locale names come from CLDR.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from app.rendering.errors import RenderError

LONG_FORMATS = {
    "LTS": "h:mm:ss A",
    "LT": "h:mm A",
    "LLLL": "dddd, MMMM D, YYYY h:mm A",
    "LLL": "MMMM D, YYYY h:mm A",
    "LL": "MMMM D, YYYY",
    "L": "MM/DD/YYYY",
    "llll": "ddd, MMM D, YYYY h:mm A",
    "lll": "MMM D, YYYY h:mm A",
    "ll": "MMM D, YYYY",
    "l": "M/D/YYYY",
}
TOKEN = re.compile(
    r"\[([^\[\]]*)\]|\\.|LTS|LT|LL?L?L?|l{1,4}|Mo|MM?M?M?|Do|DDDo|DD?D?D?|do|d{1,4}|wo|ww?|Wo|WW?"
    r"|Qo?|YYYYYY|YYYYY|YYYY|YY|Y|gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}"
    r"|x|X|zz?|ZZ?"
)
LONGEST_FORMAT = 200


def format_moment(when: datetime, pattern: str, locale: str = "en") -> str:
    if len(pattern) > LONGEST_FORMAT:
        raise RenderError(f"A date format may be {LONGEST_FORMAT} characters long.")
    names = locale_named(locale)
    expanded = expand(pattern)
    return TOKEN.sub(lambda token: piece(token, when, names), expanded)


def expand(pattern: str) -> str:
    def long_form(token: re.Match[str]) -> str:
        return LONG_FORMATS.get(token[0], token[0])

    return TOKEN.sub(long_form, pattern)


def piece(token: re.Match[str], when: datetime, names: Locale) -> str:
    name = token[0]
    if token[1] is not None:
        return token[1]
    if name.startswith("\\"):
        return name[1:]
    if name.startswith("S"):
        return f"{when.microsecond * 1000:09d}"[: len(name)]
    if name in NAMED:
        return NAMED[name](when, names)
    return PIECES[name](when)


def ordinal(number: int) -> str:
    if 10 < number % 100 < 14:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def day_of_year(when: datetime) -> int:
    return when.timetuple().tm_yday


def quarter(when: datetime) -> int:
    return (when.month + 2) // 3


def sunday_based(when: datetime) -> int:
    return when.isoweekday() % 7


def us_week(when: datetime) -> tuple[int, int]:
    """(year, week): weeks start on Sunday, the first holds January 1."""
    saturday = when + timedelta(days=6 - sunday_based(when))
    return saturday.year, (day_of_year(saturday) + 6) // 7


def epoch_ms(when: datetime) -> int:
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def offset(when: datetime, separator: str) -> str:
    minutes = int((when.utcoffset() or timedelta()).total_seconds()) // 60
    hours, minutes = divmod(abs(minutes), 60) if minutes >= 0 else divmod(-minutes, 60)
    sign = "-" if (when.utcoffset() or timedelta()) < timedelta() else "+"
    return f"{sign}{hours:02d}{separator}{minutes:02d}"


def half_day(when: datetime) -> str:
    return "AM" if when.hour < 12 else "PM"


PIECES: dict[str, Callable[[datetime], str]] = {
    "M": lambda t: str(t.month),
    "Mo": lambda t: ordinal(t.month),
    "MM": lambda t: f"{t.month:02d}",
    "Q": lambda t: str(quarter(t)),
    "Qo": lambda t: ordinal(quarter(t)),
    "D": lambda t: str(t.day),
    "Do": lambda t: ordinal(t.day),
    "DD": lambda t: f"{t.day:02d}",
    "DDD": lambda t: str(day_of_year(t)),
    "DDDo": lambda t: ordinal(day_of_year(t)),
    "DDDD": lambda t: f"{day_of_year(t):03d}",
    "d": lambda t: str(sunday_based(t)),
    "do": lambda t: ordinal(sunday_based(t)),
    "e": lambda t: str(sunday_based(t)),
    "E": lambda t: str(t.isoweekday()),
    "w": lambda t: str(us_week(t)[1]),
    "wo": lambda t: ordinal(us_week(t)[1]),
    "ww": lambda t: f"{us_week(t)[1]:02d}",
    "W": lambda t: str(t.isocalendar().week),
    "Wo": lambda t: ordinal(t.isocalendar().week),
    "WW": lambda t: f"{t.isocalendar().week:02d}",
    "YY": lambda t: f"{t.year % 100:02d}",
    "YYYY": lambda t: f"{t.year:04d}",
    "YYYYY": lambda t: f"{t.year:05d}",
    "YYYYYY": lambda t: f"+{t.year:06d}",
    "Y": lambda t: str(t.year),
    "gg": lambda t: f"{us_week(t)[0] % 100:02d}",
    "gggg": lambda t: f"{us_week(t)[0]:04d}",
    "GG": lambda t: f"{t.isocalendar().year % 100:02d}",
    "GGGG": lambda t: f"{t.isocalendar().year:04d}",
    "A": half_day,
    "a": lambda t: half_day(t).lower(),
    "H": lambda t: str(t.hour),
    "HH": lambda t: f"{t.hour:02d}",
    "h": lambda t: str(t.hour % 12 or 12),
    "hh": lambda t: f"{t.hour % 12 or 12:02d}",
    "k": lambda t: str(t.hour or 24),
    "kk": lambda t: f"{t.hour or 24:02d}",
    "m": lambda t: str(t.minute),
    "mm": lambda t: f"{t.minute:02d}",
    "s": lambda t: str(t.second),
    "ss": lambda t: f"{t.second:02d}",
    "x": lambda t: str(epoch_ms(t)),
    "X": lambda t: str(epoch_ms(t) // 1000),
    "z": lambda t: t.tzname() or "",
    "zz": lambda t: t.tzname() or "",
    "Z": lambda t: offset(t, ":"),
    "ZZ": lambda t: offset(t, ""),
}
NAMED: dict[str, Callable[[datetime, Locale], str]] = {
    "MMM": lambda t, names: str(names.months["format"]["abbreviated"][t.month]),
    "MMMM": lambda t, names: str(names.months["format"]["wide"][t.month]),
    "dd": lambda t, names: str(names.days["format"]["short"][t.weekday()]),
    "ddd": lambda t, names: str(names.days["format"]["abbreviated"][t.weekday()]),
    "dddd": lambda t, names: str(names.days["format"]["wide"][t.weekday()]),
}


@lru_cache(maxsize=64)
def locale_named(name: str) -> Locale:
    try:
        return Locale.parse(name[:20].replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        raise RenderError(f"There is no locale “{name[:20]}”. Try “en” or “de”.") from None


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise RenderError(f"There is no time zone “{name[:60]}”. Try “Europe/Berlin”.") from None
