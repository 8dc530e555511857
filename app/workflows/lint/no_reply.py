"""Paths of a request that end while it waits for its reply."""

from collections.abc import Collection, Iterator

from app.workflows.check import Problem
from app.workflows.flow import Flow, FlowNode, Trigger
from app.workflows.reach import AFTER_LOOP, LOOP_BODY, last_first
from app.workflows.replies import REPLIERS
from app.workflows.triggers import ANY_ENDPOINT

RULE = "no-reply"
LEADS_NOWHERE = "What starts this workflow leads to no node, so its request gets no reply."

Targets = tuple[str, ...]


def paths_without_reply(flow: Flow, answered: Collection[str] | None) -> Iterator[Problem]:
    """Each end once, whichever endpoint leads there."""
    hopeful = _may_reply(flow)
    sure = _sure_to_reply(flow, hopeful)
    seen: set[str] = set()
    ahead = [
        (trigger.first, Problem(LEADS_NOWHERE, None, "warning", RULE, index))
        for index, trigger in _awaited(flow, answered, hopeful)
    ]
    while ahead:
        targets, end = ahead.pop()
        if not targets:
            yield end
        if not sure.isdisjoint(targets):
            continue  # one of the paths that go on from here is enough
        better = [id for id in targets if id in hopeful]
        for node in (flow.nodes[id] for id in better or targets[:1]):
            if node.id not in seen:
                seen.add(node.id)
                ahead += [(targets, _end(node, output)) for output, targets in _ways_on(node)]


def _awaited(
    flow: Flow, answered: Collection[str] | None, hopeful: set[str]
) -> Iterator[tuple[int, Trigger]]:
    """The triggers, with their places, whose request gets its reply from this flow or not at all. A
    flow that is started by every endpoint may leave the answer to others."""
    for index, trigger in enumerate(flow.triggers):
        if trigger.kind != "endpoint" or trigger.key == ANY_ENDPOINT:
            continue
        may_reply = not hopeful.isdisjoint(trigger.first)
        if may_reply if answered is None else trigger.key not in answered:
            yield index, trigger


def _may_reply(flow: Flow) -> set[str]:
    """Ids of the nodes from which a path comes to something that may reply."""
    found: set[str] = set()
    for node in last_first(flow.nodes):
        if node.kind in REPLIERS or any(not found.isdisjoint(output) for output in node.wires):
            found.add(node.id)
    return found


def _sure_to_reply(flow: Flow, hopeful: set[str]) -> set[str]:
    """Ids of the nodes from which each path replies, may hand the reply on, or halts."""
    sure: set[str] = set()
    for node in last_first(flow.nodes):
        in_body = node.kind == "LoopNode" and not hopeful.isdisjoint(node.after(LOOP_BODY))
        may_end = any(sure.isdisjoint(targets) for _, targets in _ways_on(node))
        if _settles(node) or in_body or not may_end:
            sure.add(node.id)
    return sure


def _ways_on(node: FlowNode) -> list[tuple[int, Targets]]:
    """Outputs, with what they lead to. A node without any ends its path."""
    if node.kind == "LoopNode":
        return [(AFTER_LOOP, node.after(AFTER_LOOP))]
    return [(output, node.after(output)) for output in range(node.outputs)] or [(0, ())]


def _settles(node: FlowNode) -> bool:
    halts = node.kind == "ThrowErrorNode" or node.spec is None or node.config is None
    return halts or node.kind in REPLIERS or bool(node.spec and node.spec.carries_reply)


def _end(node: FlowNode, output: int) -> Problem:
    if node.outputs > 1:
        message = f"A request that leaves through “{_name(node, output)}” gets no reply."
    else:
        message = "A request that comes this way gets no reply: its path ends here."
    return Problem(message, node.id, "warning", RULE)


def _name(node: FlowNode, output: int) -> str:
    fixed = node.spec.outputs if node.spec else ()
    return fixed[output] if output < len(fixed) else f"case {output - len(fixed) + 1}"
