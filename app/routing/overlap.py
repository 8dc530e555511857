"""What routes of one method take from each other. For people, off the hot path."""

from typing import Generic, NamedTuple, TypeVar

from app.routing.router import Entry, Match, NoMatch, Router
from app.routing.samples import ANY_ENCODED, samples, shared_samples
from app.routing.segments import Route

T = TypeVar("T")

MOST_SAMPLES = 512  # a route with more is taken to get its requests
FILLERS = ("x", "abc", "x1", "any-text", "42")


class Neighbour(NamedTuple, Generic[T]):
    """A route that fits some of the same paths. witness: one of them, percent-encoded; goes_first:
    whether it, and not the route that was asked about, is tried first there."""

    method: str
    route: Route
    value: T
    witness: str
    goes_first: bool


def neighbours(router: Router[T], method: str, route: Route) -> list[Neighbour[T]]:
    """In the router's order of entries. The route may be one of the router's or a new one that
    conflicts with none of them."""
    return [
        near
        for entry in router.entries
        if entry.method == method and entry.route != route and (near := _near(router, entry, route))
    ]


def taken_from(router: Router[T], method: str, route: Route) -> list[Neighbour[T]]:
    """Whose requests a new route would get. The router does not have it yet; see neighbours()."""
    found = []
    for near in neighbours(router, method, route):
        now = _match(router, method, near.witness)
        if now and now.route == near.route and not near.goes_first:
            found.append(near)
    return found


def takers(router: Router[T], method: str, route: Route) -> tuple[T, ...]:
    """Who takes every request that a route of the router could match; () if some get through."""
    found: dict[Route, T] = {}
    for count, path in enumerate(samples(route)):
        match = _match(router, method, path)
        if count == MOST_SAMPLES or (match and match.route == route):
            return ()
        if match:
            found[match.route] = match.value
    return tuple(found.values())


def successors(router: Router[T], method: str, route: Route) -> tuple[T | None, ...]:
    """Who gets the requests of a route that the router does not have; None for nobody."""
    found: dict[Route | None, T | None] = {}
    for count, path in enumerate(samples(route)):
        match = _match(router, method, path)
        found[match.route if match else None] = match.value if match else None
        if count == MOST_SAMPLES:
            break
    return tuple(found.values())


def _near(router: Router[T], entry: Entry[T], route: Route) -> Neighbour[T] | None:
    for path in shared_samples(route, entry.route):
        pair: Router[bool] = Router(
            [(entry.method, entry.route, True), (entry.method, route, False)]
        )
        if match := _match(pair, entry.method, path):
            return Neighbour(*entry, _readable(router, entry.method, path), match.value)
    return None


def _readable(router: Router[T], method: str, path: str) -> str:
    """A sample with plain text in it that goes to the same route."""
    owner = _match(router, method, path)
    for filler in FILLERS:
        spelled = path.replace(ANY_ENCODED, filler)
        found = _match(router, method, spelled)
        if (found and found.route) == (owner and owner.route):
            break
    return spelled


def _match(router: Router[T], method: str, path: str) -> Match[T] | None:
    try:
        return router.match(method, path)
    except NoMatch:
        return None
