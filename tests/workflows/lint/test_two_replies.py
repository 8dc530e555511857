from app.workflows.lint.two_replies import BOTH, RULE
from tests.workflows.lint.conftest import told
from tests.workflows.run_flow import make_flow, make_node


def test_a_reply_after_a_reply_is_never_sent():
    flow = make_flow(
        make_node("one", "EndpointReplyNode", {}, "log", label="First"),
        make_node("log", "DebugNode", {}, "two"),
        make_node("two", "EndpointReplyNode"),
    )
    message = "“First” has replied before this; only that reply is sent."
    assert told(flow, RULE) == [("two", message)]


def test_of_two_paths_that_both_reply_only_one_is_heard():
    flow = make_flow(
        make_node("start", "DebugNode", {}, ["one", "log"]),
        make_node("one", "EndpointReplyNode"),
        make_node("log", "DebugNode", {}, "two"),
        make_node("two", "EndpointReplyNode"),
    )
    assert told(flow, RULE) == [("start", BOTH)]


def test_replies_of_different_outputs_are_right():
    flow = make_flow(
        make_node("choice", "ConditionalNode", {"expression": "1"}, "one", "two"),
        make_node("one", "EndpointReplyNode"),
        make_node("two", "EndpointReplyNode"),
    )
    assert told(flow, RULE) == []


def test_a_path_that_may_not_come_to_its_reply_is_right():
    flow = make_flow(
        make_node("choice", "ConditionalNode", {"expression": "1"}, "", "two"),
        make_node("one", "EndpointReplyNode"),
        make_node("two", "EndpointReplyNode"),
        first=["choice", "one"],
    )
    assert told(flow, RULE) == []


def test_a_reply_to_another_request_is_right():
    flow = make_flow(
        make_node("one", "EndpointReplyNode", {"replyIdPath": "working.waiting"}, "two"),
        make_node("two", "EndpointReplyNode"),
    )
    assert told(flow, RULE) == []
