"""Data as templates see it: missing values, looking things up, casting to numbers and dates."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

SAFE_INTEGER = 2**53  # beyond it numbers become floats, as in JSON's homeland
LISTS = (list, tuple, range)
SPACE = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
RADIX = re.compile(r"0(?:[xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)", re.ASCII)
EMPTY: Mapping[str, Any] = {}


class Missing:
    """What a path that leads nowhere gives: prints nothing, is false, empty, and has no fields."""

    __slots__ = ("name",)

    def __init__(self, hint: str | None = None, *, name: object = None, obj: object = None) -> None:
        self.name = name

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __str__(self) -> str:
        return ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Missing)

    def __hash__(self) -> int:
        return 0


def field(value: Any, name: str) -> Any:
    """value.name: the field, never a Python attribute. Lists and texts have `length`."""
    if type(value) is dict:
        try:
            return value[name]
        except KeyError:
            return Missing(name=name)
    if isinstance(value, Missing):
        return value
    if isinstance(value, Mapping):
        return value.get(name, Missing(name=name))
    if name == "length" and isinstance(value, (str, *LISTS)):
        return len(value)
    return Missing(name=name)


def item(value: Any, key: Any) -> Any:
    """value[key]: a field by name, or an item of a list or text by number."""
    if isinstance(value, (str, *LISTS)):
        index = whole(key)
        if index is None:
            return field(value, str(key)) if isinstance(key, str) else Missing(name=key)
        return value[index] if -len(value) <= index < len(value) else Missing(name=key)
    if isinstance(key, str):
        return field(value, key)
    if isinstance(value, Mapping) and isinstance(key, (int, float)):
        return value.get(key, value.get(str(key), Missing(name=key)))
    return value if isinstance(value, Missing) else Missing(name=key)


def path(value: Any, dotted: str) -> Any:
    """Follow `a.b.c`; `.` is the value itself."""
    for name in dotted.split("."):
        if name:
            value = item(value, name.strip("[]"))
    return value


def whole(key: object) -> int | None:
    if isinstance(key, bool):
        return None
    if isinstance(key, int):
        return key
    if isinstance(key, float) and key.is_integer():
        return int(key)
    if isinstance(key, str) and key.isascii() and key.isdigit() and len(key) < 10:
        return int(key)
    return None


def kind(value: object) -> str:
    """JavaScript's typeof, with null, array and date told apart."""
    match value:
        case Missing():
            return "undefined"
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case date():
            return "date"
        case list() | tuple() | range():
            return "array"
        case _:
            return "object"


def number(value: Any) -> int | float:
    """Cast as JavaScript's Number(): dates to epoch ms, "" and null to 0, nonsense to NaN."""
    match value:
        case bool() | int():
            return tidy(int(value))
        case float():
            return value
        case None:
            return 0
        case str():
            return number_from_text(value)
        case datetime():
            return round(value.timestamp() * 1000)
        case _:
            return math.nan


def number_from_text(text: str) -> int | float:
    text = text.strip(SPACE)
    if DECIMAL.fullmatch(text):
        return tidy(float(text))
    if RADIX.fullmatch(text):
        return tidy(int(text, 0))
    return math.nan if text else 0


def tidy(value: int | float) -> int | float:
    """Whole floats become ints, ints too big for a double's precision become floats. -0.0 stays."""
    if isinstance(value, float):
        if not -SAFE_INTEGER <= value <= SAFE_INTEGER or value != (whole := int(value)):
            return value
        return whole if whole or math.copysign(1, value) > 0 else value
    if -SAFE_INTEGER <= value <= SAFE_INTEGER:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def moment_of(value: Any) -> datetime | None:
    """Cast to an aware datetime: datetime, epoch ms, ISO 8601 or RFC 2822 text. None: no date."""
    try:
        match value:
            case datetime():
                return value if value.tzinfo else value.replace(tzinfo=UTC)
            case date():
                return datetime(value.year, value.month, value.day, tzinfo=UTC)
            case bool():
                return None
            case int() | float():
                return datetime.fromtimestamp(value / 1000, UTC)
            case str():
                return moment_of_text(value.strip()[:100])
            case _:
                return None
    except (ValueError, OverflowError, OSError):
        return None


def moment_of_text(text: str) -> datetime:
    if text.lstrip("-").isdigit() and len(text) >= 10:
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = parsedate_to_datetime(text)
    return value if value.tzinfo else value.replace(tzinfo=UTC)
