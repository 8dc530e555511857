from collections.abc import Iterator

from app.workflows.check import Problem
from app.workflows.flow import Flow
from app.workflows.reach import reachable

RULE = "unreachable"
NOTE = "AnnotationNode"


def unreachable_nodes(flow: Flow) -> Iterator[Problem]:
    """Told of the first of those that hang together."""
    first = [id for trigger in flow.triggers for id in trigger.first]
    reached = {node.id for node in reachable(flow.nodes, first)}
    lost = [n for n in flow.nodes.values() if n.id not in reached and n.kind != NOTE]
    led_to = {id for node in lost for output in node.wires for id in output}
    for node in lost:
        if node.id not in led_to:
            after = sum(1 for _ in reachable(flow.nodes, [node.id])) - 1
            more = f", nor to the {after} after it" if after else ""
            message = f"Nothing leads to this node{more}, so it never runs."
            yield Problem(message, node.id, "warning", RULE)
