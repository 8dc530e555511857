"""The world outside a run, in memory: a clock that jumps, and fakes for the smaller ports.

Those of users, groups and tables are larger and have files of their own beside this one.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.workflows.engine.at_once import DirectExecutor
from app.workflows.engine.hooks import DebugMessage, Hook
from app.workflows.errors import Refused
from app.workflows.flow import Flow
from app.workflows.ports import HttpRequest, HttpResponse, Ports
from app.workflows.replies import ReplyDescription
from app.workflows.values import UNDEFINED, copy_payload

START = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


class JumpingLoop(asyncio.SelectorEventLoop):
    """Never sleeps: when there is nothing to do but wait, the time is later at once."""

    def __init__(self) -> None:
        self.jumped = 0.0
        super().__init__(_JumpingSelector(self))

    def time(self) -> float:
        return self.jumped

    def jump(self, seconds: float) -> None:
        self.jumped += seconds


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, loop: JumpingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        if timeout:
            self._loop.jump(timeout)
            timeout = 0
        return super().select(timeout)


class FakeHost:
    """Brings an adopted run to its end before adopt() returns."""

    def __init__(self) -> None:
        self.executor = DirectExecutor()
        self.is_full = False
        self.adopted = 0
        self.clock = FakeClock()

    def adopt(self, coroutine: Coroutine[Any, Any, None]) -> Future[None]:
        self.adopted += 1
        loop = JumpingLoop()
        loop.jumped = self.clock.seconds
        self.clock.loop = loop
        try:
            loop.run_until_complete(loop.create_task(coroutine))
        finally:
            self.clock.seconds = loop.jumped
            self.clock.loop = None
            loop.close()
        ended: Future[None] = Future()
        ended.set_result(None)
        return ended


class FakeClock:
    """Stands still, but for the waits of a run."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.loop: JumpingLoop | None = None

    def monotonic(self) -> float:
        return self.loop.jumped if self.loop else self.seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic())


class FakeReplies:
    def __init__(self) -> None:
        self.given: dict[str, ReplyDescription] = {}

    def answer(self, reply_id: str, reply: ReplyDescription) -> bool:
        first = reply_id not in self.given
        self.given.setdefault(reply_id, reply)
        return first


class FakeStorage:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Any] = {}

    def get(self, flow_id: str, key: str) -> Any:
        return self.values.get((flow_id, key), UNDEFINED)

    def all(self, flow_id: str) -> dict[str, Any]:
        return {key: value for (flow, key), value in self.values.items() if flow == flow_id}

    def put(self, flow_id: str, key: str, value: Any) -> None:
        self.values[flow_id, key] = value

    def remove(self, flow_id: str, key: str) -> Any:
        return self.values.pop((flow_id, key), UNDEFINED)

    def add(self, flow_id: str, key: str, amount: float) -> float:
        self.values[flow_id, key] = after = self.values.get((flow_id, key), 0) + amount
        return after


class FakeState:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str, str], Any] = {}

    def update(self, flow_id: str, node_id: str, name: str, change: Callable[[Any], Any]) -> Any:
        key = (flow_id, node_id, name)
        self.values[key] = after = change(self.values.get(key, UNDEFINED))
        return after


class FakeHttp:
    """Gives the answers one after the other, or raises those that are exceptions."""

    def __init__(self, *answers: HttpResponse | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[HttpRequest] = []

    async def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        await asyncio.sleep(1)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class FakeCredentials:
    """By name, as their node sees them."""

    def __init__(self, **credentials: dict[str, Any] | Refused) -> None:
        self.credentials = credentials

    def find(self, name: str) -> dict[str, Any] | None:
        found = self.credentials.get(name)
        if isinstance(found, Refused):
            raise found
        return found


class Outbox:
    """For mail, sms and topics: keeps what is sent, or refuses all of it."""

    def __init__(self, refusal: Refused | None = None) -> None:
        self.refusal = refusal
        self.sent: list[tuple[Any, ...]] = []

    def send(self, *message: Any) -> None:
        if self.refusal:
            raise self.refusal
        self.sent.append(message)

    publish = send


class FakeCustomNodes:
    """Whatever the version."""

    def __init__(self, *flows: Flow) -> None:
        self.flows = {flow.id: flow for flow in flows}

    def find(self, flow_id: str, version: str) -> Flow | None:
        return self.flows.get(flow_id)


@dataclass
class Witness(Hook):
    """What happened in a run. payloads: by node id, as they were after it, in order."""

    events: list[str] = field(default_factory=list)
    payloads: dict[str, list[Any]] = field(default_factory=dict)
    outputs: dict[str, list[int]] = field(default_factory=dict)
    debug: list[DebugMessage] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def on_run_start(self, run: Any) -> None:
        self.events.append("run starts")

    def on_node_start(self, ctx: Any) -> None:
        self.events.append(f"{ctx.node.id} starts")

    def on_node_end(self, ctx: Any, result: Any, seconds: float) -> None:
        self.events.append(f"{ctx.node.id} ends")
        if result:
            self.payloads.setdefault(ctx.node.id, []).append(copy_payload(result.payload))
            self.outputs.setdefault(ctx.node.id, []).append(result.output)

    def on_error(self, ctx: Any, error: Any) -> None:
        self.errors.append((ctx.node.id, error.name))

    def on_debug(self, ctx: Any, message: DebugMessage) -> None:
        self.debug.append(message)

    def on_run_end(self, run: Any) -> None:
        self.events.append("run ends")


def make_ports(host: FakeHost | None = None, **overrides: Any) -> Ports:
    clock = host.clock if host else FakeClock()
    fakes = {"clock": clock, "replies": FakeReplies(), "storage": FakeStorage()}
    return Ports(**(fakes | overrides))
