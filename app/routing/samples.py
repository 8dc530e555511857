"""Paths that stand for many: what the router does with a sample, it does with all of its kind.

Where a route takes any text, its samples hold a mark that no route spells out, so nothing fits them
but what would fit any other text. Which of two routes goes first depends on their segments alone.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from app.routing.path import encoded
from app.routing.segments import Literal, Mixed, Param, Route, Segment, Wildcard

ANY = "\ue000"
ANY_ENCODED = encoded(ANY)

Texts = tuple[str, ...]


def samples(route: Route) -> Iterator[str]:
    """Whoever owns all of these paths owns every path that the route fits."""
    for texts in product(*map(_texts, route.segments)):
        parts = sum(texts, ())
        if not {".", ".."}.intersection(parts):  # resolved before routes are looked up
            yield _path(parts)


def shared_samples(route: Route, other: Route) -> Iterator[str]:
    """Paths that both fit, one for each two of their spellings that have any."""
    for one, two in product(route.spellings(), other.spellings()):
        parts = _shared_parts(one, two)
        if parts is not None:
            yield _path(parts)


def _texts(segment: Segment) -> list[Texts]:
    match segment:
        case Literal():
            return [(segment.value,)]
        case Mixed():
            return [(word,) for word in _words(segment)]
        case Param(optional=True):
            return [(ANY,), ("",), ()]
        case Param():
            return [(ANY,)]
        case Wildcard():
            return [("", "")]  # an empty part before the last fits nothing but a wildcard


def _words(mixed: Mixed) -> Iterator[str]:
    head, *others = [literal.value for literal in mixed.literals]
    choices = [(ANY, "") if param.optional else (ANY,) for param in mixed.params]
    for chosen in product(*choices):
        yield head + "".join(map("".join, zip(chosen, others, strict=True)))


def _shared_parts(one: Sequence[Segment], two: Sequence[Segment]) -> Texts | None:
    parts: list[str] = []
    for at in range(max(len(one), len(two))):
        for left, right in ((one[at:], two[at:]), (two[at:], one[at:])):
            if left and isinstance(left[0], Wildcard):
                return (*parts, *map(_any_text, right))
        if at >= min(len(one), len(two)):
            return None
        part = _shared_text(one[at], two[at])
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def _any_text(segment: Segment) -> str:
    return ANY if isinstance(segment, Wildcard) else _texts(segment)[0][0]


def _shared_text(one: Segment, two: Segment) -> str | None:
    match one, two:
        case (Param() as param, other) | (other, Param() as param):
            text = _any_text(other)
            return text if text or param.optional else None
        case (Literal() as literal, other) | (other, Literal() as literal):
            return literal.value if _fits(other, literal.value) else None
        case (Mixed(), Mixed()):
            text = _both(one, two)
            return text if _fits(one, text) and _fits(two, text) else None
    raise AssertionError("wildcards come last")


def _fits(segment: Segment, text: str) -> bool:
    if isinstance(segment, Mixed):
        return segment.read(text) is not None
    return isinstance(segment, Literal) and segment.value == text


def _both(one: Mixed, two: Mixed) -> str:
    """Text that fits both, if any does: the longer of their beginnings and of their ends, and all
    that they ask for in between."""
    (head, *inner, tail), (other_head, *other_inner, other_tail) = (
        [literal.value for literal in mixed.literals] for mixed in (one, two)
    )
    begin, end = max(head, other_head, key=len), max(tail, other_tail, key=len)
    return ANY.join([begin, *inner, *other_inner, end])


def _path(parts: Sequence[str]) -> str:
    return "/" + "/".join(map(encoded, parts))
