"""What a route is made of: one segment per path segment, a wildcard for all that is left."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """text: as written, percent-encoded; value: decoded. Both are empty behind a final slash."""

    text: str
    value: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Param:
    """`{name}` or `{name?}`. `{name*2}` is two of them in a row under one name."""

    name: str
    optional: bool = False

    def __str__(self) -> str:
        return f"{{{self.name}?}}" if self.optional else f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Wildcard:
    name: str

    def __str__(self) -> str:
        return f"{{{self.name}*}}"


@dataclass(frozen=True, slots=True)
class Mixed:
    """Literals and parameters in turn, a literal at both ends; only the ends may be empty."""

    literals: tuple[Literal, ...]
    params: tuple[Param, ...]

    def __str__(self) -> str:
        head, *others = map(str, self.literals)
        return head + "".join(map("".join, zip(map(str, self.params), others, strict=True)))

    def read(self, part: str) -> dict[str, str] | None:
        """part: one decoded path segment. An earlier parameter takes as much as it can.

        Read from the right, each inner literal is put as late as it fits: that gives the earlier
        parameters the most room, so there is never a second place to try.
        """
        head, tail = self.literals[0].value, self.literals[-1].value
        start, end = len(head), len(part) - len(tail)
        if start > end or not (part.startswith(head) and part.endswith(tail)):
            return None
        values: dict[str, str] = {}
        for param, literal in zip(self.params[:0:-1], self.literals[-2:0:-1], strict=True):
            at = part.rfind(literal.value, start, end if param.optional else max(end - 1, 0))
            if at < 0:
                return None
            values[param.name] = part[at + len(literal.value) : end]
            end = at
        first = self.params[0]
        if start == end and not first.optional:
            return None
        values[first.name] = part[start:end]
        return dict(reversed(values.items()))


Segment = Literal | Mixed | Param | Wildcard


@dataclass(frozen=True, slots=True)
class Route:
    text: str
    segments: tuple[Segment, ...]

    def __str__(self) -> str:
        return self.text

    def spellings(self) -> Iterator[tuple[Segment, ...]]:
        """The segments; for a route that ends in `{name?}` also those of the route without it."""
        yield self.segments
        match self.segments:
            case (*before, Param(optional=True)):
                yield tuple(before) or (Literal("", ""),)
