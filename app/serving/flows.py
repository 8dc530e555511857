"""A request starts the flows that wait for it; the first Endpoint Reply of any of them answers."""

import logging
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from threading import Lock
from typing import Any

from app.models.types import to_milliseconds
from app.serving.exchange import Exchange
from app.serving.flow_index import Start, may_answer
from app.serving.ports import ports_for
from app.serving.watching import origin_of, watchers
from app.workflows.engine.hooks import Hook
from app.workflows.engine.run import Run
from app.workflows.errors import Busy
from app.workflows.flow import Flow, Trigger
from app.workflows.flow_errors import error_data, error_handlers
from app.workflows.ports import Ports
from app.workflows.replies import ReplyDescription
from app.workflows.triggers import ANY_ENDPOINT, PUBLIC, Relay, envelope
from app.workflows.values import Payload

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
OF_REQUEST = ("endpoint", "user", "version", "authInfo")


class FlowsDecision:
    """Filled in while the flows run. answered_by: the flow whose reply was sent."""

    def __init__(self, starts: tuple[Start, ...], *, run: bool) -> None:
        self.starts = starts
        self.runs: list[Run] = []
        self.dropped: list[Flow] = []
        self.answered_by: Flow | None = None
        self._run = run

    @property
    def step(self) -> str:
        return "flows"

    @property
    def summary(self) -> str:
        names = ", ".join(dict.fromkeys(f"“{start.flow.name}”" for start in self.starts))
        if not self._run:
            return f"would start {names}; add --run to let them run"
        answered = f"; “{self.answered_by.name}” answered" if self.answered_by else ""
        return f"started {names}{answered}"

    @property
    def details(self) -> list[str]:
        lines = [_why(start) for start in self.starts]
        lines += [_how(run) for run in self.runs]
        lines += [f"“{flow.name}” did not run: too many runs wait" for flow in self.dropped]
        return lines


class Firing:
    """The flows that one request starts, and the slot for their reply.

    answers: False where the request has a static reply, so that nobody waits for another.
    Raises PayloadTooDeep, nothing done.
    """

    def __init__(
        self, exchange: Exchange, starts: tuple[Start, ...], context: Json, *, answers: bool
    ) -> None:
        self.decision = FlowsDecision(starts, run=exchange.runs_flows)
        self.busy = False
        self._site = exchange.site
        self._origin = exchange.origin = origin_of(exchange)
        self._index = exchange.opened.flows
        self._answers = answers
        self._experience = {name: context["experience"].get(name) for name in OF_REQUEST}
        self._ports = ports_for(
            exchange.opened.application_id, exchange.site, exchange.request.client
        )
        self._authors: list[tuple[ReplyDescription, Flow]] = []
        self._lock = Lock()
        self._awaited = 1  # the start itself: nobody gives up before all have begun
        self._later = False
        self._slot = self._site.slots.open(
            exchange.endpoint.id if exchange.endpoint else ANY_ENDPOINT
        )
        try:
            self._planned = self._runs(starts, exchange, context)
        except Exception:
            self.close()
            raise
        if answers:
            self._site.post.listen(self._site.slots)
        else:
            self.close()

    @property
    def own(self) -> bool:
        """Whether a flow has a trigger for this very endpoint."""
        return any(start.own for start in self.decision.starts)

    @property
    def future(self) -> "Future[ReplyDescription | None]":
        """Done with the first reply, or with None once nobody is left who could answer."""
        return self._slot.future

    def start(self) -> None:
        """Each until it ends or waits. Raises Busy, nothing done, if the request needs an answer
        and there is no room for the runs."""
        if self._answers and self._is_full():
            self.close()
            raise Busy
        for run, start in zip(self._planned, self.decision.starts, strict=True):
            self._start(run, awaited=start.may_answer)
        self._planned = []
        self._left()

    def close(self) -> ReplyDescription | None:
        """What was answered until now; later replies go nowhere."""
        self._site.slots.close(self._slot)
        reply = self.future.result() if self.future.done() else None
        self.decision.answered_by = next((f for one, f in self._authors if one is reply), None)
        return reply

    def answer(self, flow: Flow, reply_id: str, reply: ReplyDescription) -> bool:
        self._authors.append((reply, flow))
        return self._site.slots.answer(reply_id, reply)

    def ended(self, run: Run, awaited: bool, own: bool) -> None:
        self._later = self._later or (own and run.may_reply_later)
        try:
            if run.error and run.error.error.name != "Cancelled":
                self._handle(run, awaited, own)
        finally:
            if awaited:
                self._left()

    def _runs(self, starts: tuple[Start, ...], exchange: Exchange, context: Json) -> list[Run]:
        now = to_milliseconds(exchange.trace.started)
        visitor, endpoint = exchange.visitor, exchange.endpoint
        relay = Relay(visitor.user["id"], "experienceUser") if visitor else PUBLIC
        data = _data(exchange, context) | {"replyId": self._slot.reply_id}
        return [
            self._run(
                start.flow,
                start.trigger,
                envelope(
                    start.flow,
                    start.trigger,
                    now=now,
                    data=data,
                    relay=relay,
                    trigger_id=endpoint.id if endpoint else None,
                    experience=self._experience,
                ),
                awaited=start.may_answer,
                own=start.own,
            )
            for start in starts
        ]

    def _run(
        self, flow: Flow, trigger: Trigger, payload: Payload, *, awaited: bool, own: bool
    ) -> Run:
        ports: Ports = replace(self._ports, replies=_Replies(self, flow))
        hooks = [*watchers(self._site, flow, self._origin), _Watch(self, awaited, own)]
        return Run(flow, trigger, payload, ports, self._site.background, hooks)

    def _start(self, run: Run, *, awaited: bool) -> None:
        """A run that finds no room is dropped; the log and the trace tell."""
        try:
            run.start()
        except Busy:
            self.busy = self.busy or awaited
            self.decision.dropped.append(run.flow)
            log.warning("flow %s did not run: too many runs wait", run.flow.id)
        else:
            self.decision.runs.append(run)

    def _handle(self, failed: Run, awaited: bool, own: bool) -> None:
        """Start the handlers of the error that halted it. Application flows have none yet."""
        handlers = error_handlers(failed.flow, failed.trigger, self._index.flows, ())
        if not handlers or failed.error is None:
            return
        data = error_data(failed, failed.error)
        for flow, trigger in handlers:
            payload = envelope(
                flow,
                trigger,
                now=to_milliseconds(self._site.now()),
                data=data,
                relay=Relay(failed.flow.id, "flow"),
                trigger_id=f"{failed.flow.id}-flowError",
                experience=self._experience,
            )
            waits = awaited or may_answer(flow)
            self._start(self._run(flow, trigger, payload, awaited=waits, own=own), awaited=waits)

    def _is_full(self) -> bool:
        return self._site.background.is_full and any(
            start.may_answer and start.flow.waits(start.trigger) for start in self.decision.starts
        )

    def joined(self) -> None:
        with self._lock:
            self._awaited += 1

    def _left(self) -> None:
        with self._lock:
            self._awaited -= 1
            over = self._awaited == 0 and not self._later
        if over:
            self._site.slots.give_up(self._slot.reply_id)


class _Watch(Hook):
    """Tells the firing when a run of it begins and ends."""

    def __init__(self, firing: Firing, awaited: bool, own: bool) -> None:
        self._firing = firing
        self._awaited = awaited
        self._own = own

    def on_run_start(self, run: Run) -> None:
        if self._awaited:
            self._firing.joined()

    def on_run_end(self, run: Run) -> None:
        self._firing.ended(run, self._awaited, self._own)


class _Replies:
    """The port of one run, so that the trace knows who answered."""

    def __init__(self, firing: Firing, flow: Flow) -> None:
        self._firing = firing
        self._flow = flow

    def answer(self, reply_id: str, reply: ReplyDescription) -> bool:
        return self._firing.answer(self._flow, reply_id, reply)


def plan_flows(exchange: Exchange, context: Json, *, answers: bool) -> Firing | None:
    """None if no flow waits for this request, or none shall run. Raises PayloadTooDeep."""
    endpoint_id = exchange.endpoint.id if exchange.endpoint else None
    starts = exchange.opened.flows.started_by(endpoint_id)
    if not starts:
        return None
    if not exchange.runs_flows:
        exchange.decide(FlowsDecision(starts, run=False))
        return None
    firing = Firing(exchange, starts, context, answers=answers)
    exchange.decide(firing.decision)
    return firing


def _data(exchange: Exchange, context: Json) -> dict[str, Any]:
    """`data` of an endpoint trigger, but for its replyId."""
    asked = context["request"]
    return {
        "path": asked["path"],
        "method": "get" if asked["method"] == "head" else asked["method"],
        "headers": asked["headers"] | {"x-forwarded-proto": exchange.request.scheme},
        "query": asked["query"],
        "params": asked["params"] if exchange.endpoint else None,
        "cookies": asked["cookies"],
        "body": asked["body"],
    }


def _why(start: Start) -> str:
    return f"“{start.flow.name}” waits for {'this' if start.own else 'any'} endpoint"


def _how(run: Run) -> str:
    if not run.ended:
        return f"“{run.flow.name}” still runs (run {run.id})"
    if run.error is None:
        return f"“{run.flow.name}” came to its end (run {run.id})"
    error = run.error.error
    return f"“{run.flow.name}” halted with {error.name}: {error.message} (run {run.id})"
