"""Query strings with brackets: `a[b]=c` is {"a": {"b": "c"}}, `a[0]=x` is {"a": ["x"]}."""

import re
from collections.abc import Iterable
from typing import Any

DEEPEST = 20  # brackets in one name; what lies deeper is taken for the last of them

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A name given twice is a list."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        _put(found, _steps(name), value)
    return {name: _with_lists(value) for name, value in found.items()}


def _steps(name: str) -> list[str | None]:
    """None stands for empty brackets: the next number."""
    head, bracket, rest = name.partition("[")
    steps = _BRACKETS.findall(bracket + rest)
    if not head or "".join(f"[{step}]" for step in steps) != bracket + rest:
        return [name]
    return [head, *(step or None for step in steps[:DEEPEST])]


def _put(into: dict[str, Any], steps: list[str | None], value: str) -> None:
    for step in steps[:-1]:
        inner = into.setdefault(_named(step, into), {})
        if not isinstance(inner, dict):  # `a=1&a[b]=2`: the first meaning stays
            return
        into = inner
    last = _named(steps[-1], into)
    if last not in into:
        into[last] = value
    elif isinstance(into[last], list):
        into[last].append(value)
    elif not isinstance(into[last], dict):
        into[last] = [into[last], value]


def _named(step: str | None, into: dict[str, Any]) -> str:
    return str(len(into)) if step is None else step


def _with_lists(value: Any) -> Any:
    """What is numbered from 0 upwards is a list."""
    if not isinstance(value, dict):
        return value
    if set(value) == {str(number) for number in range(len(value))}:
        return [_with_lists(value[str(number)]) for number in range(len(value))]
    return {name: _with_lists(inner) for name, inner in value.items()}
