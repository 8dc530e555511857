"""What flows that were exported elsewhere hold, and a table of fields does not tell."""

from typing import Any

import pytest

from tests.workflows.over_http import Bench, Case
from tests.workflows.run_flow import make_node

Json = dict[str, Any]

BODY = {"rows": [{"n": "a"}, {"n": "b"}], "kind": "new"}
SET = {"type": "set", "destination": "working.it"}


def set_to(template: str, it: Any) -> Case:
    return Case({"rules": [SET | {"valueTemplate": template}]}, BODY, {"it": it})


def odd_ids(it: Json) -> list[Json]:
    """meta.id is a left-over of the editor: another node's here."""
    first = make_node("-x~_1", "AnnotationNode", {}, id="it")
    between = make_node("b-~", "DebugNode", {"message": "no level"}, "it", id="-x~_1")
    return [between, it | {"meta": {"id": "b-~"}}, first]


def from_two_sides(it: Json) -> list[Json]:
    """A tail that two branches share runs once for each path that comes to it."""
    branch = make_node("if", "ConditionalNode", {"expression": "{{ data.body.rows }}"}, "it", "yes")
    mark = {"rules": [SET | {"valueTemplate": "yes"}]}
    return [branch, make_node("yes", "MutateNode", mark, "it"), it]


def old_debug(it: Json) -> list[Json]:
    """The category that older exports give it, and an output that leads nowhere."""
    old = make_node("debug", "DebugNode", {"property": "", "message": ""}, category="output")
    both = make_node("both", "AnnotationNode")
    start = make_node("start", "MutateNode", {"rules": []}, ["debug", "both", "it"])
    return [start, old, both, it]


CASES = {
    "ids hold dashes and tildes, meta.id is another's, a debug node has no level": (
        "MutateNode",
        Case({"rules": []}, BODY, around=odd_ids),
    ),
    "a node is reached from two sides": (
        "MutateNode",
        Case({"rules": []}, BODY, {"it": "yes"}, around=from_two_sides),
    ),
    "a debug node beside the path has no outputs": (
        "MutateNode",
        Case({"rules": []}, BODY, around=old_debug),
    ),
    "replyIdPath is blank": (
        "EndpointReplyNode",
        Case(
            {"replyIdPath": "", "bodyTemplate": "x"},
            output=None,
            seen="x",
            look=lambda world: world.answer.text,
        ),
    ),
    "a list has a length by a filter": (
        "ConditionalNode",
        Case({"expression": "{{ data.body.rows | length }} === 2"}, BODY, output=1),
    ),
    "a list has a length by a function": (
        "ConditionalNode",
        Case({"expression": "length({{ data.body.rows }}) > 1"}, BODY, output=1),
    ),
    "a list has a length by its path": (
        "ConditionalNode",
        Case({"expression": "{{ data.body.rows.length }} === 2"}, BODY, output=1),
    ),
    "what is not there is undefined": (
        "ConditionalNode",
        Case({"expression": "{{ path.to.nothing }} === undefined"}, BODY, output=1),
    ),
    "a name that nothing has prints nothing": ("MutateNode", set_to("[{{path}}{{a.b}}]", "[]")),
    "one else follows on another": (
        "MutateNode",
        set_to(
            "{% if data.body.kind == 'old' %}1"
            "{% elif data.body.kind == 'new' %}2{% else %}3{% endif %}",
            "2",
        ),
    ),
    "a loop reaches what is around it": (
        "MutateNode",
        set_to(
            "{% for row in data.body.rows %}{{ row.n }}{{ data.body.kind }} {% endfor %}",
            "anew bnew ",
        ),
    ),
    "a status is told by a block": (
        "EndpointReplyNode",
        Case(
            {"responseCodeTemplate": "{% if data.body.rows %}\n 409\n{% else %}200{% endif %}"},
            BODY,
            output=None,
            seen=409,
            look=lambda world: world.answer.status,
        ),
    ),
}


@pytest.mark.parametrize(("kind", "case"), CASES.values(), ids=CASES)
def test_it_runs_as_it_did_there(kind: str, case: Case, bench: Bench) -> None:
    came, expected = bench.send(kind, case, case.config)
    assert came == expected
