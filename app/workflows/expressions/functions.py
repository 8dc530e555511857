"""The functions of expressions: JavaScript's Math, length() and includes()."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from app.rendering.values import tidy
from app.workflows.expressions.operators import power
from app.workflows.expressions.run import Run
from app.workflows.values import UNDEFINED, Number, strictly_equal


class Function(NamedTuple):
    """takes: how many arguments, None for any number."""

    work: Callable[..., Any]  # (run, argument, …)
    takes: int | None


FUNCTIONS: dict[str, Function] = {}


def mathematical(name: str, work: Callable[..., float], takes: int | None = 1) -> None:
    """Arguments are cast to numbers; outside of its domain a function gives NaN."""

    def apply(run: Run, *values: Any) -> Number:
        numbers = [run.number(value) for value in values]
        try:
            return tidy(float(work(*numbers)))
        except (ValueError, OverflowError):
            return EDGES.get((name, numbers[0]), math.nan)

    FUNCTIONS[name] = Function(apply, takes)


EDGES: dict[tuple[str, float], float] = {
    ("log", 0): -math.inf,
    ("log10", 0): -math.inf,
    ("atanh", 1): math.inf,
    ("atanh", -1): -math.inf,
}


def growing(work: Callable[[float], float], *, odd: bool = False) -> Callable[[float], float]:
    """Infinity where Python says overflow."""

    def apply(x: float) -> float:
        try:
            return work(x)
        except OverflowError:
            return math.copysign(math.inf, x) if odd else math.inf

    return apply


def whole(work: Callable[[float], int]) -> Callable[[float], float]:
    """Keeps NaN, Infinity and the sign of zero."""
    return lambda x: math.copysign(work(x), x) if math.isfinite(x) else x


def half_up(x: float) -> int:
    below = math.floor(x)
    return below if x - below < 0.5 else below + 1


def largest(*numbers: float) -> float:
    if any(map(math.isnan, numbers)):
        return math.nan
    return max(numbers, key=with_sign, default=-math.inf)


def smallest(*numbers: float) -> float:
    if any(map(math.isnan, numbers)):
        return math.nan
    return min(numbers, key=with_sign, default=math.inf)


def with_sign(x: float) -> tuple[float, float]:
    """-0 comes before 0."""
    return x, math.copysign(1, x)


for work in (math.sin, math.cos, math.tan, math.asin, math.acos, math.atan, math.tanh, math.asinh):
    mathematical(work.__name__, work)
for work in (math.acosh, math.atanh, math.sqrt, math.log, math.log10):
    mathematical(work.__name__, work)
mathematical("abs", math.fabs)
mathematical("exp", growing(math.exp))
mathematical("cosh", growing(math.cosh))
mathematical("sinh", growing(math.sinh, odd=True))
mathematical("ceil", whole(math.ceil))
mathematical("floor", whole(math.floor))
mathematical("trunc", whole(math.trunc))
mathematical("round", whole(half_up))
mathematical("atan2", math.atan2, 2)
mathematical("pow", power, 2)
mathematical("max", largest, None)
mathematical("min", smallest, None)


def length(run: Run, value: Any) -> Any:
    """Of a list, text or object; undefined for anything else."""
    return len(value) if isinstance(value, (str, list, dict)) else UNDEFINED


def includes(run: Run, collection: Any, value: Any) -> bool:
    """A list holds the value, an object has it among its values, a text contains it."""
    if isinstance(collection, str):
        return run.text(value) in run.primitive(collection)
    if isinstance(collection, dict):
        collection = list(run.walk(collection).values())
    if not isinstance(collection, list):
        return False
    entries = run.walk(collection)
    return any(strictly_equal(entry, value) or both_nan(entry, value) for entry in entries)


def both_nan(a: Any, b: Any) -> bool:
    return bool(a != a and b != b)


FUNCTIONS["length"] = Function(length, 1)
FUNCTIONS["includes"] = Function(includes, 2)
