"""The values of a payload, and JavaScript's rules for them.

A payload holds dict, list, str, int, float, bool, None, UNDEFINED and dates. A date is an aware
datetime to the millisecond: it compares and adds as epoch milliseconds and prints as ISO text.
Texts are measured and ordered by character, where JavaScript counts UTF-16 units.
"""

import json
import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn

import orjson

from app.rendering.printing import iso, number_text
from app.rendering.values import Missing, number_from_text, tidy

Number = int | float
Payload = dict[str, Any]


class Undefined(Missing):
    """The one value of a path that leads nowhere. Templates see a missing value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "undefined"

    def __reduce__(self) -> str:
        return "UNDEFINED"  # copies and pickles are the one itself


UNDEFINED: Final = Undefined()
ATOMS = frozenset((str, int, float, bool, type(None), datetime, Undefined))
CONTAINERS = (list, dict)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class PayloadTooDeep(ValueError):
    def __init__(self) -> None:
        super().__init__("The payload is nested too deeply.")


# -- dates


def date_of(epoch_ms: float) -> datetime:
    """Raises OverflowError beyond the year 9999."""
    return EPOCH + int(epoch_ms) * MILLISECOND


def epoch_ms(date: datetime) -> int:
    return (date - EPOCH) // MILLISECOND


# -- casting


def truthy(value: Any) -> bool:
    """As JavaScript sees it: empty lists and objects are true."""
    if isinstance(value, CONTAINERS):
        return True
    return bool(value) and value == value


def typeof(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float)):
        return "number"
    return "undefined" if value is UNDEFINED else "object"


def to_number(value: Any) -> Number:
    if isinstance(value, (int, float)):
        return tidy(int(value) if isinstance(value, bool) else value)
    if isinstance(value, datetime):
        return epoch_ms(value)
    if value is None:
        return 0
    return math.nan if value is UNDEFINED else number_from_text(to_string(value))


def to_string(value: Any) -> str:
    """String(value), but a date is ISO text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(tidy(value))
    if isinstance(value, list):
        return ",".join(["" if is_nothing(entry) else to_string(entry) for entry in value])
    if isinstance(value, datetime):
        return iso(value)
    if is_nothing(value):
        return "null" if value is None else "undefined"
    return "[object Object]"


def to_primitive(value: Any) -> Any:
    """Lists and objects as texts, anything else as it is."""
    return to_string(value) if isinstance(value, CONTAINERS) else value


def is_nothing(value: Any) -> bool:
    return value is None or value is UNDEFINED


# -- comparing


def strictly_equal(a: Any, b: Any) -> bool:
    """=== : lists and objects are equal only if they are the same one; dates by their moment."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    for kind in (str, (int, float), datetime):
        if isinstance(a, kind):
            return isinstance(b, kind) and bool(a == b)
    return a is b


def loosely_equal(a: Any, b: Any) -> bool:
    """== : nothing equals nothing, and what differs in type is cast."""
    if is_nothing(a) or is_nothing(b):
        return is_nothing(a) and is_nothing(b)
    if isinstance(a, CONTAINERS) and isinstance(b, CONTAINERS):
        return a is b
    if isinstance(a, CONTAINERS) or isinstance(b, CONTAINERS):
        return loosely_equal(to_primitive(a), to_primitive(b))
    if isinstance(a, str) and isinstance(b, (str, datetime)):
        return a == to_string(b)
    if isinstance(a, datetime) and isinstance(b, str):
        return to_string(a) == b
    return to_number(a) == to_number(b)


def less(a: Any, b: Any) -> bool:
    """a < b : two texts as texts, anything else as numbers."""
    left, right = comparable(a, b)
    return bool(left < right)


def less_or_equal(a: Any, b: Any) -> bool:
    left, right = comparable(a, b)
    return bool(left <= right)


def comparable(a: Any, b: Any) -> tuple[Any, Any]:
    a, b = to_primitive(a), to_primitive(b)
    if isinstance(a, str) and isinstance(b, str):
        return a, b
    return to_number(a), to_number(b)


# -- copying


def copy_payload(value: Any) -> Any:
    """A deep copy of a payload or a part of it. Raises PayloadTooDeep."""
    try:
        return _copy(value)
    except RecursionError:
        raise PayloadTooDeep from None


def _copy(value: Any) -> Any:
    if type(value) is dict:
        return {key: v if type(v) in ATOMS else _copy(v) for key, v in value.items()}
    if type(value) is list:
        return [v if type(v) in ATOMS else _copy(v) for v in value]
    return value


# -- JSON


def load_json(text: str) -> Any:
    """As JSON.parse: 1.0 is 1, numbers beyond a double's precision are rounded.

    Raises ValueError (json.JSONDecodeError says where), PayloadTooDeep among them."""
    try:
        return json.loads(text, parse_float=_float, parse_int=_float, parse_constant=_no_json)
    except RecursionError:
        raise PayloadTooDeep from None


def _float(text: str) -> Number:
    return tidy(float(text))


def _no_json(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON.")


def dump_json(value: Any) -> str:
    """As JSON.stringify: dates in ISO, undefined fields left out, NaN and Infinity null."""
    try:
        return orjson.dumps(value, _date_text, orjson.OPT_PASSTHROUGH_DATETIME).decode()
    except orjson.JSONEncodeError:
        return _dump_slowly(value)


def _date_text(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value)
    raise TypeError


def _dump_slowly(value: Any) -> str:
    """What orjson does not take: undefined, integers beyond 64 bit, lone surrogates."""
    try:
        text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise PayloadTooDeep from None
    return LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items() if entry is not UNDEFINED}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return tidy(value)
    return iso(value) if isinstance(value, datetime) else None if value is UNDEFINED else value
