"""The first place where a path parts from a route that it does not fit, in words.

What fits is asked of the matcher itself, one opening of the route after the other.
"""

from dataclasses import dataclass

from app.routing.match import fits
from app.routing.path import encoded
from app.routing.segments import Literal, Mixed, Route, Segment, Wildcard


@dataclass(frozen=True, slots=True)
class Difference:
    """number: of the segment, from 1; wanted: None behind the route's last segment.

    got: decoded, None behind the path's last segment.
    """

    number: int
    wanted: Segment | None
    got: str | None

    def __str__(self) -> str:
        place, got = f"segment {self.number}", f"`{encoded(self.got or '')}`"
        if self.wanted is None:
            return f"the path goes on after segment {self.number - 1} with {got}"
        if self.got is None and not str(self.wanted):
            return "the route ends in a slash, the path does not"
        if self.got is None:
            return f"the path ends before {place}, `{self.wanted}`"
        if not str(self.wanted):
            return f"{place}: the route has nothing there, the path has {got}"
        if not self.got:
            return f"{place} is empty, the route has `{self.wanted}`"
        if isinstance(self.wanted, Mixed):
            return f"{place}: {got} does not have the form `{self.wanted}`"
        if isinstance(self.wanted, Literal) and alike(self.wanted.value, self.got):
            return f"{place}: {got} is not `{self.wanted}`, only the case differs"
        return f"{place}: {got} is not `{self.wanted}`"


def first_difference(route: Route, parts: list[str]) -> Difference | None:
    """None if the route fits."""
    if fits(route, parts):
        return None
    for at, segment in enumerate(route.segments):
        opening = Route("", (*route.segments[: at + 1], Wildcard("")))
        if not fits(opening, parts):
            return Difference(at + 1, segment, parts[at] if at < len(parts) else None)
    end = len(route.segments)
    return Difference(end + 1, None, parts[end])


def alike(text: str, other: str) -> bool:
    return text.casefold() == other.casefold()
