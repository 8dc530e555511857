"""Paths of one route for people: to open it, and to begin trying it with."""

from itertools import islice

from app.routing.path import encoded
from app.routing.samples import ANY_ENCODED, samples
from app.routing.segments import Literal, Mixed, Route, Segment, Wildcard

MOST_SAMPLES = 64


def plain_path(route: Route) -> str | None:
    """The shortest path that fits and leaves nothing to fill in; None if there is none."""
    if any(isinstance(segment, Wildcard) for segment in route.segments):
        return None
    found = [path for path in islice(samples(route), MOST_SAMPLES) if ANY_ENCODED not in path]
    return min(found, key=len, default=None)


def example_path(route: Route) -> str:
    """With the name of each parameter where its value goes: `/pumps/{id}` → `/pumps/id`."""
    return "/" + "/".join(encoded(_text(segment)) for segment in route.segments)


def _text(segment: Segment) -> str:
    match segment:
        case Literal():
            return segment.value
        case Mixed():
            head, *others = [literal.value for literal in segment.literals]
            names = [param.name for param in segment.params]
            return head + "".join(map("".join, zip(names, others, strict=True)))
        case _:
            return segment.name
