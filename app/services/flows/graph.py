"""What every flow and version goes through before it is stored."""

from collections.abc import Mapping
from typing import Any

from app.errors import ValidationError
from app.workflows.check import check_configs, check_flow
from app.workflows.complete import complete_flow

GRAPH = ("triggers", "nodes", "globals")
DEEPEST = 100
TOLD = 3
"""Problems named in one message."""

Json = dict[str, Any]


def checked_graph(
    given: Mapping[str, Any],
    flow_class: str,
    flow_id: str,
    application_id: str,
    strict: bool = False,
) -> Json:
    """Triggers, nodes and globals, with the ids and keys that were left out.

    strict: refuse also what would halt a run. Raises ValidationError.
    """
    graph = {name: given[name] for name in GRAPH}
    if is_too_deep(graph):
        raise ValidationError(f"A workflow cannot be nested more than {DEEPEST} deep.")
    problems = check_flow(graph, flow_class) or (check_configs(graph) if strict else [])
    if problems:
        messages = dict.fromkeys(problem.message for problem in problems)
        raise ValidationError(" ".join(list(messages)[:TOLD]))
    return complete_flow(graph, flow_id, application_id)


def is_too_deep(value: Any) -> bool:
    ahead = [(value, 0)]
    while ahead:
        item, depth = ahead.pop()
        if isinstance(item, (dict, list)):
            if depth == DEEPEST:
                return True
            inner = item.values() if isinstance(item, dict) else item
            ahead += [(one, depth + 1) for one in inner]
    return False
