"""Operators, with JavaScript's casting. A date counts as its epoch milliseconds."""

import math
from collections.abc import Callable
from typing import Any

from app.rendering.values import tidy
from app.workflows.expressions.run import Run
from app.workflows.values import (
    CONTAINERS,
    less,
    less_or_equal,
    loosely_equal,
    strictly_equal,
    truthy,
    typeof,
)

Binary = Callable[[Run, Any, Any], Any]


def add(run: Run, a: Any, b: Any) -> Any:
    """Texts are joined, as soon as one side is a text, a list or an object."""
    a, b = run.primitive(a), run.primitive(b)
    if not isinstance(a, str) and not isinstance(b, str):
        return tidy(run.number(a) + run.number(b))
    left, right = run.text(a), run.text(b)
    run.will_make(len(left) + len(right))
    return left + right


def divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def remainder(a: float, b: float) -> float:
    """With the sign of a."""
    if b == 0 or math.isinf(a):
        return math.nan
    return math.fmod(a, b)


def power(a: float, b: float) -> float:
    if math.isnan(b) or (abs(a) == 1 and math.isinf(b)):
        return math.nan
    odd = math.isfinite(b) and math.fmod(b, 2) != 0 and b.is_integer()
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and odd else math.inf
    except ValueError:
        if a == 0:
            return math.copysign(math.inf, a) if odd else math.inf
        return math.nan


def int32(value: float) -> int:
    """To 32 bits with a sign, as JavaScript does before it shifts."""
    if not math.isfinite(value):
        return 0
    bits = int(value) & 0xFFFFFFFF
    return bits - (1 << 32) if bits >> 31 else bits


def shift_left(a: float, b: float) -> float:
    return int32(int32(a) << (int32(b) & 31))


def shift_right(a: float, b: float) -> float:
    return int32(a) >> (int32(b) & 31)


def numeric(work: Callable[[float, float], float]) -> Binary:
    return lambda run, a, b: tidy(float(work(run.number(a), run.number(b))))


def comparing(answer: Callable[[Any, Any], bool]) -> Binary:
    """Two lists are compared as they are, one list as its text."""

    def compare(run: Run, a: Any, b: Any) -> bool:
        if not (isinstance(a, CONTAINERS) and isinstance(b, CONTAINERS)):
            a, b = run.primitive(a), run.primitive(b)
        return answer(a, b)

    return compare


def ordering(answer: Callable[[Any, Any], bool]) -> Binary:
    return lambda run, a, b: answer(run.primitive(a), run.primitive(b))


BINARY: dict[str, Binary] = {
    "+": add,
    "-": numeric(lambda a, b: a - b),
    "*": numeric(lambda a, b: a * b),
    "/": numeric(divide),
    "%": numeric(remainder),
    "^": numeric(power),
    "<<": numeric(shift_left),
    ">>": numeric(shift_right),
    "===": lambda run, a, b: strictly_equal(a, b),
    "!==": lambda run, a, b: not strictly_equal(a, b),
    "==": comparing(loosely_equal),
    "!=": comparing(lambda a, b: not loosely_equal(a, b)),
    "<": ordering(less),
    "<=": ordering(less_or_equal),
    ">": ordering(lambda a, b: less(b, a)),
    ">=": ordering(lambda a, b: less_or_equal(b, a)),
}
UNARY: dict[str, Callable[[Run, Any], Any]] = {
    "!": lambda run, value: not truthy(value),
    "-": lambda run, value: tidy(-run.number(value)),
    "+": lambda run, value: tidy(run.number(value)),
    "typeof": lambda run, value: typeof(value),
}
