"""Two texts, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

CONTEXT = 3
MOST_COMPARED = 2000
"""Lines in which likeness is looked for, on each side: that takes time by the square of them."""
MOST_SHOWN = 600


class Line(NamedTuple):
    """old, new: numbers from 1; None where the line is not there."""

    sign: Literal["", "+", "-"]
    old: int | None
    new: int | None
    text: str


@dataclass(frozen=True)
class Hunk:
    """Lines that stand together, with some around them that are the same."""

    lines: list[Line]

    @property
    def first(self) -> int:
        return min(line.new or line.old or 1 for line in self.lines)

    @property
    def last(self) -> int:
        return max(line.new or line.old or 1 for line in self.lines)


@dataclass(frozen=True)
class LineDiff:
    """added, removed: lines of the whole; hidden: lines of hunks that were left out."""

    hunks: list[Hunk]
    added: int
    removed: int
    hidden: int = 0


def compare_lines(old: str, new: str) -> LineDiff:
    before, after = old.splitlines(), new.splitlines()
    signed = list(_lines(before, after))
    hunks, hidden = _shown(list(_hunks(signed)))
    return LineDiff(
        hunks,
        added=sum(line.sign == "+" for line in signed),
        removed=sum(line.sign == "-" for line in signed),
        hidden=hidden,
    )


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    end, stop = len(old) - tail, len(new) - tail
    yield from _same(old, 0, head, 0)
    for tag, a, b, c, d in _opcodes(old[head:end], new[head:stop]):
        if tag == "equal":
            yield from _same(old, head + a, head + b, c - a)
            continue
        for at in range(head + a, head + b):
            yield Line("-", at + 1, None, old[at])
        for at in range(head + c, head + d):
            yield Line("+", None, at + 1, new[at])
    yield from _same(old, end, len(old), stop - end)


def _opcodes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _same(old: list[str], first: int, end: int, shift: int) -> Iterator[Line]:
    for at in range(first, end):
        yield Line("", at + 1, at + 1 + shift, old[at])


def _common(old: list[str], new: list[str]) -> int:
    """How many lines they begin with that are the same."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _hunks(lines: list[Line]) -> Iterator[Hunk]:
    near = {
        at + step
        for at, line in enumerate(lines)
        if line.sign
        for step in range(-CONTEXT, CONTEXT + 1)
    }
    current: list[Line] = []
    for at, line in enumerate(lines):
        if at in near:
            current.append(line)
        elif current:
            yield Hunk(current)
            current = []
    if current:
        yield Hunk(current)


def _shown(hunks: list[Hunk]) -> tuple[list[Hunk], int]:
    """Those that may be shown, the last one cut, and how many lines that leaves out."""
    shown, room, hidden = [], MOST_SHOWN, 0
    for hunk in hunks:
        if room:
            shown.append(Hunk(hunk.lines[:room]))
        hidden += max(len(hunk.lines) - room, 0)
        room = max(room - len(hunk.lines), 0)
    return shown, hidden
