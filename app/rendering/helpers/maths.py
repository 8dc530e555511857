"""Arithmetic on anything: every argument is cast to a number as JavaScript would."""

import math
from typing import Any

from app.rendering.helpers.table import helper
from app.rendering.state import Scope
from app.rendering.values import LISTS, number, tidy

Number = int | float


@helper("add")
def add(_: Scope, a: Any, b: Any) -> Number:
    return tidy(number(a) + number(b))


@helper("subtract")
def subtract(_: Scope, a: Any, b: Any) -> Number:
    return tidy(number(a) - number(b))


@helper("multiply")
def multiply(_: Scope, a: Any, b: Any) -> Number:
    return tidy(number(a) * number(b))


@helper("divide")
def divide(_: Scope, a: Any, b: Any) -> Number:
    """By zero: Infinity, -Infinity or NaN."""
    top, bottom = number(a), number(b)
    if bottom == 0:
        return math.nan if top == 0 or math.isnan(top) else math.copysign(math.inf, top)
    return tidy(top / bottom)


@helper("ceil")
def ceil(_: Scope, value: Any) -> Number:
    result = number(value)
    return math.ceil(result) if math.isfinite(result) else result


@helper("floor")
def floor(_: Scope, value: Any) -> Number:
    result = number(value)
    return math.floor(result) if math.isfinite(result) else result


@helper("max")
def maximum(scope: Scope, *values: Any) -> Number:
    """The largest of its arguments, or of one list. NaN if one is not a number."""
    numbers = numbers_of(scope, values)
    return math.nan if any(map(math.isnan, numbers)) else max(numbers)


@helper("min")
def minimum(scope: Scope, *values: Any) -> Number:
    numbers = numbers_of(scope, values)
    return math.nan if any(map(math.isnan, numbers)) else min(numbers)


def numbers_of(scope: Scope, values: tuple[Any, ...]) -> list[Number]:
    if len(values) == 1 and isinstance(values[0], LISTS):
        values = tuple(scope.rt.walk(values[0]))
    return [number(value) for value in values] or [math.nan]


@helper("scaleLinear")
def scale_linear(
    _: Scope, from_low: Any, from_high: Any, to_low: Any, to_high: Any, value: Any
) -> Number:
    """Not clamped. A range of no width gives NaN."""
    low, high, out_low, out_high, x = map(number, (from_low, from_high, to_low, to_high, value))
    if low == high:
        return math.nan
    return tidy(out_low + (x - low) / (high - low) * (out_high - out_low))
