"""Paths: fan-out, fan-in, order, and what stops them."""

import logging
from dataclasses import replace

import pytest

from app.workflows.node import Out
from app.workflows.registry import node_specs
from tests.workflows.fakes import FakeClock
from tests.workflows.run_flow import make_flow, make_node, run_flow, run_node


def step(id, *outputs):
    """Adds its id to `way`, which thus shows the path that the payload took."""
    rule = {"type": "set", "destination": "way", "valueTemplate": "{{ way }}" + id}
    return make_node(id, "MutateNode", {"rules": [rule]}, *outputs)


def wait(id, seconds, *outputs):
    return make_node(id, "DelayNode", {"delay": seconds}, *outputs)


def ways(ran, id):
    return [payload["way"] for payload in ran.witness.payloads[id]]


def test_a_path_goes_from_node_to_node():
    ran = run_flow(make_flow(step("a", "b"), step("b", "c"), step("c")))
    assert ways(ran, "c") == ["abc"]
    assert ran.run.paths_completed == 1
    assert ran.run.ended


def test_each_wire_has_a_payload_of_its_own():
    ran = run_flow(
        make_flow(step("a", ["b", "c", "d"]), step("b", "e"), step("c"), step("d"), step("e"))
    )
    assert [ways(ran, id) for id in "bcde"] == [["ab"], ["ac"], ["ad"], ["abe"]]
    assert ran.order == ["a", "b", "e", "c", "d"]
    assert ran.run.paths_completed == 3


def test_several_wires_into_a_node_are_no_join():
    ran = run_flow(make_flow(step("a", ["b", "c"]), step("b", "d"), step("c", "d"), step("d")))
    assert ways(ran, "d") == ["abd", "acd"]


def test_a_waiting_path_holds_up_no_sibling():
    flow = make_flow(
        step("a", ["w", "b"]), wait("w", 5, "late"), step("b", "c"), step("c"), step("late")
    )
    assert run_flow(flow).order == ["a", "w", "b", "c", "late"]


def test_waits_of_one_path_add_up_and_those_of_siblings_do_not():
    flow = make_flow(wait("w", 1, ["x", "y"]), wait("x", 2), wait("y", 3, "z"), wait("z", 4))
    ran = run_flow(flow)
    assert ran.ports.clock.monotonic() == 8
    assert ran.run.ended


def test_nothing_waits_so_nobody_else_is_asked():
    ran = run_flow(make_flow(step("a", ["b", "c"]), step("b"), step("c")))
    assert ran.run.host.adopted == 0
    assert run_flow(make_flow(wait("w", 1, "b"), wait("b", 1))).run.host.adopted == 1


def test_a_trigger_without_wires_runs_nothing():
    ran = run_flow(make_flow(step("a"), first=[]))
    assert ran.witness.events == ["run starts", "run ends"]


def test_wires_to_nowhere_are_passed_over():
    assert run_flow(make_flow(step("a", ["gone", "b"]), step("b"))).order == ["a", "b"]


def test_a_halting_error_stops_every_path():
    flow = make_flow(
        wait("w", 1, "never"),
        step("never"),
        wait("v", 0.5, "throw"),
        make_node("throw", "ThrowErrorNode", {"messageTemplate": "enough {{ data.n }}"}),
        first=["w", "v"],
    )
    ran = run_flow(flow, {"n": 1})
    assert ran.error == ("Error", "enough 1")
    assert ran.ports.clock.monotonic() == 0.5
    assert "never" not in ran.order
    assert ran.witness.events[-1] == "run ends"
    assert (ran.run.paths_completed, ran.run.paths_failed) == (0, 1)


def test_the_error_tells_where_and_with_what_payload():
    throw = make_node("t", "ThrowErrorNode", {"messageTemplate": "x"}, label="Too bad")
    failed = run_flow(make_flow(step("a", "t"), throw)).run.error
    assert (failed.node_id, failed.node_kind, failed.node_label) == (
        "t",
        "ThrowErrorNode",
        "Too bad",
    )
    assert failed.payload["way"] == "a"


def test_two_errors_at_the_same_time_are_one():
    flow = make_flow(
        wait("v", 1, "t"),
        wait("w", 1, "t"),
        make_node("t", "ThrowErrorNode", {"messageTemplate": "{{ way }}"}),
        first=["v", "w"],
    )
    assert run_flow(flow).error is not None


def test_a_run_has_a_time_limit():
    flow = make_flow(wait("a", 50, "b"), wait("b", 9, "c"), wait("c", 9, "d"), step("d"))
    ran = run_flow(flow)
    assert ran.error == ("Timeout", "The run took longer than 60 seconds")
    assert ran.run.error.node_id == "c"
    assert ran.ports.clock.monotonic() == 60


def test_a_run_has_a_step_limit():
    ran = run_flow(make_flow(step("a", "b"), step("b", "a")), limits={"steps": 10})
    assert ran.error == ("TooManySteps", "The run took more than 10 steps")
    assert len(ran.order) == 11


def test_a_wide_circle_ends_too():
    ran = run_flow(make_flow(step("a", ["b", "b"]), step("b", ["a"])), limits={"steps": 5000})
    assert ran.error[0] == "TooManySteps"


@pytest.mark.parametrize("kind", ["SqsSendNode", "MongoNode"])
def test_a_kind_that_cannot_run_here_halts_when_it_is_reached(kind):
    ran = run_flow(make_flow(step("a", "x"), make_node("x", kind, {"any": "thing"})))
    assert ran.order == ["a", "x"]
    assert ran.error == ("NotSupported", f"{kind} cannot run here")


def test_a_wrong_config_halts_when_it_is_reached():
    ran = run_flow(make_flow(step("a", "x"), make_node("x", "DelayNode", {})))
    assert ran.error == ("ValidationError", "delay is required")


def test_templates_and_paths_that_fail_are_the_authors():
    assert run_node("DebugNode", {"message": "{{ 1 / "}).error[0] == "InvalidTemplate"
    assert run_node("DebugNode", {"property": "a..b"}).error[0] == "InvalidPath"
    assert run_node("ConditionalNode", {"expression": "1 +"}).error[0] == "InvalidExpression"


@pytest.fixture
def node_that(monkeypatch):
    """The debug node does something else."""

    def does(function, **changes):
        specs = dict(node_specs())
        specs["DebugNode"] = replace(specs["DebugNode"], function=function, **changes)
        monkeypatch.setattr("app.workflows.flow.node_specs", lambda: specs)

    return does


def test_our_own_mistakes_are_logged_and_not_told(node_that, caplog):
    def fails(config, payload, ctx):
        raise KeyError("secret")

    node_that(fails)
    with caplog.at_level(logging.ERROR):
        ran = run_node("DebugNode")
    assert ran.error[0] == "Bug"
    assert "secret" not in ran.error[1]
    assert "secret" in caplog.text


def test_a_node_can_ask_for_a_thread(node_that):
    async def calls(config, payload, ctx):
        ctx.put("answer", await ctx.call(divmod, 7, 2))
        return Out(payload)

    node_that(calls)
    assert run_node("DebugNode").payload["answer"] == (3, 1)


def test_a_call_that_fails_fails_the_node(node_that, caplog):
    async def calls(config, payload, ctx):
        return Out(payload, await ctx.call(int, "x"))

    node_that(calls)
    assert run_node("DebugNode").error[0] == "Bug"


def test_a_payload_cannot_grow_without_end():
    double = [
        {"type": "copy", "source": "a", "destination": "b.left"},
        {"type": "copy", "source": "a", "destination": "b.right"},
        {"type": "move", "source": "b", "destination": "a"},
    ]
    ran = run_node("MutateNode", {"rules": double * 33}, payload={"a": "x" * 1000})
    assert ran.error == ("PayloadTooLarge", "The value is larger than 5 MB")


def test_even_a_broken_engine_ends_its_run_only(monkeypatch, caplog):
    def breaks(*facts):
        raise KeyError("oops")

    monkeypatch.setattr("app.workflows.engine.run.walk", breaks)
    with caplog.at_level(logging.ERROR):
        ran = run_flow(make_flow(step("a")))
    assert ran.error[0] == "Bug"
    assert "oops" in caplog.text


class TickingClock(FakeClock):
    """A millisecond passes between one look and the next."""

    def monotonic(self):
        self.seconds += 0.001
        return self.seconds


def test_a_run_that_works_for_long_goes_on_in_the_background():
    chain = [step(f"n{i}", f"n{i + 1}") for i in range(20)]
    ran = run_flow(make_flow(*chain), clock=TickingClock())
    assert ran.order == [f"n{i}" for i in range(20)]
    assert ran.run.host.adopted == 1


def test_a_loop_that_works_for_long_does_too():
    flow = make_flow(
        make_node(
            "loop", "LoopNode", {"loopSourcePath": "data.n", "currentItemPath": "x"}, "a", "b"
        ),
        step("b", "c"),
        make_node("c", "LoopCapNode"),
        step("a"),
    )
    ran = run_flow(flow, {"n": 20}, clock=TickingClock())
    assert ways(ran, "a") == ["b" * 20 + "a"]
    assert ran.run.host.adopted == 1
