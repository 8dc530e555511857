"""Comparisons the JavaScript way: they answer for any pair of values and never fail."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import regex  # type: ignore[import-untyped]

from app.rendering.errors import RenderError
from app.rendering.helpers.table import helper
from app.rendering.printing import text
from app.rendering.state import Scope
from app.rendering.values import LISTS, Missing, number

LONGEST_PATTERN, LONGEST_SUBJECT = 1000, 100_000
ESCAPED = re.compile(r"\\.", re.S)
BEYOND_JAVASCRIPT = re.compile(r"\(\?(?![:=!]|<[=!]|P?<[A-Za-z_]\w*>|[ims]+[:)])")  # recursion…
SCALARS = (str, int, float, date, type(None), Missing)


def same(left: Any, right: Any) -> bool:
    """=== : no casting; lists and objects are the same only if they are the same one."""
    if left is right:
        return bool(left == left)  # NaN is not
    if not isinstance(left, SCALARS) or not isinstance(right, SCALARS):
        return False
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def ordered(left: Any, right: Any, direction: int, *, strict: bool) -> bool:
    """direction: -1 for <, 1 for >. Texts by code point, all else as numbers."""
    if not (isinstance(left, str) and isinstance(right, str)):
        left, right = number(left), number(right)
    if left == right:
        return not strict
    return bool(left < right) if direction < 0 else bool(left > right)


def holds(scope: Scope, collection: Any, value: Any) -> bool:
    if isinstance(collection, str):
        return text(value, scope.rt) in collection
    if isinstance(collection, Mapping):
        return isinstance(value, str) and value in collection
    if isinstance(collection, LISTS):
        return any(same(entry, value) for entry in scope.rt.walk(collection))
    return False


@helper("eq")
def eq(_: Scope, a: Any, b: Any) -> bool:
    return same(a, b)


@helper("ne")
def ne(_: Scope, a: Any, b: Any) -> bool:
    return not same(a, b)


@helper("gt")
def gt(_: Scope, a: Any, b: Any) -> bool:
    return ordered(a, b, 1, strict=True)


@helper("gte")
def gte(_: Scope, a: Any, b: Any) -> bool:
    return ordered(a, b, 1, strict=False)


@helper("lt")
def lt(_: Scope, a: Any, b: Any) -> bool:
    return ordered(a, b, -1, strict=True)


@helper("lte")
def lte(_: Scope, a: Any, b: Any) -> bool:
    return ordered(a, b, -1, strict=False)


@helper("includes")
def includes(scope: Scope, collection: Any, value: Any) -> bool:
    """A list holds the value, an object has it among its values, a text contains it."""
    if isinstance(collection, Mapping):
        return any(same(entry, value) for entry in scope.rt.walk(collection).values())
    return holds(scope, collection, value)


@helper("match")
def match(scope: Scope, value: Any, pattern: Any) -> bool:
    """Search with a regular expression, for as long as the render's budget allows."""
    pattern = text(pattern, scope.rt)
    subject = text(value, scope.rt)
    if len(pattern) > LONGEST_PATTERN or len(subject) > LONGEST_SUBJECT:
        raise RenderError(
            f"match() takes a pattern of up to {LONGEST_PATTERN:,} characters"
            f" and a text of up to {LONGEST_SUBJECT:,}."
        )
    if BEYOND_JAVASCRIPT.search(ESCAPED.sub("", pattern)):
        raise RenderError(f"“{pattern}” uses a kind of group that JavaScript does not have.")
    scope.rt.will_make(len(subject))
    try:
        found = regex.search(
            pattern, subject, flags=regex.ASCII, timeout=scope.rt.seconds_left(), concurrent=True
        )
    except TimeoutError:
        scope.rt.exceeded("time")
    except regex.error as error:
        raise RenderError(f"“{pattern}” is not a regular expression: {error}.") from None
    return found is not None
