"""What goes first: one segment before another in the same place, one route before another."""

from app.routing.segments import Literal, Mixed, Param, Route, Segment, Wildcard

Rank = tuple[int, tuple[int | str, ...]]
"""Comparable with any other Rank. The first number: literal, mixed, parameter, wildcard."""


def rank(segment: Segment) -> Rank:
    """Equal for two segments that match the same texts, whatever their parameters are called."""
    match segment:
        case Literal():
            return 0, (segment.text,)
        case Mixed():
            return 1, _mixed_rank(segment)
        case Param():
            return 2, ()
        case Wildcard():
            return 3, ()


def order_key(route: Route) -> tuple[int, tuple[Rank, ...], str]:
    """Sorts a list of routes: fewer segments first, then segment by segment."""
    return len(route.segments), tuple(map(rank, route.segments)), route.text


def _mixed_rank(mixed: Mixed) -> tuple[int | str, ...]:
    """More pieces; literal text first; at the first difference longer, then in the alphabet.

    Between two that differ only in `?`, the one that asks for more.
    """
    texts = [literal.text for literal in mixed.literals if literal.text]
    key: list[int | str] = [-len(texts) - len(mixed.params), not mixed.literals[0].text]
    for text in texts:
        key += (-len(text), text)
    return (*key, *(param.optional for param in mixed.params))
