from typing import Any

import pytest

from app.workflows.lint.no_reply import LEADS_NOWHERE, RULE
from tests.workflows.lint.conftest import ENDPOINT, told
from tests.workflows.run_flow import make_flow, make_node

REPLY = make_node("reply", "EndpointReplyNode", {})
ENDS_HERE = "A request that comes this way gets no reply: its path ends here."


def choice(*outputs: str | list[str]) -> Any:
    return make_node("choice", "ConditionalNode", {"expression": "1"}, *outputs)


def test_an_output_that_leads_nowhere_leaves_a_request_without_reply():
    flow = make_flow(choice("", "reply"), REPLY)
    message = "A request that leaves through “false” gets no reply."
    assert told(flow, RULE) == [("choice", message)]


def test_a_path_that_ends_leaves_a_request_without_reply():
    flow = make_flow(choice("debug", "reply"), REPLY, make_node("debug", "DebugNode"))
    assert told(flow, RULE) == [("debug", ENDS_HERE)]


def test_the_cases_of_a_switch_are_named_by_their_number():
    config = {"cases": [{"expression": "1"}, {"expression": "2"}]}
    flow = make_flow(make_node("switch", "SwitchNode", config, "reply", "reply", ""), REPLY)
    message = "A request that leaves through “case 2” gets no reply."
    assert told(flow, RULE) == [("switch", message)]


def test_one_of_the_paths_side_by_side_is_enough():
    flow = make_flow(REPLY, make_node("log", "DebugNode"), first=["reply", "log"])
    assert told(flow, RULE) == []


@pytest.mark.parametrize(
    "kind", ["ThrowErrorNode", "SqsSendNode", "StoreValueNode", "CustomNodeExecuteNode"]
)
def test_a_path_that_halts_or_may_carry_the_reply_away_is_right(kind):
    config = {"keyName": "k", "value": "1", "customNodeId": "x"}
    flow = make_flow(choice("other", "reply"), REPLY, make_node("other", kind, config))
    assert told(flow, RULE) == []


def test_a_loop_whose_body_replies_may_have_replied():
    flow = make_flow(
        make_node("loop", "LoopNode", {"loopSourcePath": "data.x"}, "", "inner"),
        make_node("inner", "EndpointReplyNode", groupId="loop"),
    )
    assert told(flow, RULE) == []


def test_a_flow_that_never_replies_is_wrong_only_where_nothing_else_does():
    flow = make_flow(make_node("log", "DebugNode"))
    assert told(flow, RULE, answered={ENDPOINT}) == []
    assert told(flow, RULE, answered=set()) == [("log", ENDS_HERE)]
    assert told(flow, RULE, answered=None) == []


def test_an_endpoint_that_something_else_answers_needs_no_reply():
    assert told(make_flow(choice("", "reply"), REPLY), RULE, answered={ENDPOINT}) == []


def test_a_trigger_that_leads_nowhere_gives_no_reply():
    assert told(make_flow(REPLY, first=[]), RULE, answered=set()) == [(None, LEADS_NOWHERE)]


@pytest.mark.parametrize(
    "trigger", [{"type": "flowError", "key": "x"}, {"type": "endpoint", "key": "0" * 24}]
)
def test_handlers_of_errors_and_what_every_endpoint_starts_may_leave_the_reply_to_others(trigger):
    flow = make_flow(choice("", "reply"), REPLY, triggers=[trigger | {"outputIds": [["choice"]]}])
    assert told(flow, RULE, answered=set()) == []


def test_a_long_way_is_looked_along_without_end():
    nodes = [make_node(f"n{n}", "DebugNode", {}, f"n{n + 1}") for n in range(2000)]
    flow = make_flow(*nodes, make_node("n2000", "DebugNode"))
    assert told(flow, RULE, answered=set()) == [("n2000", ENDS_HERE)]


def test_ways_that_part_and_meet_again_are_looked_along_once():
    pairs = [
        node
        for n in range(200)
        for node in (
            make_node(f"n{n}", "ConditionalNode", {"expression": "1"}, f"a{n}", f"b{n}"),
            make_node(f"a{n}", "DebugNode", {}, f"n{n + 1}"),
            make_node(f"b{n}", "DebugNode", {}, f"n{n + 1}"),
        )
    ]
    flow = make_flow(*pairs, make_node("n200", "DebugNode"))
    assert told(flow, RULE, answered=set()) == [("n200", ENDS_HERE)]
