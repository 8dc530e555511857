import pytest

from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import make_flow, make_node, run_flow


def in_a_loop(*body):
    """The nodes of its body, and at last its cap."""

    def around(it):
        after, first = it["outputIds"][0], body[0]["id"] if body else "cap"
        return [it | {"outputIds": [after, [first]]}, *body, cap() | {"meta": {"groupId": "it"}}]

    return around


def round_for(config, result, *body, source=("a", "b")):
    settings = {"loopSourcePath": "data.body.items", "currentItemPath": "working.row"}
    around = in_a_loop(*(node | {"meta": {"groupId": "it"}} for node in body))
    return Case(settings | config, {"items": [*source]}, Part(result), around=around)


def cap(id="cap", **config):
    return make_node(id, "LoopCapNode", {"loopNodeId": "loop", **config}, groupId="loop")


def setter(id, destination, template, *outputs, kind="string"):
    rule = {"type": "set", "destination": destination, "valueTemplate": template}
    return make_node(
        id, "MutateNode", {"rules": [rule | {"valueTemplateType": kind}]}, *outputs, groupId="loop"
    )


APPEND = setter("append", "working.all", "{{ working.all }}{{ working.row.value }}", "cap")
VALUES = {"mapResultPath": "working.out", "mapValuePath": "working.row.value"}

test_over_http = over_http(
    "LoopNode",
    round_for({}, {"all": "ab", "row": {"value": "b", "index": 1, "last": True}}, APPEND),
    round_for({"currentItemPath": "working.it"}, {"it": Part(value="b")}),
    round_for({"mapResultPath": "working.out"}, {"out": [Part(value="a"), Part(index=1)]}),
    round_for(VALUES, {"out": ["a", "b"]}),
    Case(
        {"loopSourcePath": "data.body.items", "currentItemPath": "working.row", "parallel": True}
        | VALUES,
        {"items": [1, 2, 3]},
        {"out": [1, 2, 3]},  # and what the rounds changed is dropped
        around=in_a_loop(),
    ),
)


def run_loop(config, *body, data=None, first=None, **options):
    """The nodes are its body; what they lack is the cap, called `cap`."""
    settings = {"loopSourcePath": "data.items", "currentItemPath": "working.row"} | config
    return run_flow(
        make_flow(
            make_node("loop", "LoopNode", settings, "after", first or body[0]["id"]),
            make_node("after", "DebugNode"),
            *body,
        ),
        data,
        **options,
    )


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        (["a"], [{"value": "a", "index": 0, "first": True, "last": True}]),
        (
            {"x": 1, "y": 2},
            [
                {"value": 1, "index": 0, "key": "x", "first": True},
                {"value": 2, "index": 1, "key": "y", "last": True},
            ],
        ),
        (
            "ab",
            [{"value": "a", "index": 0, "first": True}, {"value": "b", "index": 1, "last": True}],
        ),
        (-1.5, [{"value": 0, "index": 0, "first": True, "last": True}]),
        (None, []),
        (True, []),
    ],
)
def test_it_loops_over_lists_objects_texts_and_numbers(source, rows):
    ran = run_loop({"mapResultPath": "working.rows"}, cap(), data={"items": source})
    assert ran.payload["working"]["rows"] == rows


def test_a_round_without_a_cap_changes_nothing():
    ran = run_loop(
        {"mapResultPath": "found"}, setter("set", "working.x", "1"), data={"items": [1, 2]}
    )
    assert "working" not in ran.payload
    assert len(ran.payload["found"]) == 2


def test_a_break_ends_the_loop_with_the_payload_it_came_to():
    ran = run_loop({}, cap(shouldBreak=True), data={"items": [1, 2, 3]})
    assert ran.payload["working"]["row"]["index"] == 0
    assert ran.order == ["loop", "cap", "after"]


def test_the_first_cap_of_a_round_decides():
    flow = run_loop(
        {"mapResultPath": "working.out"},
        make_node("late", "DelayNode", {"delay": 1}, "cap", groupId="loop"),
        setter("early", "working.row", "early", "second"),
        cap(),
        cap("second"),
        first=["late", "early"],
        data={"items": [1]},
    )
    assert flow.payload["working"]["out"] == ["early"]
    assert flow.order == ["loop", "late", "early", "second", "cap", "after"]


def test_without_a_body_it_goes_on_at_once():
    flow = make_flow(
        make_node(
            "loop", "LoopNode", {"loopSourcePath": "data.n", "currentItemPath": "x"}, "after"
        ),
        make_node("after", "DebugNode"),
    )
    assert run_flow(flow, {"n": 3}).order == ["loop", "after"]


def test_parallel_rounds_wait_side_by_side_and_change_nothing():
    config = {"parallel": True, "mapResultPath": "working.out", "mapValuePath": "working.row.value"}
    wait = make_node("wait", "DelayNode", {"delay": "1"}, "cap", groupId="loop")
    ran = run_loop(config, wait, cap(), data={"items": list(range(12))})
    assert ran.ports.clock.monotonic() == 3  # five, five and two
    assert ran.payload["working"] == {"out": list(range(12))}


def test_an_error_in_a_parallel_round_counts_when_all_are_over():
    odd = make_node("odd", "ConditionalNode", {"expression": "{{ data.never }}"}, "wait", "throw")
    wait = make_node("wait", "DelayNode", {"delay": "{{ working.row.value }}"}, "cap")
    ran = run_loop({"parallel": True}, odd, wait, cap(), data={"items": [99, 2]})
    assert ran.error == ("ValidationError", "Seconds must be from 0 to 59, not 99")
    assert ran.ports.clock.monotonic() == 2
    assert ran.order[-1] == "cap"


def test_an_error_in_a_round_halts_the_run():
    throw = make_node("throw", "ThrowErrorNode", {"messageTemplate": "no {{ working.row.value }}"})
    ran = run_loop({}, throw, data={"items": ["a", "b"]})
    assert ran.error == ("Error", "no a")
    assert ran.witness.errors == [("throw", "Error")]
    assert ran.order == ["loop", "throw"]


def test_loops_nest():
    inner = make_node(
        "inner",
        "LoopNode",
        {
            "loopSourcePath": "working.row.value",
            "currentItemPath": "working.cell",
            "mapResultPath": "working.cells",
            "mapValuePath": "working.cell.value",
        },
        "cap",
        "inner cap",
        groupId="loop",
    )
    ran = run_loop(
        {"mapResultPath": "working.all", "mapValuePath": "working.cells"},
        inner,
        make_node("inner cap", "LoopCapNode", {}, groupId="inner"),
        cap(),
        data={"items": ["ab", "c"]},
    )
    assert ran.payload["working"]["all"] == [["a", "b"], ["c"]]


def test_it_refuses_to_go_round_for_ever():
    ran = run_loop({}, cap(), data={"items": 1e9})
    assert ran.error == ("Error", "A loop has 262,144 rounds at most, not 1,000,000,000")
