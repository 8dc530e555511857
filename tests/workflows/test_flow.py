import json
from copy import deepcopy

import pytest

from app.workflows.flow import compile_flow
from tests.workflows.run_flow import FLOW_ID, make_flow, make_node


def test_compiling_leaves_the_json_as_it_is():
    stored = make_flow(
        make_node("a~-_", "DelayNode", {"delay": 1, "unknown": {"x": [1]}}, "b", id="residue"),
        make_node("b", "SqsSendNode", {"queue": "q"}),
        shortDescription="kept",
    )
    before = deepcopy(stored)
    compile_flow(stored)
    assert json.dumps(stored) == json.dumps(before)


def test_a_compiled_flow_knows_its_nodes():
    flow = compile_flow(
        make_flow(
            make_node("a", "ConditionalNode", {}, "b", "gone"),
            make_node("b", "LoopCapNode", {}, groupId="l", label="Next"),
            make_node("c", "NoSuchNode"),
            make_node("d", "DelayNode", {}),
        ),
        version="v1",
        globals={"k": 1},
    )
    assert (flow.id, flow.version, flow.globals) == (FLOW_ID, "v1", {"k": 1})
    a, b, c, d = flow.nodes.values()
    assert a.wires == (("b",), ())
    assert (a.after(0), a.after(1), a.after(2)) == (("b",), (), ())
    assert (b.loop, b.label, a.label, c.label) == ("l", "Next", "Conditional", "NoSuchNode")
    assert c.spec is None
    assert d.problem == "delay is required"


@pytest.mark.parametrize("stored", [{}, {"nodes": None, "triggers": None}])
def test_an_empty_flow_is_fine(stored):
    assert compile_flow(stored).triggers == ()


def test_sparse_nodes_and_triggers_are_fine():
    stored = {"nodes": [{"type": "DebugNode", "id": "a"}], "triggers": [{"type": "virtualButton"}]}
    flow = compile_flow(stored)
    assert flow.triggers[0].first == ()
    assert flow.nodes["a"].wires == ()


def test_it_knows_which_triggers_start_something_that_waits():
    stored = make_flow(
        make_node("a", "DebugNode", {}, "b"),
        make_node("b", "DebugNode", {}, "a"),
        make_node("c", "DebugNode", {}, "wait"),
        make_node("wait", "DelayNode", {"delay": 1}),
    )
    stored["triggers"].append({"type": "virtualButton", "key": "x", "outputIds": [["c"]]})
    flow = compile_flow(stored)
    assert [flow.waits(trigger) for trigger in flow.triggers] == [False, True]


CAP = make_node("cap", "LoopCapNode", groupId="l")


@pytest.mark.parametrize(
    ("body", "capped"),
    [
        ([CAP], True),
        ([make_node("a", "DebugNode", {}, "cap"), CAP], True),
        ([make_node("a", "ConditionalNode", {}, "cap", "cap"), CAP], True),
        ([make_node("a", "ConditionalNode", {}, "", "cap"), CAP], False),
        (
            [
                make_node("a", "ConditionalNode", {}, "t", "cap"),
                make_node("t", "ThrowErrorNode"),
                CAP,
            ],
            True,
        ),
        ([make_node("a", "SwitchNode", {"cases": [{}]}, "cap"), CAP], False),
        ([make_node("a", "DebugNode", {}, ["cap", "b"]), make_node("b", "DebugNode"), CAP], False),
        ([make_node("a", "CustomNodeExecuteNode", {}, "cap"), CAP], False),
        ([make_node("a", "LoopNode", {}, "cap", "b"), make_node("b", "DebugNode"), CAP], True),
        ([make_node("a", "DebugNode")], False),
    ],
)
def test_it_knows_whether_a_round_of_a_loop_surely_comes_to_a_cap(body, capped):
    loop = make_node("l", "LoopNode", {}, "", body[0]["id"])
    assert ("l" in compile_flow(make_flow(loop, *body)).capped_loops) == capped
