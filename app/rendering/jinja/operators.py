"""Operators of templates: ~, slices, comparisons and arithmetic, with the meter running."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.rendering.errors import RenderError
from app.rendering.helpers.compare import holds, ordered
from app.rendering.printing import join_texts, text
from app.rendering.state import Scope
from app.rendering.values import LISTS, Missing, kind, number, tidy, whole


def cut(scope: Scope, value: Any, start: Any, stop: Any, step: Any) -> Any:
    """value[start:stop:step]"""
    if not isinstance(value, (str, *LISTS)):
        return Missing()
    bounds = [None if part is None else whole(part) for part in (start, stop, step)]
    result = value[slice(*bounds)]
    scope.rt.will_make(len(result)) if isinstance(result, str) else scope.rt.walk(result)
    return result


def concatenate(scope: Scope, *values: Any) -> str:
    """The ~ operator: texts joined; once one of them is markup the others are escaped."""
    rt = scope.rt
    texts = [value if isinstance(value, str) else text(value, rt) for value in values]
    return join_texts(texts, "", rt)


# -- comparing


def compare_lt(scope: Scope, left: Any, right: Any) -> bool:
    return ordered(left, right, -1, strict=True)


def compare_lteq(scope: Scope, left: Any, right: Any) -> bool:
    return ordered(left, right, -1, strict=False)


def compare_gt(scope: Scope, left: Any, right: Any) -> bool:
    return ordered(left, right, 1, strict=True)


def compare_gteq(scope: Scope, left: Any, right: Any) -> bool:
    return ordered(left, right, 1, strict=False)


def compare_in(scope: Scope, left: Any, right: Any) -> bool:
    return holds(scope, right, left)


def compare_notin(scope: Scope, left: Any, right: Any) -> bool:
    return not holds(scope, right, left)


COMPARISONS: dict[str, Callable[[Scope, Any, Any], bool]] = {
    "eq": lambda scope, left, right: bool(left == right),
    "ne": lambda scope, left, right: bool(left != right),
    "lt": compare_lt,
    "lteq": compare_lteq,
    "gt": compare_gt,
    "gteq": compare_gteq,
    "in": compare_in,
    "notin": compare_notin,
}


def compare_all(scope: Scope, names: tuple[str, ...], *values: Any) -> bool:
    """a < b < c"""
    pairs = zip(names, values, values[1:], strict=False)
    return all(COMPARISONS[name](scope, left, right) for name, left, right in pairs)


# -- arithmetic

NUMBERS = (int, float)


def operate(scope: Scope, operator: str, left: Any, right: Any) -> Any:
    """+ - * / // % **. Numbers are doubles as in JSON's homeland, so nothing grows big."""
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        try:
            return tidy(ARITHMETIC[operator](tidy(left), tidy(right)))
        except ZeroDivisionError:
            raise RenderError("Division by zero.") from None
        except OverflowError:
            return float("inf")
    if operator == "+" and (isinstance(left, str) or isinstance(right, str)):
        return concatenate(scope, left, right)
    if isinstance(left, datetime) or isinstance(right, datetime):
        return operate(scope, operator, in_milliseconds(left), in_milliseconds(right))
    if operator == "+" and isinstance(left, LISTS) and isinstance(right, LISTS):
        scope.rt.will_list(len(left) + len(right))
        return [*left, *right]
    if operator == "*" and isinstance(left, (str, *LISTS)) and isinstance(right, NUMBERS):
        return repeated(scope, left, right)
    message = f"Cannot work out {named(left)} {operator} {named(right)}."
    if any(value is None or isinstance(value, Missing) for value in (left, right)):
        message += " Give it a default, as in defaultTo(value, 0)."
    raise RenderError(message)


def repeated(scope: Scope, value: Any, times: float) -> Any:
    size = len(value) * max(times, 0)
    if isinstance(value, str):
        scope.rt.will_make(size)
        return value * int(times)
    scope.rt.will_list(size)
    return list(value) * int(times)


def in_milliseconds(value: Any) -> Any:
    return number(value) if isinstance(value, datetime) else value


def power(left: float, right: float) -> float:
    result = float(left) ** float(right)
    return float("nan") if isinstance(result, complex) else result


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "**": power,
}


def named(value: Any) -> str:
    if isinstance(value, Missing) and value.name is not None:
        return f"missing “{value.name}”"
    return kind(value)
