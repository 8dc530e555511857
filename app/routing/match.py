"""The search: routes of one method as a tree, walked with the parts of a path.

Every level of the tree stands for one segment, so a walk meets each node at most once: however
the routes are laid out, going back never repeats work. Order: literal, mixed, `{p}`, `{p*}`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from app.routing.order import Rank, rank
from app.routing.segments import Literal, Mixed, Param, Route, Segment, Wildcard

T = TypeVar("T")


class Leaf(Generic[T]):
    """Where a route ends, and which parts of a path its parameters take."""

    __slots__ = ("mixed", "route", "slices", "value")

    def __init__(self, route: Route, spelling: Sequence[Segment], value: T) -> None:
        self.route = route
        self.value = value
        self.mixed = [(at, s) for at, s in enumerate(spelling) if isinstance(s, Mixed)]
        self.slices: list[tuple[str, int, int | None]] = []
        for at, segment in enumerate(spelling):
            match segment:
                case Wildcard(name):
                    self.slices.append((name, at, None))
                case Param(name) if self.slices and self.slices[-1][0] == name:
                    self.slices[-1] = (name, self.slices[-1][1], at + 1)
                case Param(name):
                    self.slices.append((name, at, at + 1))

    def params(self, parts: list[str]) -> dict[str, str]:
        found = {
            name: "/".join(parts[start:stop])
            for name, start, stop in self.slices
            if start < len(parts)
        }
        for at, mixed in self.mixed:
            found.update(mixed.read(parts[at]) or {})
        return found


class Node(Generic[T]):
    """takes_empty: the route that ends here ends in `{p?}`, so its last part may be empty."""

    __slots__ = ("leaf", "literals", "mixed", "param", "rest", "takes_empty")

    def __init__(self) -> None:
        self.literals: dict[str, Node[T]] = {}
        self.mixed: list[tuple[Rank, Mixed, Node[T]]] = []
        self.param: Node[T] | None = None
        self.rest: Node[T] | None = None
        self.leaf: Leaf[T] | None = None
        self.takes_empty = False

    def child(self, segment: Segment) -> "Node[T]":
        match segment:
            case Literal():
                return self.literals.setdefault(segment.value, Node())
            case Mixed():
                return self._mixed_child(segment)
            case Param():
                self.param = self.param or Node()
                self.param.takes_empty |= segment.optional
                return self.param
            case Wildcard():
                self.rest = self.rest or Node()
                return self.rest

    def _mixed_child(self, mixed: Mixed) -> "Node[T]":
        place = rank(mixed)
        at = bisect_left(self.mixed, place, key=itemgetter(0))
        if at == len(self.mixed) or self.mixed[at][0] != place:
            self.mixed.insert(at, (place, mixed, Node()))
        return self.mixed[at][2]


class Tree(Generic[T]):
    """The routes of one method. Two that conflict would overwrite each other: check before."""

    __slots__ = ("root", "whole")

    def __init__(self) -> None:
        self.root: Node[T] = Node()
        self.whole: dict[str, Leaf[T]] = {}
        """Routes without parameters, by the text of a path that needs no decoding."""

    def add(self, route: Route, value: T) -> None:
        for spelling in route.spellings():
            leaf = Leaf(route, spelling, value)
            node = self.root
            for segment in spelling:
                node = node.child(segment)
            node.leaf = leaf
            if all(isinstance(segment, Literal) for segment in spelling):
                self.whole["/" + "/".join(map(str, spelling))] = leaf

    def find(self, parts: list[str]) -> tuple[Leaf[T], list[str]] | None:
        """The leaf and the parts it fits: without the final slash, if only that way one fits."""
        leaf = _walk(self.root, parts)
        if leaf is None and not parts[-1]:
            parts = parts[:-1]
            leaf = _walk(self.root, parts)
        return None if leaf is None else (leaf, parts)


def fits(route: Route, parts: list[str]) -> bool:
    """Would a router with this one route match?"""
    tree: Tree[None] = Tree()
    tree.add(route, None)
    return tree.find(parts) is not None


def _walk(root: Node[T], parts: list[str]) -> Leaf[T] | None:
    end = len(parts)
    trail = [iter([(root, 0)])]
    while trail:
        node, at = next(trail[-1], (None, 0))
        if node is None:
            trail.pop()
        elif at < end:
            trail.append(_next_nodes(node, parts, at))
        elif node.leaf:
            return node.leaf
        elif node.rest:
            return node.rest.leaf
    return None


def _next_nodes(node: Node[T], parts: list[str], at: int) -> Iterator[tuple[Node[T], int]]:
    """In order of precedence, and only as far as asked for."""
    part, end = parts[at], len(parts)
    at += 1
    if literal := node.literals.get(part):
        yield literal, at
    for _, mixed, child in node.mixed:
        if mixed.read(part):
            yield child, at
    if node.param and (part or (at == end and node.param.takes_empty)):
        yield node.param, at
    if node.rest:
        yield node.rest, end
