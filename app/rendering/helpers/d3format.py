"""Number formats as D3 writes them: [[fill]align][sign][symbol][0][width][,][.precision][~][type].

Source: d3-format src/locale.js. Negative numbers get an ASCII minus, so that they stay numbers.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from app.rendering.errors import RenderError
from app.rendering.printing import number_text

SPECIFIER = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[+\-( ])?(?P<symbol>[$#])?(?P<zero>0)?"
    r"(?P<width>\d+)?(?P<comma>,)?(?:\.(?P<precision>\d+))?(?P<trim>~)?(?P<type>[a-zA-Z%])?"
)
PREFIXES = ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"]
WIDEST = 200
WIDE = Context(prec=1200)  # room for every digit of a double


@dataclass(slots=True)
class Spec:
    fill: str
    align: str
    sign: str
    symbol: str
    zero: bool
    width: int
    comma: bool
    precision: int
    trim: bool
    type: str

    @classmethod
    def parse(cls, source: str) -> "Spec":
        found = SPECIFIER.fullmatch(source)
        if found is None or int(found["width"] or 0) > WIDEST:
            raise RenderError(f"“{source[:60]}” is not a number format. Try “,.2f”.")
        kind, precision, trim = found["type"] or "", found["precision"], bool(found["trim"])
        comma = bool(found["comma"]) or kind == "n"
        if kind == "n":
            kind = "g"
        elif kind != "s" and kind not in WRITERS:
            precision, trim, kind = precision or "12", True, "g"
        zero = bool(found["zero"]) or (found["fill"] == "0" and found["align"] == "=")
        digits = 6 if precision is None else int(precision)
        digits = min(max(digits, 1), 21) if kind in "gprs" else min(digits, 20)
        return cls(
            fill="0" if zero else found["fill"] or " ",
            align="=" if zero else found["align"] or ">",
            sign=found["sign"] or "-",
            symbol=found["symbol"] or "",
            zero=zero,
            width=int(found["width"] or 0),
            comma=comma,
            precision=digits,
            trim=trim,
            type=kind,
        )


def format_number(value: int | float, source: str) -> str:
    spec = Spec.parse(source)
    body, suffix = digits_of(abs(value), spec)
    if spec.trim:
        body = trimmed(body)
    negative = math.copysign(1, value) < 0
    if negative and spec.sign != "+" and not re.search("[1-9A-Za-z]", body.split("e")[0]):
        negative = False
    prefix = ("(" if spec.sign == "(" else "-") if negative else spec.sign.strip("-(")
    prefix += "$" if spec.symbol == "$" else ""
    prefix += "0" + spec.type.lower() if spec.symbol == "#" and spec.type in "boxX" else ""
    suffix += "%" if spec.type in "%p" else ""
    suffix += ")" if negative and spec.sign == "(" else ""
    if spec.type in "defgprs%":
        whole = re.match(r"\d*", body)
        end = whole.end() if whole else 0
        body, suffix = body[:end], body[end:] + suffix
    return padded(prefix, body, suffix, spec)


def padded(prefix: str, body: str, suffix: str, spec: Spec) -> str:
    if spec.comma and not spec.zero:
        body = grouped(body, math.inf)
    padding = spec.fill * (spec.width - len(prefix) - len(body) - len(suffix))
    if spec.comma and spec.zero:
        room = spec.width - len(prefix) - len(suffix) if padding else math.inf
        body, padding = grouped(padding + body, room), ""
    match spec.align:
        case "<":
            return prefix + body + suffix + padding
        case "=":
            return prefix + padding + body + suffix
        case "^":
            half = len(padding) // 2
            return padding[:half] + prefix + body + suffix + padding[half:]
        case _:
            return padding + prefix + body + suffix


def digits_of(value: float, spec: Spec) -> tuple[str, str]:
    """The unsigned number in the format's type, and its SI prefix."""
    if not math.isfinite(value):
        return number_text(float(value)), ""
    if spec.type == "s":
        return si(value, spec.precision)
    return WRITERS[spec.type](value, spec.precision), ""


def half_up(value: float) -> int:
    return math.floor(value + 0.5) if abs(value) < 2**52 else int(value)


def fixed(value: float, places: int) -> str:
    if value >= 1e21:
        return number_text(float(value))
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE))


def parts(value: float, digits: int) -> tuple[str, int]:
    """Significant digits and the exponent of the first."""
    if not value:
        return "0" * digits, 0
    exact = Decimal(value)
    unit = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    number = exact.quantize(unit, ROUND_HALF_UP, WIDE)
    text = "".join(map(str, number.as_tuple().digits))
    return text[:digits], number.adjusted()


def exponential(value: float, places: int) -> str:
    digits, exponent = parts(value, places + 1)
    point = f".{digits[1:]}" if places else ""
    return f"{digits[0]}{point}e{'-' if exponent < 0 else '+'}{abs(exponent)}"


def significant(value: float, precision: int) -> str:
    digits, exponent = parts(value, precision)
    if exponent < -6 or exponent >= precision:
        return exponential(value, precision - 1)
    return placed(digits, exponent)


def placed(digits: str, exponent: int) -> str:
    """Put the decimal point where the exponent says, without filling up zeros on its right."""
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if len(digits) > exponent + 1:
        return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"
    return digits + "0" * (exponent - len(digits) + 1)


def rounded(value: float, precision: int) -> str:
    return placed(*parts(value, precision))


def si(value: float, precision: int) -> tuple[str, str]:
    digits, exponent = parts(value, precision)
    step = max(-8, min(8, exponent // 3))
    shift = exponent - step * 3
    if shift < 0:  # smaller than the smallest prefix
        digits = parts(value, max(1, precision + shift))[0]
    return placed(digits, shift), PREFIXES[8 + step]


def trimmed(text: str) -> str:
    """Drop zeros that say nothing: 1.500 -> 1.5, 1.0e3 -> 1e3."""
    return re.sub(r"(\.\d*?)0+(?=$|[^\d])", lambda found: found[1].rstrip("."), text, count=1)


def grouped(digits: str, width: float) -> str:
    groups: list[str] = []
    length = 0
    while digits and length < width:
        size = int(min(3, max(1, width - length)))
        groups.append(digits[-size:])
        digits = digits[:-size]
        length += size + 1
    return ",".join(reversed(groups))


WRITERS: dict[str, Callable[[float, int], str]] = {
    "%": lambda value, precision: fixed(value * 100, precision),
    "b": lambda value, _: format(half_up(value), "b"),
    "c": lambda value, _: number_text(value),
    "d": lambda value, _: str(half_up(value)),
    "e": exponential,
    "f": fixed,
    "g": significant,
    "o": lambda value, _: format(half_up(value), "o"),
    "p": lambda value, precision: rounded(value * 100, precision),
    "r": rounded,
    "X": lambda value, _: format(half_up(value), "X"),
    "x": lambda value, _: format(half_up(value), "x"),
}
