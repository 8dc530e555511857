"""A request starts the flows that wait for it; the first Endpoint Reply of any of them answers."""

from collections.abc import Mapping
from concurrent.futures import Future
from threading import Lock
from typing import Any

from app.models.types import to_milliseconds
from app.serving.pipeline.exchange import Exchange
from app.serving.pipeline.flow_decision import FlowsDecision
from app.serving.pipeline.record import origin_of
from app.serving.runs.starter import Around, Cause, Starter
from app.serving.site import Site
from app.serving.snapshot.flow_index import Start, may_answer
from app.workflows.engine.run import Run
from app.workflows.errors import Busy
from app.workflows.flow import Flow
from app.workflows.ports import Replies
from app.workflows.replies import ReplyDescription
from app.workflows.triggers import ANY_ENDPOINT, PUBLIC, Relay, envelope
from app.workflows.values import Payload

Json = Mapping[str, Any]
OF_REQUEST = ("endpoint", "user", "version", "authInfo")


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
        self._answers = answers
        around = _around(exchange, context)
        exchange.origin = origin_of(exchange)
        client = exchange.request.client
        self._starter = Starter(exchange.site, around, exchange.origin, client)
        self._authors: list[tuple[ReplyDescription, Flow]] = []
        self._lock = Lock()
        self._awaited = 1  # the start itself: nobody gives up before all have begun
        self._later = False
        self._slot = self._site.slots.open(
            exchange.endpoint.id if exchange.endpoint else ANY_ENDPOINT
        )
        try:
            data = _data(exchange, context) | {"replyId": self._slot.reply_id}
            self._payloads = _payloads(starts, exchange, data, around.experience)
        except Exception:
            self.close()
            raise
        if answers:
            self._site.post.listen()
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
        for payload, start in zip(self._payloads, self.decision.starts, strict=True):
            cause = _Request(self, awaited=start.may_answer, own=start.own)
            self._starter.start(start.flow, start.trigger, payload, cause)
        self._payloads = []
        self.leave()

    def close(self) -> ReplyDescription | None:
        """What was answered until now; later replies go nowhere."""
        self._site.slots.close(self._slot)
        reply = self.future.result() if self.future.done() else None
        self.decision.answered_by = next((f for one, f in self._authors if one is reply), None)
        return reply

    def answer(self, flow: Flow, reply_id: str, reply: ReplyDescription) -> bool:
        self._authors.append((reply, flow))
        return self._site.slots.answer(reply_id, reply)

    def join(self) -> None:
        """One more who may answer."""
        with self._lock:
            self._awaited += 1

    def leave(self) -> None:
        """The last who could answer gives up for the request, unless it may come later."""
        with self._lock:
            self._awaited -= 1
            over = self._awaited == 0 and not self._later
        if over:
            self._site.slots.give_up(self._slot.reply_id)

    def expect_later(self) -> None:
        """Another run, which this request has not started, may know how to answer it."""
        self._later = True

    def _is_full(self) -> bool:
        return self._site.background.is_full and any(
            start.may_answer and start.flow.waits(start.trigger) for start in self.decision.starts
        )


class _Request(Cause):
    """awaited: the request counts on that run; own: the flow's trigger names its endpoint."""

    def __init__(self, firing: Firing, *, awaited: bool, own: bool) -> None:
        self._firing = firing
        self._awaited = awaited
        self._own = own

    def replies(self, flow: Flow, site: Site) -> Replies:
        return _Replies(self._firing, flow)

    def began(self, run: Run) -> None:
        if self._awaited:
            self._firing.join()

    def started(self, run: Run) -> None:
        self._firing.decision.runs.append(run)

    def ended(self, run: Run) -> None:
        if self._own and run.may_reply_later:
            self._firing.expect_later()
        if self._awaited:
            self._firing.leave()

    def dropped(self, flow: Flow) -> None:
        self._firing.busy = self._firing.busy or self._awaited
        self._firing.decision.dropped.append(flow)

    def of_handler(self, handler: Flow) -> Cause:
        awaited = self._awaited or may_answer(handler)
        return _Request(self._firing, awaited=awaited, own=self._own)


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


def _around(exchange: Exchange, context: Json) -> Around:
    opened = exchange.opened
    experience = {name: context["experience"].get(name) for name in OF_REQUEST}
    return Around(opened.flows.flows, opened.application_flows, experience)


def _payloads(
    starts: tuple[Start, ...], exchange: Exchange, data: Json, experience: Json | None
) -> list[Payload]:
    visitor, endpoint = exchange.visitor, exchange.endpoint
    return [
        envelope(
            start.flow,
            start.trigger,
            now=to_milliseconds(exchange.trace.started),
            data=data,
            relay=Relay(visitor.user["id"], "experienceUser") if visitor else PUBLIC,
            trigger_id=endpoint.id if endpoint else None,
            experience=experience,
        )
        for start in starts
    ]


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
