"""Sorting as flows expect it: stable, numbers as numbers, texts as texts, nothing at the end."""

from functools import cmp_to_key
from typing import Any, Literal

from app.workflows.values import is_nothing, less


def sorted_items(
    items: list[Any], keys: list[Any], order: Literal["ascending", "descending"]
) -> list[Any]:
    """keys: one for each item. Items whose key is null or undefined come last in either order."""
    pairs = list(zip(keys, items, strict=True))
    there = [pair for pair in pairs if not is_nothing(pair[0])]
    there.sort(key=_sort_key(there), reverse=order == "descending")
    return [item for _, item in there] + [item for key, item in pairs if is_nothing(key)]


def _sort_key(pairs: list[tuple[Any, Any]]) -> Any:
    kinds = {type(key) for key, _ in pairs}
    if kinds == {str} or (kinds <= {int, float} and all(key == key for key, _ in pairs)):
        return lambda pair: pair[0]
    return cmp_to_key(lambda a, b: less(b[0], a[0]) - less(a[0], b[0]))
