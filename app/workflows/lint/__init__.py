"""What a flow can be saved with and its author hardly means. One file a rule.

Each rule keeps silent where it is not certain: an alarm that is false is worse than none.
"""

from collections.abc import Collection, Mapping
from typing import Any

from app.workflows.check import Problem
from app.workflows.flow import compile_flow
from app.workflows.lint.no_reply import paths_without_reply
from app.workflows.lint.two_replies import second_replies
from app.workflows.lint.unreachable import unreachable_nodes
from app.workflows.lint.unwritten import unwritten_reads


def lint_flow(
    flow: Mapping[str, Any], *, answered: Collection[str] | None = None, language: str = "jinja"
) -> list[Problem]:
    """Warnings. flow: as it is stored, and such as check_flow() has nothing against.

    answered: ids of the endpoints that something else answers, a static reply or another flow;
    None if that is not known, so that a flow which never replies may be right.
    """
    compiled = compile_flow(flow, language=language)
    return [
        *unreachable_nodes(compiled),
        *paths_without_reply(compiled, answered),
        *second_replies(compiled),
        *unwritten_reads(compiled),
    ]
