"""The routes a path that fits none was probably meant for."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Generic, TypeVar

from app.routing.difference import alike, first_difference
from app.routing.match import fits
from app.routing.order import order_key
from app.routing.path import path_parts
from app.routing.router import Entry, Router
from app.routing.segments import Literal, Route, Segment, Wildcard

T = TypeVar("T")

ENOUGH = 0.4  # the likeness, 0 to 1, below which a route is not worth showing


@dataclass(frozen=True, slots=True)
class Near(Generic[T]):
    """likeness: 0 to 1."""

    method: str
    route: Route
    value: T
    reason: str
    likeness: float

    @property
    def sentence(self) -> str:
        return f"`{self.method} {self.route}` is near: {self.reason}."


def nearest(router: Router[T], method: str, path: str, limit: int = 5) -> tuple[Near[T], ...]:
    """Nearest first. Raises BadPath."""
    parts = path_parts(path)
    found = [near for entry in router.entries if (near := _near(entry, method, parts))]
    found.sort(key=lambda near: (-near.likeness, order_key(near.route), near.method))
    return tuple(found[:limit])


def _near(entry: Entry[T], method: str, parts: list[str]) -> Near[T] | None:
    """None if the route has too little in common with the path, or nothing against it."""
    likeness = _likeness(entry.route, parts)
    reasons: list[str] = []
    if entry.method != method:
        likeness *= 0.9
        reasons.append(f"it answers `{entry.method}`, not `{method}`")
    if difference := first_difference(entry.route, parts):
        reasons.append(str(difference))
    if likeness < ENOUGH or not reasons:
        return None
    return Near(*entry, "; ".join(reasons), likeness)


def _likeness(route: Route, parts: list[str]) -> float:
    """The mean over all places. Final slashes do not count, and a wildcard is one place."""
    segments = list(route.segments)
    if len(segments) > 1 and segments[-1] == Literal("", ""):
        segments.pop()
    if len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    if isinstance(segments[-1], Wildcard):
        parts = parts[: len(segments)]
    places = [_place_likeness(*place) for place in zip_longest(segments, parts)]
    return sum(places) / len(places)


def _place_likeness(segment: Segment | None, part: str | None) -> float:
    """What is spelled out says more than what would take any text."""
    if segment is None or part is None:
        return 0
    if isinstance(segment, Literal):
        if segment.value == part:
            return 1
        if alike(segment.value, part):
            return 0.95
        ratio = SequenceMatcher(None, segment.value, part).ratio()
        return ratio if ratio > 0.5 else 0
    if isinstance(segment, Wildcard):
        return 0.3
    return 0.6 if fits(Route("", (segment,)), [part]) else 0
