"""Where a path stands, and the group it is in."""

from dataclasses import dataclass
from typing import Any

from app.workflows.flow import Flow
from app.workflows.node import Out
from app.workflows.values import Payload, copy_payload


@dataclass(frozen=True, slots=True)
class Cap:
    """How a group ended. value: what it gives back, UNDEFINED for nothing; stops: a loop's break;
    output: of the custom node's call."""

    payload: Payload
    value: Any
    stops: bool = False
    output: int = 0


class Group:
    """A run's root, one round of a loop, or one call of a custom node. Its first cap decides.

    value_path: what a loop's cap gives back unless it has a path of its own; calls: ids of the
    custom nodes that it is in.
    """

    __slots__ = ("calls", "cap", "flow", "value_path")

    def __init__(self, flow: Flow, value_path: str = "", calls: tuple[str, ...] = ()) -> None:
        self.flow = flow
        self.value_path = value_path
        self.calls = calls
        self.cap: Cap | None = None

    def round(self, value_path: str) -> "Group":
        return Group(self.flow, value_path, self.calls)

    def call(self, custom: Flow) -> "Group":
        return Group(custom, calls=(*self.calls, custom.id))

    def close(self, cap: Cap) -> None:
        if self.cap is None:
            self.cap = cap


@dataclass(slots=True)
class Path:
    """passed: ids of the nodes it came through; after: the number of the step that led here, 0 at
    the start of a run. Changes as it goes on."""

    group: Group
    node_id: str
    payload: Payload
    passed: list[str]
    after: int = 0


def fan_out(
    group: Group,
    node_ids: tuple[str, ...],
    payload: Payload,
    passed: list[str],
    after: int = 0,
) -> list[Path]:
    """A path to each; the first takes the payload itself, the others a deep copy."""
    paths = [Path(group, id, copy_payload(payload), passed.copy(), after) for id in node_ids[1:]]
    return [Path(group, id, payload, passed, after) for id in node_ids[:1]] + paths


def onward(path: Path, node_id: str, out: Out, step: int) -> list[Path]:
    """The paths out of that node, none if nothing is wired to its output. step: its number."""
    path.passed.append(node_id)
    node_ids = path.group.flow.nodes[node_id].after(out.output)
    return fan_out(path.group, node_ids, out.payload, path.passed, step)
