"""Numbers on their way through a browser, which holds no integers beyond 2^53."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]
LARGEST = 2**1023  # of what a float can hold


def exact(given: Sequence[Json], stored: Sequence[Json]) -> list[Json]:
    """Nodes or triggers as they came, but with the stored number where a browser could not tell
    the two apart. Those without an id are told by their place."""
    known: Mapping[Any, Json] = {part.get("id", at): part for at, part in enumerate(stored)}
    return [_exact(part, known.get(part.get("id", at))) for at, part in enumerate(given)]


def _exact(given: Any, stored: Any) -> Any:
    match given, stored:
        case dict(), dict():
            return {name: _exact(value, stored.get(name)) for name, value in given.items()}
        case list(), list():
            return [*map(_exact, given, stored), *given[len(stored) :]]
        case _ if {type(given), type(stored)} <= {int, float} and _looks_like(given, stored):
            return stored
        case _:
            return given


def _looks_like(given: float, stored: float) -> bool:
    return abs(stored) <= LARGEST and float(given) == float(stored)
