"""What a run may come to, read off the wires of its flow."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.workflows.flow import FlowNode

AFTER_LOOP, LOOP_BODY = 0, 1

Nodes = Mapping[str, "FlowNode"]


def reachable(nodes: Nodes, first: Iterable[str]) -> "Iterator[FlowNode]":
    """Each node that comes after those, and they themselves, once."""
    seen: set[str] = set()
    ahead = list(first)
    while ahead:
        if (id := ahead.pop()) not in seen:
            seen.add(id)
            yield nodes[id]
            ahead += (id for output in nodes[id].wires for id in output)


def last_first(nodes: Nodes) -> "list[FlowNode]":
    """Each node after all that it leads to, as far as there is no circle."""
    found: dict[str, FlowNode] = {}
    seen: set[str] = set()
    ahead = [(id, False) for id in nodes]
    while ahead:
        id, is_done = ahead.pop()
        if is_done:
            found.setdefault(id, nodes[id])
        elif id not in seen:
            seen.add(id)
            ahead.append((id, True))
            ahead += ((after, False) for output in nodes[id].wires for after in output)
    return list(found.values())


def capped_loops(nodes: Nodes) -> frozenset[str]:
    """Ids of the loops of which each round surely comes to a cap, unless it halts."""
    loops = (node for node in nodes.values() if node.kind == "LoopNode")
    return frozenset(loop.id for loop in loops if _is_capped(nodes, loop))


def _is_capped(nodes: Nodes, loop: "FlowNode") -> bool:
    seen: set[str] = set()
    ahead = list(loop.after(LOOP_BODY))
    while ahead:
        if (id := ahead.pop()) not in seen:
            seen.add(id)
            outputs = _ways_on(nodes[id])
            if outputs is None or not all(outputs):
                return False
            ahead += (id for output in outputs for id in output)
    return bool(seen)


def _ways_on(node: "FlowNode") -> list[tuple[str, ...]] | None:
    """What is wired to each of its outputs; None if its path may end there without a cap."""
    if node.kind in ("LoopCapNode", "ThrowErrorNode") or node.spec is None:
        return []
    if node.kind == "LoopNode":
        return [node.after(AFTER_LOOP)]
    if node.outputs == 0 or node.kind == "CustomNodeExecuteNode":
        return None
    return [node.after(output) for output in range(node.outputs)]
