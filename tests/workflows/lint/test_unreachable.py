from app.workflows.lint.unreachable import RULE
from tests.workflows.lint.conftest import told
from tests.workflows.run_flow import make_flow, make_node


def test_a_node_that_nothing_leads_to_is_told_once_with_those_after_it():
    flow = make_flow(
        make_node("start", "DebugNode"),
        make_node("lost", "DebugNode", {}, "after"),
        make_node("after", "DebugNode"),
    )
    assert told(flow, RULE) == [
        ("lost", "Nothing leads to this node, nor to the 1 after it, so it never runs.")
    ]


def test_the_body_of_a_loop_is_reached_through_the_loop():
    flow = make_flow(
        make_node("loop", "LoopNode", {"loopSourcePath": "data.x"}, "", "body"),
        make_node("body", "DebugNode", groupId="loop"),
    )
    assert told(flow, RULE) == []


def test_notes_need_not_be_reached():
    assert (
        told(make_flow(make_node("start", "DebugNode"), make_node("n", "AnnotationNode")), RULE)
        == []
    )


def test_without_a_trigger_nothing_is_reached():
    flow = make_flow(make_node("a", "DebugNode"), triggers=[])
    assert told(flow, RULE) == [("a", "Nothing leads to this node, so it never runs.")]
