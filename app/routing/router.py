"""The door for requests: method and path in, the value of the most specific route out."""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from app.routing.conflicts import ConflictIndex
from app.routing.match import Tree
from app.routing.parse import parse_route
from app.routing.path import path_parts
from app.routing.segments import Route

T = TypeVar("T")


class Entry(NamedTuple, Generic[T]):
    method: str
    route: Route
    value: T


class Match(NamedTuple, Generic[T]):
    """params: decoded; an absent optional has no key, an empty one is "".

    slash_dropped: the path only fits without its final slash.
    """

    value: T
    params: dict[str, str]
    route: Route
    slash_dropped: bool = False


class NoMatch(LookupError):
    """methods: those that would fit this path, sorted."""

    def __init__(self, method: str, path: str, methods: tuple[str, ...]) -> None:
        super().__init__(f"No route fits `{method} {path}`.")
        self.methods = methods


class Router(Generic[T]):
    """Immutable. Methods are compared as they are written: choose lower case and stay with it."""

    def __init__(self, routes: Iterable[tuple[str, str | Route, T]]) -> None:
        """Raises RouteSyntaxError and RouteConflict."""
        self._trees: dict[str, Tree[T]] = {}
        entries: list[Entry[T]] = []
        index = ConflictIndex()
        for method, text, value in routes:
            route = text if isinstance(text, Route) else parse_route(text)
            index.add(method, route)
            self._trees.setdefault(method, Tree()).add(route, value)
            entries.append(Entry(method, route, value))
        self.entries = tuple(entries)

    def match(self, method: str, path: str) -> Match[T]:
        """path: as requested, still percent-encoded, without the query.

        Raises BadPath, whatever the routes, and NoMatch. Source: hapijs/call lib/segment.js.
        """
        tree = self._trees.get(method)
        if tree and (leaf := tree.whole.get(path)):
            return Match(leaf.value, {}, leaf.route)
        parts = path_parts(path)
        found = tree.find(parts) if tree else None
        if found is None:
            raise NoMatch(method, path, self._methods(parts, known_not=method))
        leaf, used = found
        return Match(leaf.value, leaf.params(used), leaf.route, used is not parts)

    def methods(self, path: str) -> tuple[str, ...]:
        """The methods that would fit this path, sorted. Raises BadPath."""
        return self._methods(path_parts(path))

    def _methods(self, parts: list[str], known_not: str | None = None) -> tuple[str, ...]:
        others = (item for item in self._trees.items() if item[0] != known_not)
        return tuple(sorted(method for method, tree in others if tree.find(parts)))
