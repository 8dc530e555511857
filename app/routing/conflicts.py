"""Which two routes cannot live side by side, and a request path that shows why.

A route is reduced to patterns: `/a/{id}/x{n}.js` to `/a/{}/x{}.js`. Braces cannot stand in a
literal, so two routes conflict when they share a pattern.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.routing.segments import Literal, Mixed, Param, Route, Segment, Wildcard

_ONE, _REST = "/{}", "/{*}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """witness: a request path, percent-encoded, that each of the two routes alone would match."""

    route: Route
    other: Route
    witness: str

    def __str__(self) -> str:
        return f"`{self.route}` conflicts with `{self.other}`: both would own `{self.witness}`"


class RouteConflict(ValueError):
    def __init__(self, conflict: Conflict) -> None:
        super().__init__(str(conflict))
        self.conflict = conflict


def find_conflict(route: Route, other: Route) -> Conflict | None:
    patterns = set(_patterns(other))
    for pattern in _patterns(route):
        for rival in _rivals(pattern):
            if rival in patterns:
                return _conflict(route, pattern, other, rival)
    return None


class ConflictIndex:
    """Routes known to live together. Checking one more does not depend on how many there are."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str], Route] = {}

    def find(self, method: str, route: Route) -> Conflict | None:
        for pattern in _patterns(route):
            for rival in _rivals(pattern):
                if other := self._owners.get((method, rival)):
                    return _conflict(route, pattern, other, rival)
        return None

    def add(self, method: str, route: Route) -> None:
        """Raises RouteConflict and is left as it was."""
        if conflict := self.find(method, route):
            raise RouteConflict(conflict)
        self._owners.update(((method, pattern), route) for pattern in _patterns(route))


def _patterns(route: Route) -> Iterator[str]:
    for spelling in route.spellings():
        yield "/" + "/".join(map(_pattern, spelling))


def _pattern(segment: Segment) -> str:
    match segment:
        case Literal():
            return segment.text
        case Mixed():
            return "{}".join(map(str, segment.literals))
        case Param():
            return "{}"
        case Wildcard():
            return "{*}"


def _rivals(pattern: str) -> Iterator[str]:
    """The pattern itself; and of `/a/{*}` and `/a/{}/{*}`, which nothing tells apart, the other."""
    yield pattern
    if pattern.endswith(_REST):
        stem = pattern.removesuffix(_REST)
        yield stem + _ONE + _REST
        if stem.endswith(_ONE):
            yield stem.removesuffix(_ONE) + _REST


def _conflict(route: Route, pattern: str, other: Route, rival: str) -> Conflict:
    longer = max(pattern, rival, key=len)
    return Conflict(route, other, longer.replace("{}", "x").replace("{*}", "x"))
