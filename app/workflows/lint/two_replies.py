"""Replies that come too late, since the same path has replied already."""

from collections.abc import Iterator

from app.workflows.check import Problem
from app.workflows.flow import Flow, FlowNode
from app.workflows.reach import last_first, reachable

RULE = "two-replies"
REPLY = "EndpointReplyNode"
BOTH = "Two of the paths from here reply; only the first reply is sent."


def second_replies(flow: Flow) -> Iterator[Problem]:
    yield from _after_another(flow)
    yield from _side_by_side(flow)


def _after_another(flow: Flow) -> Iterator[Problem]:
    told: set[str] = set()
    for first in flow.nodes.values():
        if _replies(first):
            for later in reachable(flow.nodes, (id for output in first.wires for id in output)):
                if _replies(later) and later.id not in told:
                    told.add(later.id)
                    message = f"“{first.label}” has replied before this; only that reply is sent."
                    yield Problem(message, later.id, "warning", RULE)


def _side_by_side(flow: Flow) -> Iterator[Problem]:
    sure = _sure_to_reply(flow)
    for trigger in flow.triggers:
        if len(sure.intersection(trigger.first)) > 1:
            yield Problem(BOTH, trigger.first[0], "warning", RULE)
    for node in flow.nodes.values():
        if any(len(sure.intersection(targets)) > 1 for targets in node.wires):
            yield Problem(BOTH, node.id, "warning", RULE)


def _sure_to_reply(flow: Flow) -> set[str]:
    """Ids of the nodes from which each path comes to a reply."""
    sure: set[str] = set()
    for node in last_first(flow.nodes):
        ways = [node.after(output) for output in range(node.outputs)]
        goes_on = bool(ways) and node.kind != "LoopNode"
        if _replies(node) or (goes_on and not any(sure.isdisjoint(way) for way in ways)):
            sure.add(node.id)
    return sure


def _replies(node: FlowNode) -> bool:
    """To the request that began the run; one with a path of its own may answer another."""
    own_path = getattr(node.config, "reply_id_path", "").strip()
    return node.kind == REPLY and node.config is not None and own_path in ("", "data.replyId")
