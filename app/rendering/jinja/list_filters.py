"""Jinja's list filters, with the meter running. They give lists, never generators."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from jinja2.filters import sync_do_slice

from app.rendering.errors import RenderError
from app.rendering.state import Scope
from app.rendering.values import LISTS, Missing, number, path, tidy

Filter = Callable[..., Any]


def items_of(scope: Scope, value: Any) -> list[Any]:
    """What a list filter works on; missing and null are empty, an object gives its keys."""
    if value is None or isinstance(value, Missing):
        return []
    if not isinstance(value, (str, Mapping, *LISTS)):
        raise RenderError("This filter needs a list.")
    return list(scope.rt.walk(value))


# -- lists


def first(scope: Scope, value: Any) -> Any:
    return (
        items_of(scope, value[:1] if isinstance(value, str) else value)[0] if value else Missing()
    )


def reverse(scope: Scope, value: Any) -> Any:
    if isinstance(value, str):
        scope.rt.will_make(len(value))
        return value[::-1]
    return items_of(scope, value)[::-1]


def sum_of(scope: Scope, value: Any, attribute: Any = None, start: Any = 0) -> Any:
    numbers = [number(picked(entry, attribute)) for entry in items_of(scope, value)]
    return tidy(sum(numbers, number(start)))


def sort(
    scope: Scope,
    value: Any,
    reverse: Any = False,
    case_sensitive: Any = False,
    attribute: Any = None,
) -> list[Any]:
    """attribute: fields or paths, comma-separated."""
    names = str(attribute).split(",") if attribute else [None]

    def key(entry: Any) -> list[tuple[int, Any]]:
        return [sortable(scope, picked(entry, name), bool(case_sensitive)) for name in names]

    return sorted(items_of(scope, value), key=key, reverse=bool(reverse))


def folded(scope: Scope, text: str) -> str:
    """Costs what the text is long: a list may hold one long text many times."""
    scope.rt.will_make(len(text))
    return text.lower()


def sortable(scope: Scope, value: Any, case_sensitive: bool) -> tuple[int, Any]:
    """Numbers, then texts, then the rest in its order."""
    if isinstance(value, (int, float)) and not math.isnan(value):
        return (0, value)
    if isinstance(value, str):
        return (1, value if case_sensitive else folded(scope, value))
    return (2, 0)


def dictsort(
    scope: Scope, value: Any, case_sensitive: Any = False, by: Any = "key", reverse: Any = False
) -> list[Any]:
    index = 1 if by == "value" else 0
    return sorted(
        items(scope, value),
        key=lambda pair: sortable(scope, pair[index], bool(case_sensitive)),
        reverse=bool(reverse),
    )


def items(scope: Scope, value: Any) -> list[Any]:
    return [[k, v] for k, v in scope.rt.walk(value).items()] if isinstance(value, Mapping) else []


def identity_of(scope: Scope, value: Any, case_sensitive: bool = False) -> Any:
    """Hashable: scalars by value, lists and objects by themselves."""
    if isinstance(value, str):
        return value if case_sensitive else folded(scope, value)
    if value is None or isinstance(value, (bool, int, float, Missing)):
        return (type(value) is bool, value)
    return id(value), None


def unique(
    scope: Scope, value: Any, case_sensitive: Any = False, attribute: Any = None
) -> list[Any]:
    seen: dict[Any, Any] = {}
    for entry in items_of(scope, value):
        seen.setdefault(identity_of(scope, picked(entry, attribute), bool(case_sensitive)), entry)
    return list(seen.values())


def groupby(
    scope: Scope, value: Any, attribute: Any, default: Any = None, case_sensitive: Any = False
) -> list[Any]:
    """[{grouper, list}], also as pairs [grouper, list]; sorted by grouper."""
    groups: dict[Any, list[Any]] = {}
    keys: dict[Any, Any] = {}
    for entry in items_of(scope, value):
        key = picked(entry, attribute)
        key = default if isinstance(key, Missing) else key
        slot = identity_of(scope, key, bool(case_sensitive))
        keys.setdefault(slot, key)
        groups.setdefault(slot, []).append(entry)
    return sort(scope, [[keys[slot], entries] for slot, entries in groups.items()], attribute="0")


def batch(scope: Scope, value: Any, linecount: Any, fill_with: Any = None) -> list[Any]:
    size = int(number(linecount))
    if size < 1:
        raise RenderError("batch() needs a size of at least 1.")
    entries = items_of(scope, value)
    rows = [entries[start : start + size] for start in range(0, len(entries), size)]
    if fill_with is not None and rows:
        scope.rt.will_list(size - len(rows[-1]))
        rows[-1] += [fill_with] * (size - len(rows[-1]))
    return rows


def slices(scope: Scope, value: Any, slices: Any, fill_with: Any = None) -> list[Any]:
    count = int(number(slices))
    scope.rt.will_list(count)
    if count < 1:
        raise RenderError("slice() needs at least 1 slice.")
    return [list(part) for part in sync_do_slice(items_of(scope, value), count, fill_with)]


def picked(entry: Any, attribute: Any) -> Any:
    return entry if attribute is None else path(entry, str(attribute))
