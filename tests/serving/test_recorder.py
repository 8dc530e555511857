"""What the record of a run says, without a server: flows of a few nodes, with fakes around them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.services import clock
from app.services.run_records.drafts import Origin
from app.services.run_records.file import RunFile
from app.services.run_records.reading import RecordedRun, Step, find_runs, read_run
from app.services.run_records.words import run_lines
from app.services.run_records.writer import RunRecords
from app.serving.runs.recorder import ErrorRecorder, Recorder
from app.serving.sampling import Sampler
from app.workflows.errors import Refused
from app.workflows.ports import HttpResponse

from ..workflows.fakes import START, FakeCustomNodes, FakeHttp, Outbox, Witness
from ..workflows.nodes.custom_node.test_execute import call, cap, custom, setter
from ..workflows.run_flow import make_flow, make_node, run_flow

APPLICATION_ID = "a" * 24


@dataclass
class Recording:
    """errors_only: as runs are watched when there are too many."""

    records: RunRecords
    path: Path
    errors_only: bool = False

    def run(self, *nodes: Any, data: Any = None, **options: Any) -> RecordedRun:
        """The record of that flow."""
        origin = Origin(APPLICATION_ID)
        hook: Any = Recorder(self.records, origin)
        if self.errors_only:
            hook = ErrorRecorder(self.records, origin, Sampler())
        first = options.pop("first", None)
        ran = run_flow(make_flow(*nodes, first=first), data, hooks=(hook,), **options)
        self.records.flush()
        run = read_run(self.path, ran.run.id)
        assert run is not None
        return run


@pytest.fixture
def recording(tmp_path: Path) -> Any:
    path = tmp_path / "runs.db"
    records = RunRecords(RunFile(path, 16 * 1024 * 1024), timedelta(days=7))
    yield Recording(records, path)
    records.stop()


def led(run: RecordedRun) -> list[tuple[str, str | None, str | None]]:
    """Of each step: its node, that of the step which led to it, and that of what it is within."""
    nodes = {step.number: step.node_id for step in run.steps}
    return [
        (step.node_id, nodes.get(step.after), nodes.get(step.within or 0)) for step in run.steps
    ]


def at(run: RecordedRun, node_id: str) -> Step:
    return next(step for step in run.steps if step.node_id == node_id)


def value(payload: Any, *path: str) -> Any:
    found = payload.value
    for name in path:
        found = found.get(name)
    return found


def debug(id: str, *outputs: Any) -> Any:
    return make_node(id, "DebugNode", {"message": f"at {id}", "property": "data.n"}, *outputs)


# -- the way


def test_each_step_has_its_payload_before_and_after(recording: Recording) -> None:
    run = recording.run(
        setter("a", "working.x", "1", "b"), setter("b", "working.x", "2"), data={"n": 5}
    )
    assert value(at(run, "a").before, "data", "n") == 5
    assert value(at(run, "a").before, "working") is None
    assert value(at(run, "a").payload, "working") == {"x": "1"}
    assert value(at(run, "b").before, "working") == {"x": "1"}
    assert value(at(run, "b").payload, "working") == {"x": "2"}


def test_a_fork_is_a_tree_with_a_payload_on_each_branch(recording: Recording) -> None:
    run = recording.run(
        debug("a", ["b", "c"]),
        setter("b", "working.x", "left", "d"),
        setter("c", "working.x", "right", "d"),
        debug("d"),
    )
    assert led(run) == [
        ("a", None, None),
        ("b", "a", None),
        ("d", "b", None),
        ("c", "a", None),
        ("d", "c", None),
    ]
    ends = [value(step.payload, "working", "x") for step in run.steps if step.node_id == "d"]
    assert ends == ["left", "right"]


def test_a_trigger_may_start_several(recording: Recording) -> None:
    run = recording.run(debug("a"), debug("b"), first=["a", "b"])
    assert led(run) == [("a", None, None), ("b", None, None)]
    assert all(step.before for step in run.steps)


def test_the_output_that_was_taken_is_told(recording: Recording) -> None:
    branch = make_node("if", "ConditionalNode", {"expression": "{{ data.n }} == 5"}, "no", "yes")
    run = recording.run(branch, debug("no"), debug("yes"), data={"n": 5})
    assert (at(run, "if").output, led(run)[1][0]) == (1, "yes")


def test_times_are_of_the_run(recording: Recording) -> None:
    wait = make_node("wait", "DelayNode", {"delay": 2}, "after")
    run = recording.run(debug("a", "wait"), wait, debug("after"))
    assert [(step.began, step.milliseconds) for step in run.steps] == [(0, 0), (0, 2000), (2000, 0)]
    assert run.milliseconds == 2000


def test_rounds_of_a_loop_are_within_it(recording: Recording) -> None:
    loop = {"loopSourcePath": "data.list", "currentItemPath": "item"}
    run = recording.run(
        make_node("loop", "LoopNode", loop, "after", "body"),
        make_node("body", "DebugNode", {}, "cap", groupId="loop"),
        make_node("cap", "LoopCapNode", {}, groupId="loop"),
        debug("after"),
        data={"list": ["x", "y"]},
    )
    assert led(run) == [
        ("loop", None, None),
        *[("body", "loop", "loop"), ("cap", "body", "loop")] * 2,
        ("after", "loop", None),
    ]
    items = [value(step.before, "item", "value") for step in run.steps if step.node_id == "body"]
    assert items == ["x", "y"]


def test_what_a_custom_node_does_is_within_its_call(recording: Recording) -> None:
    inner = custom(setter("set", "working.inner", "1", "cap0"), cap("."))
    run = recording.run(
        call(), debug("no"), debug("yes"), custom_nodes=FakeCustomNodes(inner), data={"n": 1}
    )
    assert led(run) == [
        ("call", None, None),
        ("set", "call", "call"),
        ("cap0", "set", "call"),
        ("no", "call", None),
    ]
    assert at(run, "set").flow_id == "c1"
    assert value(at(run, "set").before, "flowName") == "Custom c1"
    assert value(at(run, "no").before, "data", "n") == 1


def test_a_custom_node_within_another_is_too(recording: Recording) -> None:
    inner = custom(debug("deep", "cap0"), cap(), id="c2")
    middle = custom(
        make_node("call2", "CustomNodeExecuteNode", {"customNodeId": "c2"}, "cap0"), cap()
    )
    run = recording.run(call(), debug("no"), custom_nodes=FakeCustomNodes(middle, inner))
    assert led(run) == [
        ("call", None, None),
        ("call2", "call", "call"),
        ("deep", "call2", "call2"),
        ("cap0", "deep", "call2"),
        ("cap0", "call2", "call"),
        ("no", "call", None),
    ]


def test_a_long_run_is_recorded_to_its_limit(recording: Recording) -> None:
    loop = {"loopSourcePath": "data.n", "currentItemPath": "item"}
    run = recording.run(
        make_node("loop", "LoopNode", loop, "throw", "body"),
        debug("body"),
        make_node("throw", "ThrowErrorNode", {"messageTemplate": "enough"}),
        data={"n": 1500},
    )
    assert len(run.steps) == 1001
    assert run.steps_left_out == 501
    assert run.steps[-1].error is not None
    assert len(run.messages) == 200


def test_large_payloads_have_an_end_too(recording: Recording) -> None:
    run = recording.run(
        *(debug(f"n{n}", f"n{n + 1}") for n in range(20)), debug("n20"), data={"n": "x" * 200_000}
    )
    assert len(run.steps) == 21
    first, last = run.steps[0].payload, run.steps[-1].payload
    assert first is not None
    assert first.is_cut
    assert first.size > 200_000
    assert last is None


# -- what was said, asked and answered


def test_debug_messages_have_their_step_and_value(recording: Recording) -> None:
    run = recording.run(debug("a", "b"), debug("b"), data={"n": {"password": "x", "y": 1}})
    assert [(one.step, one.level, one.text) for one in run.messages] == [
        (1, "verbose", "at a"),
        (2, "verbose", "at b"),
    ]
    assert value(run.messages[0].value) == {"password": "[redacted]", "y": 1}


def test_a_message_may_have_no_value(recording: Recording) -> None:
    assert recording.run(debug("a")).messages[0].value is None


def test_the_reply_is_recorded_with_its_status(recording: Recording) -> None:
    config = {"bodyTemplate": "Hi {{ data.n }}", "responseCodeTemplate": "201"}
    run = recording.run(make_node("r", "EndpointReplyNode", config), data={"n": 7})
    assert (run.reply_status, run.reply["body"], run.reply["step"]) == (201, "Hi 7", 1)
    assert run.calls == []


def test_calls_of_other_servers_are_recorded_with_their_answers(recording: Recording) -> None:
    config = {"uriTemplate": "https://example.com/?token=abc", "responsePath": "working.answer"}
    http = FakeHttp(HttpResponse(200, {"x": "y"}, b'{"ok": true}'))
    run = recording.run(debug("a", "get"), make_node("get", "HttpNode", config), http=http)
    [one] = run.calls
    assert (one.step, one.port, one.method, one.error) == (2, "http", "send", None)
    assert one.request[0]["url"] == "https://example.com/?token=[redacted]"
    assert one.answer == {"status": 200, "headers": {"x": "y"}, "body": {"ok": True}}
    assert run.status == "ended"


def test_a_call_that_was_refused_says_why(recording: Recording) -> None:
    config = {"uriTemplate": "https://example.com/"}
    http = FakeHttp(Refused("DnsFailed", "There is no address"))
    run = recording.run(make_node("get", "HttpNode", config), http=http)
    assert (run.calls[0].answer, run.calls[0].error) == (None, "There is no address")
    assert (run.status, run.error_node_id) == ("error", "get")


def test_ports_that_block_are_watched_as_well(recording: Recording) -> None:
    config = {"phoneNumberTemplate": "+49123456789", "messageTemplate": "Hello"}
    sms = Outbox()
    run = recording.run(make_node("sms", "StructureSmsNode", config), sms=sms)
    assert [(one.port, one.method) for one in run.calls] == [("sms", "send")] * len(sms.sent)


def test_what_is_asked_with_names_is_passed_on(recording: Recording) -> None:
    class Shop:
        def query(self, connection: Any, statement: str, *, limit: int = 0) -> Any:
            return [connection, statement, limit]

    hook = Recorder(recording.records, Origin(APPLICATION_ID))
    answers = []

    class Ask(Witness):
        def on_node_end(self, ctx: Any, result: Any, seconds: float) -> None:
            answers.append(ctx.ports.sql.query({"password": "x"}, "SELECT 1", limit=2))

    ran = run_flow(make_flow(debug("a")), hooks=(hook, Ask()), sql=Shop())
    recording.records.flush()
    run = read_run(recording.path, ran.run.id)
    assert run is not None
    assert answers == [[{"password": "x"}, "SELECT 1", 2]]
    assert run.calls[0].request == [{"password": "[redacted]"}, "SELECT 1", {"limit": 2}]


# -- errors


def test_an_error_stands_at_its_node_and_at_the_run(recording: Recording) -> None:
    throw = make_node("throw", "ThrowErrorNode", {"messageTemplate": "no luck, token=abc"})
    run = recording.run(setter("a", "working.x", "1", "throw"), throw)
    step = at(run, "throw")
    assert step.error is not None
    assert (step.error.name, step.error.message) == ("Error", "no luck, token=[redacted]")
    assert value(step.payload, "working", "x") == "1"
    assert (run.status, run.error_name, run.error_node_id) == ("error", "Error", "throw")


def test_an_error_in_a_custom_node_stands_at_the_call_too(recording: Recording) -> None:
    inner = custom(make_node("throw", "ThrowErrorNode", {"messageTemplate": "deep"}))
    run = recording.run(debug("a", "call"), call(), custom_nodes=FakeCustomNodes(inner))
    failed = [step.node_id for step in run.steps if step.error]
    assert failed == ["call", "throw"]


def test_of_a_run_that_was_not_watched_its_error_is_recorded(recording: Recording) -> None:
    recording.errors_only = True
    throw = make_node("throw", "ThrowErrorNode", {"messageTemplate": "!"})
    inner = custom(debug("in", "throw"), throw)
    run = recording.run(
        debug("a", "call"), call(), custom_nodes=FakeCustomNodes(inner), data={"n": 1}
    )
    assert not run.is_whole
    assert led(run) == [
        ("a", None, None),
        ("call", "a", None),
        ("in", "call", "call"),
        ("throw", "in", "call"),
    ]
    assert value(at(run, "call").payload, "data", "n") == 1
    assert at(run, "a").payload is None


def test_and_nothing_if_it_has_none(recording: Recording) -> None:
    hook = ErrorRecorder(recording.records, Origin(APPLICATION_ID), Sampler())
    run_flow(make_flow(debug("a")), hooks=(hook,))
    recording.records.flush()
    assert find_runs(recording.path, APPLICATION_ID).items == []


def test_a_recorder_that_fails_disturbs_no_run(recording: Recording) -> None:
    hook = Recorder(recording.records, Origin(APPLICATION_ID))
    hook._running = None  # type: ignore[assignment]
    ran = run_flow(make_flow(debug("a", "b"), debug("b")), hooks=(hook,))
    assert (ran.error, ran.order) == (None, ["a", "b"])


def test_it_can_be_looked_at_while_it_waits(recording: Recording) -> None:
    seen: list[Any] = []

    class Look(Witness):
        def on_node_end(self, ctx: Any, result: Any, seconds: float) -> None:
            if ctx.node.id == "a":
                recording.records.flush(seen_after=0)
                seen.extend(find_runs(recording.path, APPLICATION_ID).items)

    hook = Recorder(recording.records, Origin(APPLICATION_ID))
    with clock.set_to(lambda: START):
        run_flow(make_flow(debug("a", "b"), debug("b")), hooks=(hook, Look()))
    [run] = seen
    assert run.status == "running"
    found = read_run(recording.path, run.id)
    assert found is not None
    assert [step.node_id for step in found.steps] == ["a"]


# -- in words


def test_a_run_is_printed_as_a_tree(recording: Recording) -> None:
    loop = {"loopSourcePath": "data.list", "currentItemPath": "item"}
    throw = make_node("throw", "ThrowErrorNode", {"messageTemplate": "no luck"})
    run = recording.run(
        debug("a", ["b", "loop"]),
        debug("b"),
        make_node("loop", "LoopNode", loop, "throw", "body"),
        make_node("body", "DebugNode", {"message": "round", "property": "item"}, groupId="loop"),
        throw,
        data={"list": [1, 2], "n": 5},
    )
    text = "\n".join(run_lines(run, None))
    assert text.split("\n\n")[1].splitlines() == [
        "Debug (a)  0.0 ms",
        "    · verbose: at a 5",
        "├─ Debug (b)  0.0 ms",
        "       · verbose: at b 5",
        "├─ Loop (loop)  0.0 ms",
        "   ├─ Debug (body)  0.0 ms",
        '          · verbose: round {"value":1,"index":0,"first":true}',
        "   ├─ Debug (body)  0.0 ms",
        '          · verbose: round {"value":2,"index":1,"last":true}',
        "   Throw Error (throw)  0.0 ms",
        "       ✗ Error: no luck",
    ]
    assert "error · 0.0 ms" in text
