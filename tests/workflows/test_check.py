import pytest

from app.workflows.check import check_configs, check_flow
from tests.workflows.run_flow import make_flow, make_node


def messages(flow, flow_class="experience"):
    return [problem.message for problem in check_flow(flow, flow_class)]


def loop(*outputs, **meta):
    config = {"loopSourcePath": "data.x", "currentItemPath": "y"}
    return make_node("loop", "LoopNode", config, *outputs, **meta)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([make_node("a", "DebugNode", {}, "gone")], "Referenced output ID gone does not exist."),
        ([make_node("a", "DebugNode", {}, "a")], "A node cannot connect to itself."),
        ([make_node("a", "DebugNode"), make_node("a", "DebugNode")], "Node IDs must be unique."),
        (
            [make_node("a", "FileReadNode")],
            "FileReadNode is not valid for Experience workflows.",
        ),
        (
            [make_node("a", "NoSuchNode")],
            "NoSuchNode is not valid for Experience workflows.",
        ),
        (
            [loop("", "body"), make_node("body", "DebugNode")],
            "Referenced output ID body does not exist in the required group.",
        ),
        (
            [loop("body", ""), make_node("body", "DebugNode", groupId="loop")],
            "Referenced output ID body does not exist in the required group.",
        ),
        (
            [
                loop("", "body"),
                make_node("body", "DebugNode", {}, "out", groupId="loop"),
                make_node("out", "DebugNode"),
            ],
            "Referenced output ID out does not exist in the required group.",
        ),
        (
            [make_node("a", "ConditionalNode", {}, "b"), make_node("b", "DebugNode")],
            "ConditionalNode needs two lists in outputIds, for false and true.",
        ),
        (
            [
                make_node("a", "DebugNode", {}, "b"),
                make_node("b", "DebugNode", {}, "c"),
                make_node("c", "DebugNode", {}, "b"),
            ],
            "The wires lead round in a circle, from c back to b.",
        ),
    ],
)
def test_it_says_why_a_flow_cannot_be_saved(nodes, message):
    assert messages(make_flow(*nodes)) == [message]


def test_it_accepts_what_exports_hold():
    flow = make_flow(
        make_node("a~-", "ConditionalNode", {"expression": "1"}, "s", ["l", "x"], id="residue"),
        make_node("s", "SwitchNode", {"cases": [{}]}, "x", "x"),
        make_node("l", "LoopNode", {}, "x", "body"),
        make_node("body", "DebugNode", {}, "cap", groupId="l"),
        make_node("cap", "LoopCapNode", {}, groupId="l"),
        make_node("x", "SqsSendNode", {"any": {"thing": 1}}, "left"),
        make_node("left", "DebugNode", groupId="no-such-loop"),
    )
    assert messages(flow) == []
    assert messages({}) == []


def test_loops_nest():
    flow = make_flow(
        loop("", "inner"),
        make_node("inner", "LoopNode", {}, "cap", "deep", groupId="loop"),
        make_node("deep", "DebugNode", groupId="inner"),
        make_node("cap", "LoopCapNode", groupId="loop"),
    )
    assert messages(flow) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"nodes": [{"type": "DebugNode", "odd": 1}]},
            "nodes.0.odd is not a field of this resource; check its spelling or leave it out",
        ),
        ({"nodes": [{}]}, "nodes.0.type is required"),
        ({"nodes": [{"type": "DebugNode", "outputIds": [["x" * 49]]}]}, "nodes.0.outputIds.0.0 is"),
        ({"triggers": [{"type": "endpoint", "key": "x" * 1025}]}, "triggers.0.key is longer"),
        ({"triggers": [{"type": "endpoint", "meta": {"odd": 1}}]}, "triggers.0.meta.odd is not"),
        ({"globals": [{"key": "a b", "json": "1"}]}, "globals.0.key must be"),
        ({"globals": [{"key": "a", "json": "{"}]}, "globals.0.json"),
        (
            {"triggers": [{"type": "endpoint", "config": {"odd": 1}}]},
            "The config of a trigger of type endpoint has no field odd.",
        ),
        ({"triggers": [{"type": "timer"}]}, "timer is not valid for Experience workflows."),
    ],
)
def test_it_refuses_a_wrong_shape(changes, message):
    found = messages(make_flow(make_node("a", "DebugNode"), first=[]) | changes)
    assert len(found) == 1
    assert found[0].startswith(message)


def test_each_class_has_its_own_kinds():
    timer = {"triggers": [{"type": "timer", "config": {"seconds": 5}}]}
    assert messages(timer, "cloud") == []
    webhook = {"nodes": [{"type": "WebhookReplyNode"}]}
    assert messages(webhook, "cloud") == []
    assert messages(webhook) == ["WebhookReplyNode is not valid for Experience workflows."]


def test_a_custom_node_begins_once_and_comes_to_an_end():
    start = {"type": "customNodeStart", "key": "customNodeStart"}
    assert messages({"triggers": [start, start]}, "customNode") == [
        "A custom node needs exactly one customNodeStart trigger.",
        "A custom node needs a CustomNodeCapNode.",
    ]
    whole = {"triggers": [start], "nodes": [{"type": "CustomNodeCapNode", "outputIds": []}]}
    assert messages(whole, "customNode") == []


def test_wrong_configs_are_told_and_can_be_saved():
    flow = make_flow(make_node("a", "DelayNode"), make_node("b", "SqsSendNode"))
    assert messages(flow) == []
    assert [(problem.node_id, problem.message) for problem in check_configs(flow)] == [
        ("a", "delay is required"),
        ("b", "SqsSendNode is kept, but cannot run here."),
    ]
