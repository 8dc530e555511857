"""The rendezvous of a request with the run that answers it: a slot for each, answered once."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal

REPLIERS = ("EndpointReplyNode", "CustomNodeExecuteNode")
"""Nodes that answer a request, or hold others that may."""

SameSite = Literal["", "none", "lax", "strict"]


@dataclass(frozen=True, slots=True)
class Cookie:
    """value: None deletes it; max_age: milliseconds, None until the browser closes."""

    name: str
    value: str | None
    path: str = "/"
    max_age: float | None = None
    same_site: SameSite = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """status: None for the default of its kind; headers: names as the author wrote them."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomReply(_Answer):
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReply(_Answer):
    """Drawn where the request waits, with that request's context. layout_id: blank for the page's
    own; flow: id, name and version, for the page's context."""

    page_id: str
    layout_id: str = ""
    data: Any = None
    flow: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectReply(_Answer):
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamReply(_Answer):
    """Server-sent events, one for each message on one of the topics."""

    topics: tuple[str, ...]


ReplyDescription = CustomReply | PageReply | RedirectReply | StreamReply

Deliver = Callable[[str, str, ReplyDescription], bool]
"""(process, reply id, reply) to another process; whether it was taken on."""


class Slot:
    """One open request. future: for an event loop to await; it ends with None when given up."""

    def __init__(self, reply_id: str) -> None:
        self.reply_id = reply_id
        self.future: Future[ReplyDescription | None] = Future()
        self.future.set_running_or_notify_cancel()  # who stops waiting must not cancel it

    def wait(self, seconds: float) -> ReplyDescription | None:
        """For a thread that may block. None: nobody will answer, or nobody did in time."""
        try:
            return self.future.result(seconds)
        except TimeoutError:
            return None


class ReplySlots:
    """The open requests of this process. A reply id tells whose it is: `endpoint.process-secret`.

    process: letters and digits, different for each process that shares the data; deliver: the way
    to the others.
    """

    def __init__(self, process: str = "", deliver: Deliver | None = None) -> None:
        self.process = process or secrets.token_hex(4)
        self._deliver = deliver
        self._open: dict[str, Slot] = {}

    def open(self, endpoint_id: str) -> Slot:
        """Must be closed by whoever opened it, answered or not."""
        slot = Slot(f"{endpoint_id}.{self.process}-{secrets.token_urlsafe(12)}")
        self._open[slot.reply_id] = slot
        return slot

    def answer(self, reply_id: str, reply: ReplyDescription) -> bool:
        """Whether it was the first. Unknown and closed slots are passed over in silence."""
        process = reply_id.rpartition(".")[2].partition("-")[0]
        if process != self.process:
            return self._deliver is not None and self._deliver(process, reply_id, reply)
        return self._settle(reply_id, reply)

    def give_up(self, reply_id: str) -> None:
        """Nobody is left who could answer: whoever waits need not wait any longer."""
        self._settle(reply_id, None)

    def close(self, slot: Slot) -> None:
        self._open.pop(slot.reply_id, None)

    def _settle(self, reply_id: str, reply: ReplyDescription | None) -> bool:
        slot = self._open.pop(reply_id, None)  # at once, so that only one can win
        if slot is None:
            return False
        slot.future.set_result(reply)
        return True
