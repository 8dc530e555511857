"""What differs between two versions, as values. Words are for people; ids lead to the things."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from app.services.version_diff.lines import LineDiff, compare_lines

Kind = Literal["added", "removed", "changed"]
T = TypeVar("T")


class Turn(NamedTuple):
    """One property before and after. Both are blank where it is too long to show."""

    what: str
    old: str
    new: str


class Note(NamedTuple):
    """is_warning: somebody is worse off."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class EndpointChange:
    """method, route: as they are in the new version, or were in the old one."""

    kind: Kind
    id: str
    method: str
    route: str
    turns: list[Turn] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class ViewChange:
    kind: Kind
    id: str
    name: str
    view_type: str
    turns: list[Turn]
    old_body: str
    new_body: str

    @cached_property
    def lines(self) -> LineDiff:
        return compare_lines(self.old_body, self.new_body)


@dataclass(frozen=True)
class NodeChange:
    kind: Kind
    label: str
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True)
class FlowChange:
    kind: Kind
    id: str
    name: str
    turns: list[Turn]
    nodes: list[NodeChange]
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class SettingChange:
    kind: Kind
    turn: Turn


class Pair(NamedTuple):
    """What is the same thing in both versions; None where a version lacks it."""

    old: Any
    new: Any

    @property
    def kind(self) -> Kind:
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def either(self) -> Any:
        return self.old if self.new is None else self.new


def pairs(old: Iterable[T], new: Iterable[T], *same: Callable[[T], Any]) -> list[Pair]:
    """same: what tells two of them to be one, such as the id; the next where that fails. In the
    order of the new ones, and then what went."""
    left, right = list(old), list(new)
    found: dict[int, T] = {}
    for key in same:
        known = {key(one): one for one in left}
        for index, one in enumerate(right):
            if index not in found and (twin := known.pop(key(one), None)) is not None:
                found[index] = twin
                left.remove(twin)
    return [
        *(Pair(found.get(index), one) for index, one in enumerate(right)),
        *(Pair(one, None) for one in left),
    ]


def turn(what: str, old: Any, new: Any) -> list[Turn]:
    """None if nothing changed. old, new: words."""
    return [] if old == new else [Turn(what, str(old), str(new))]


def changed(what: str, old: Any, new: Any) -> list[Turn]:
    """Of what is too long to show."""
    return [] if old == new else [Turn(what, "", "")]
