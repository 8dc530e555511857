"""The one table of helpers, for views and node configs, in every template language."""

from collections.abc import Callable
from typing import Any, TypeVar

Helper = Callable[..., Any]  # (scope, value, …): the scope of the calling template comes first
Function = TypeVar("Function", bound=Helper)

HELPERS: dict[str, Helper] = {}
TESTS = ("eq", "ne", "gt", "gte", "lt", "lte", "match", "includes", "gpsIsPointInside")


def helper(name: str) -> Callable[[Function], Function]:
    """Put a function into the table under the name that authors write."""

    def register(function: Function) -> Function:
        if name in HELPERS:
            raise ValueError(f"two helpers are named {name}")
        function.__qualname__ = name  # so that Python's own "missing argument" names the helper
        HELPERS[name] = function
        return function

    return register
