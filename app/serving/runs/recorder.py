"""The hooks that record a run, while it goes on and on its thread: so they keep, and no more."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from time import perf_counter
from typing import Any, cast

from app.services.run_records.drafts import (
    MOST_CALLS,
    MOST_MESSAGES,
    MOST_STEPS,
    CallDraft,
    MessageDraft,
    Origin,
    RunDraft,
    StepDraft,
    snapshot,
)
from app.services.run_records.writer import RunRecords
from app.serving.sampling import Sampler
from app.workflows.engine.context import RunContext
from app.workflows.engine.hooks import DebugMessage, Hook
from app.workflows.engine.run import Run
from app.workflows.errors import NodeError, Refused
from app.workflows.node import Result
from app.workflows.ports import Ports
from app.workflows.values import UNDEFINED, PayloadTooDeep, copy_payload

OUTGOING = frozenset({"http", "mail", "sms", "sql", "redis", "topics", "api", "buttons", "replies"})
"""The ports whose calls are kept."""


class RunWatch(Hook):
    """What every record says of its run."""

    is_whole: bool

    def __init__(self, records: RunRecords, origin: Origin) -> None:
        self._records = records
        self._origin = origin

    def on_run_start(self, run: Run) -> None:
        self._started = run.ports.clock.now()
        self._clock = run.ports.clock.monotonic
        self._began = self._clock()

    def draft(self, run: Run) -> RunDraft:
        origin, started = self._origin, self._started
        return RunDraft(run.id, run.flow, run.trigger, origin, started, run.seconds, self.is_whole)

    @property
    def now(self) -> float:
        """Seconds since the run's start."""
        return self._clock() - self._began

    def step(self, ctx: RunContext) -> StepDraft:
        group = ctx.group
        return StepDraft(ctx.step, ctx.after, ctx.node, group.flow, group.calls)

    def end(self, run: Run, draft: RunDraft) -> None:
        draft.error = run.error
        draft.seconds = self.now
        self._origin.recorded = True
        self._records.ended(draft)


class Recorder(RunWatch):
    """Everything, within limits."""

    is_whole = True

    def __init__(self, records: RunRecords, origin: Origin) -> None:
        super().__init__(records, origin)
        self._running: dict[int, StepDraft] = {}

    def on_run_start(self, run: Run) -> None:
        super().on_run_start(run)
        draft = self._draft = self.draft(run)
        self._origin.recorded = True
        self._records.began(run.id, lambda: draft)

    def on_node_start(self, ctx: RunContext) -> None:
        draft = self._draft
        if len(draft.steps) >= MOST_STEPS:
            draft.steps_left_out += 1
            return
        step = self.step(ctx)
        step.began = self._clock() - self._began
        if not ctx.after or ctx.after in self._running:  # no step before it has this payload
            step.before = draft.take(ctx.payload)
        draft.steps.append(step)
        self._running[ctx.step] = step
        ctx.ports = cast(Ports, WatchedPorts(ctx.ports, self, ctx.step))

    def on_node_end(self, ctx: RunContext, result: Result, seconds: float) -> None:
        step = self._running.pop(ctx.step, None)
        if step:
            step.seconds = seconds
            if result:
                step.output = result.output
                step.payload = self._draft.take(result.payload)

    def on_error(self, ctx: RunContext, error: NodeError) -> None:
        step = self._running.pop(ctx.step, None)
        if step is None:
            step = self.step(ctx)
            self._draft.steps.append(step)
            self._draft.steps_left_out -= 1
        step.error = error
        step.payload = self._draft.take(ctx.payload)
        if step.began is not None:
            step.seconds = self.now - step.began

    def on_debug(self, ctx: RunContext, message: DebugMessage) -> None:
        draft = self._draft
        if len(draft.messages) < MOST_MESSAGES:
            value = None if message.value is UNDEFINED else draft.take(message.value)
            draft.messages.append(
                MessageDraft(ctx.step, self.now, message.level, message.text, value)
            )

    def on_run_end(self, run: Run) -> None:
        self.end(run, self._draft)

    def call(self, step: int, port: str, method: str, given: tuple[Any, ...]) -> CallDraft:
        at = self.now
        call = CallDraft(step, port, method, at, tuple(map(_kept, given)))
        if len(self._draft.calls) < MOST_CALLS:
            self._draft.calls.append(call)
        return call


class ErrorRecorder(RunWatch):
    """Of a run that is recorded only if it fails: the way to the node that failed."""

    is_whole = False

    def __init__(self, records: RunRecords, origin: Origin, sampler: Sampler) -> None:
        super().__init__(records, origin)
        self._sampler = sampler
        self._failed: list[tuple[RunContext, NodeError, bytes | None]] = []

    def on_error(self, ctx: RunContext, error: NodeError) -> None:
        self._failed.append((ctx, error, snapshot(ctx.payload)))

    def on_run_end(self, run: Run) -> None:
        if run.error is None or not self._sampler.takes_failed(run.flow.id):
            return
        draft = self.draft(run)
        for ctx, error, payload in reversed(self._failed):  # the call comes before what is in it
            last = _way_to(ctx, draft)
            last.error, last.payload = error, payload
            draft.size += len(payload or b"")
        self.end(run, draft)


def _way_to(ctx: RunContext, draft: RunDraft) -> StepDraft:
    """The step of that node, after those that led to it."""
    steps, flow = draft.steps, ctx.group.flow
    passed = ctx.passed[-MOST_STEPS:]
    draft.steps_left_out += len(ctx.passed) - len(passed)
    for node_id in (*passed, ctx.node.id):
        after = len(steps)
        steps.append(StepDraft(after + 1, after, flow.nodes[node_id], flow, ctx.group.calls))
    return steps[-1]


class WatchedPorts:
    """The ports of one node. Those that lead outside tell what they are asked and answer."""

    __slots__ = ("_ports", "_recorder", "_step")

    def __init__(self, ports: Ports, recorder: Recorder, step: int) -> None:
        self._ports = ports
        self._recorder = recorder
        self._step = step

    def __getattr__(self, name: str) -> Any:
        port = getattr(self._ports, name)
        return _WatchedPort(port, name, self._recorder, self._step) if name in OUTGOING else port


class _WatchedPort:
    __slots__ = ("_name", "_port", "_recorder", "_step")

    def __init__(self, port: Any, name: str, recorder: Recorder, step: int) -> None:
        self._port = port
        self._name = name
        self._recorder = recorder
        self._step = step

    def __getattr__(self, method: str) -> Callable[..., Any]:
        function = getattr(self._port, method)

        def call(*given: Any, **named: Any) -> Any:
            asked = (*given, named) if named else given
            timed = _Timed(self._recorder.call(self._step, self._name, method, asked))
            with timed:
                answer = function(*given, **named)
                return _awaited(answer, timed) if isawaitable(answer) else timed.answered(answer)

        return call


class _Timed:
    """One call: how long it took, and what came of it."""

    __slots__ = ("_began", "_call")

    def __init__(self, call: CallDraft) -> None:
        self._call = call
        self._began = perf_counter()

    def answered(self, answer: Any) -> Any:
        self._call.answer = _kept(answer)
        return answer

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._call.seconds = perf_counter() - self._began
        self._call.error = (str(error) or type(error).__name__) if error else None
        self._call.error_kind = error.kind if isinstance(error, Refused) else None


async def _awaited(answer: Awaitable[Any], timed: _Timed) -> Any:
    with timed:
        return timed.answered(await answer)


def _kept(value: Any) -> Any:
    """As it is now: parts of payloads go on changing, the dataclasses of ports do not."""
    try:
        return copy_payload(value)
    except PayloadTooDeep:
        return None
