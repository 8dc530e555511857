from collections.abc import Collection
from typing import Any

from app.workflows.check import check_flow
from app.workflows.lint import lint_flow

ENDPOINT = "650000000000000000000001"
"""What starts the flows of make_flow()."""


def told(
    flow: Any, rule: str, answered: Collection[str] | None = None
) -> list[tuple[str | None, str]]:
    """Node id and message of what a rule has against a flow, which can be saved."""
    assert check_flow(flow, flow.get("flowClass", "experience")) == []
    problems = lint_flow(flow, answered=answered)
    assert {problem.level for problem in problems} <= {"warning"}
    return [(one.node_id, one.message) for one in problems if one.rule == rule]
