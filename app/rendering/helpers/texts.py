"""Texts. Every value is first turned into the text it would print."""

from typing import Any

from app.rendering.helpers.table import helper
from app.rendering.printing import text
from app.rendering.state import Scope
from app.rendering.values import kind, number


@helper("upper")
def upper(scope: Scope, value: Any) -> str:
    return made(scope, text(value, scope.rt)).upper()


@helper("lower")
def lower(scope: Scope, value: Any) -> str:
    return made(scope, text(value, scope.rt)).lower()


@helper("titleCase")
def title_case(scope: Scope, value: Any) -> str:
    words = made(scope, text(value, scope.rt)).split(" ")
    return " ".join(word[:1].upper() + word[1:].lower() for word in words)


@helper("trim")
def trim(scope: Scope, value: Any) -> str:
    return made(scope, text(value, scope.rt)).strip()


@helper("substring")
def substring(scope: Scope, value: Any, start: Any, end: Any = None) -> str:
    """JavaScript's: negative means 0, and the smaller of the two is the start."""
    source = made(scope, text(value, scope.rt))
    first = position(start, len(source))
    last = len(source) if end is None else position(end, len(source))
    return source[min(first, last) : max(first, last)]


def position(value: Any, length: int) -> int:
    index = number(value)
    return int(min(max(index, 0), length)) if index == index else 0


@helper("typeof")
def typeof(_: Scope, value: Any) -> str:
    return kind(value)


@helper("defaultTo")
def default_to(_: Scope, value: Any, fallback: Any) -> Any:
    """The fallback for missing, null and empty text; 0 and false stay."""
    empty = isinstance(value, str) and not value
    return fallback if empty or kind(value) in ("undefined", "null") else value


def made(scope: Scope, value: str) -> str:
    """Count a text that is about to be copied."""
    scope.rt.will_make(len(value))
    return value
