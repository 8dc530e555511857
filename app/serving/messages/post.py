"""Messages from process to process: each a kind and a JSON value, to one process or to all others.

Sockets in the data folder carry them on one machine, Redis between several.
"""

import logging
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from queue import Full, Queue
from threading import Lock, Thread
from typing import Any

from app.workflows.values import dump_json, load_json

log = logging.getLogger(__name__)

Json = Any
Receive = Callable[[Json], None]

MOST_WAITING = 10_000
"""Messages that wait to be sent to one place."""
STOP_SECONDS = 1.0


class Post(ABC):
    """process: letters and digits, different for each process that shares the data."""

    def __init__(self, process: str = "") -> None:
        self.process = process or secrets.token_hex(4)
        self._receivers: dict[str, Receive] = {}
        self._lock = Lock()
        self._listening = False

    def on(self, kind: str, receive: Receive) -> None:
        """receive: called on a thread of the post's, for one message after the other."""
        self._receivers[kind] = receive

    def listen(self) -> None:
        """From the first call on. If that cannot be, this process goes without."""
        if self._listening:
            return
        with self._lock:
            if not self._listening:
                self._listening = True
                try:
                    self._open()
                except OSError:
                    log.warning("messages of other processes cannot arrive here", exc_info=True)

    @abstractmethod
    def send(self, process: str, kind: str, message: Json) -> bool:
        """Whether there may be such a process; it gets the message in a moment."""

    @abstractmethod
    def send_to_others(self, kind: str, message: Json) -> None:
        """To all that listen, but not to this one."""

    @abstractmethod
    def stop(self) -> None: ...

    @abstractmethod
    def _open(self) -> None:
        """Raises OSError. Whatever is sent once it has returned arrives."""

    def _packed(self, kind: str, message: Json) -> bytes:
        letter = {"kind": kind, "from": self.process, "message": message}
        return dump_json(letter).encode(errors="replace")

    def _receive(self, packed: bytes) -> None:
        try:
            letter = load_json(packed.decode())
            if letter["from"] != self.process:
                self._receivers[letter["kind"]](letter["message"])
        except Exception:
            log.exception("a message of another process could not be read")


class Outbox:
    """Sends one message after the other on a thread of its own, so that nobody waits for it.

    send: raises OSError for a message that is lost; close: called on that thread at the end.
    """

    def __init__(self, send: Callable[[bytes], None], close: Callable[[], None]) -> None:
        self._send = send
        self._close = close
        self._waiting: Queue[bytes | None] = Queue(MOST_WAITING)
        self._thread: Thread | None = None
        self._lock = Lock()

    def put(self, message: bytes) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="post", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait(message)
        except Full:
            log.warning("a message to another process was dropped: too many wait")

    def stop(self) -> None:
        """What waits is sent, if that does not take long."""
        if self._thread:
            with suppress(Full):
                self._waiting.put_nowait(None)
                self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while (message := self._waiting.get()) is not None:
            try:
                self._send(message)
            except OSError as error:
                log.warning("a message did not reach another process: %s", error)
        self._close()
