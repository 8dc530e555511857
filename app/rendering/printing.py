"""How values print: scalars the JSON way, lists and objects as JSON."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from markupsafe import Markup, escape

from app.rendering.budget import Meter
from app.rendering.errors import RenderError
from app.rendering.values import LISTS

DEEPEST_JSON = 100
HTML_IN_JSON = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


def plain_text(value: Any) -> str:
    """A scalar as it prints; containers and anything else give ""."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case date():
            return iso(value)
        case _:
            return ""


def text(value: Any, meter: Meter) -> str:
    """How a value prints: scalars as plain_text, lists and objects as JSON."""
    if type(value) is str:
        return value
    if isinstance(value, (Mapping, *LISTS)):
        return to_json(value, meter)
    return plain_text(value)


def join_texts(texts: list[str], between: str, meter: Meter) -> str:
    """Joined; once one of them is markup the others are escaped."""
    if any(isinstance(value, Markup) for value in texts):
        texts, between = [escape(value) for value in texts], escape(between)
    meter.will_make(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


def number_text(value: int | float) -> str:
    """As JavaScript prints it: 1, 0.1, 1e+21, NaN."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits.removesuffix(".0") if value else "0"
    if -7 < int(exponent) < 21:
        return format(Decimal(repr(value)), "f")
    return f"{digits}e{'+' if int(exponent) > 0 else '-'}{abs(int(exponent))}"


def iso(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_json(value: Any, meter: Meter, indent: str = "") -> str:
    """As JSON.stringify; what JSON cannot hold becomes null. Bounded by the meter, because
    a small nested list can print as a huge text."""
    parts: list[str] = []
    JsonWriter(meter, parts, indent).write(value, 0)
    return "".join(parts)


class JsonWriter:
    def __init__(self, meter: Meter, parts: list[str], indent: str) -> None:
        self.meter = meter
        self.parts = parts
        self.indent = indent
        self.room = meter.budget.output_bytes
        self.colon = ": " if indent else ":"

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.room -= len(text)
        if self.room < 0:
            self.meter.exceeded("output")

    def write(self, value: Any, depth: int) -> None:
        self.meter.spend()
        if isinstance(value, Mapping):
            self.block("{}", [k for k, v in value.items() if jsonable(v)], value, depth)
        elif isinstance(value, LISTS):
            self.block("[]", value, None, depth)
        else:
            self.put(json_scalar(value))

    def block(self, ends: str, items: Any, fields: Any, depth: int) -> None:
        if depth > DEEPEST_JSON:
            raise RenderError(f"This value is nested more than {DEEPEST_JSON} deep.")
        if not items:
            return self.put(ends)
        before = "\n" + self.indent * (depth + 1) if self.indent else ""
        self.put(ends[0])
        for index, entry in enumerate(items):
            self.put(f",{before}" if index else before)
            if fields is None:
                self.write(entry, depth + 1)
            else:
                self.put(encode_basestring(plain_text(entry)) + self.colon)
                self.write(fields[entry], depth + 1)
        return self.put(("\n" + self.indent * depth if self.indent else "") + ends[1])


def jsonable(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, date, Mapping, *LISTS))


def json_scalar(value: Any) -> str:
    if isinstance(value, (str, date)):
        return str(encode_basestring(str(value) if isinstance(value, str) else iso(value)))
    if isinstance(value, (bool, int, float)) and math.isfinite(value):
        return plain_text(value)
    return "null"


def html_safe_json(source: str) -> Markup:
    """The same JSON, harmless inside a script element or an attribute."""
    return Markup(source.translate(HTML_IN_JSON))  # noqa: S704  (no <, >, &, ' is left in it)
