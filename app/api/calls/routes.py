"""From a method and a path to an operation."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cache

from werkzeug.exceptions import MethodNotAllowed, NotFound

from app.api.calls.operation import NAMED, PLACEHOLDER, Alias, Operation, operations


@dataclass
class Path:
    """What stands under one path: the operations of each method, the general one last."""

    pattern: re.Pattern[str]
    ways: dict[str, list[tuple[Alias, Operation]]] = field(default_factory=dict)

    @property
    def methods(self) -> list[str]:
        return sorted({*self.ways, *(["HEAD"] if "GET" in self.ways else [])})


def find_operation(
    method: str, path: str, parameters: Container[str]
) -> tuple[Operation, dict[str, str]]:
    """parameters: the names in the query string. Raises NotFound or MethodNotAllowed."""
    for known in _paths():
        if found := known.pattern.fullmatch(path.rstrip("/")):
            ways = known.ways.get("GET" if method == "HEAD" else method)
            if ways is None:
                raise MethodNotAllowed(valid_methods=known.methods)
            return _choice(ways, parameters), found.groupdict()
    raise NotFound


def roots() -> list[str]:
    """The first segments of all paths."""
    return sorted({operation.path.split("/")[1] for operation in operations()})


def _choice(ways: list[tuple[Alias, Operation]], parameters: Container[str]) -> Operation:
    return next(
        operation
        for way, operation in ways
        if not way.when or any(name in parameters for name in way.when)
    )


@cache
def _paths() -> list[Path]:
    found: dict[str, Path] = {}
    for operation in operations():
        for way in (*operation.aliases, Alias(operation.path)):
            path = found.setdefault(way.path, Path(_pattern(way.path)))
            path.ways.setdefault(operation.method, []).append((way, operation))
    for path in found.values():
        for ways in path.ways.values():
            ways.sort(key=lambda one: not one[0].when)
    return [found[path] for path in sorted(found, key=_place)]


def _place(path: str) -> str:
    """A literal is looked for before a parameter in the same place, what goes on before what ends:
    a name may hold slashes."""
    return path.replace("{", "\x7f") + "\x7f"


def _pattern(path: str) -> re.Pattern[str]:
    """A name may hold slashes, and some clients send them bare."""
    return re.compile(
        PLACEHOLDER.sub(
            lambda found: f"(?P<{found[1]}>{'.+' if found[1] in NAMED else '[^/]+'})", path
        ),
        re.DOTALL,
    )
