import logging

from app.workflows.engine.hooks import Hook
from tests.workflows.run_flow import make_flow, make_node, run_flow


def test_it_sees_each_node_with_its_path_and_the_payload_after_it():
    seen = []

    class Recorder(Hook):
        def on_node_end(self, ctx, result, seconds):
            seen.append((ctx.node.id, [*ctx.passed], result.payload.get("x"), seconds))

    rule = {"type": "set", "destination": "x", "valueTemplate": "1"}
    flow = make_flow(
        make_node("a", "MutateNode", {"rules": [rule]}, ["b", "c"]),
        make_node("b", "DelayNode", {"delay": 2}),
        make_node("c", "DebugNode"),
    )
    run_flow(flow, hooks=(Recorder(),))
    assert seen == [("a", [], "1", 0), ("c", ["a"], "1", 0), ("b", ["a"], "1", 2)]


def test_one_that_fails_is_logged_and_the_run_goes_on(caplog):
    class Broken(Hook):
        def on_node_start(self, ctx):
            raise KeyError("oops")

    with caplog.at_level(logging.ERROR):
        ran = run_flow(make_flow(make_node("a", "DebugNode")), hooks=(Broken(),))
    assert ran.error is None
    assert "Broken.on_node_start failed" in caplog.text


def test_the_run_tells_that_a_reply_may_come_from_elsewhere():
    plain = make_flow(make_node("a", "DebugNode"))
    storing = make_flow(make_node("a", "StoreValueNode", {"keyName": "k", "value": "data.replyId"}))
    assert not run_flow(plain).run.may_reply_later
    assert run_flow(storing).run.may_reply_later


def test_it_sees_which_step_led_to_which():
    """Within a call or a round the first steps come after the call or the loop itself."""
    steps = []

    class Recorder(Hook):
        def on_node_start(self, ctx):
            steps.append((ctx.step, ctx.after, ctx.node.id))

    rule = {"type": "set", "destination": "x", "valueTemplate": "1"}
    loop = {"loopSourcePath": "data.list", "currentItemPath": "item"}
    flow = make_flow(
        make_node("a", "MutateNode", {"rules": [rule]}, ["b", "loop"]),
        make_node("b", "DebugNode"),
        make_node("loop", "LoopNode", loop, "after", "body"),
        make_node("body", "DebugNode"),
        make_node("after", "DebugNode"),
    )
    run_flow(flow, data={"list": [1, 2]}, hooks=(Recorder(),))
    assert steps == [
        *((1, 0, "a"), (2, 1, "b"), (3, 1, "loop")),
        *((4, 3, "body"), (5, 3, "body"), (6, 3, "after")),
    ]
