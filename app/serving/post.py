"""Replies to requests that wait in another process: over Unix sockets in the data folder.

Only whoever may read the data folder can reach them. Each process listens from the first request
on that waits for a flow.
"""

import atexit
import contextlib
import logging
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from app.workflows.replies import (
    Cookie,
    CustomReply,
    PageReply,
    RedirectReply,
    ReplyDescription,
    ReplySlots,
    StreamReply,
)
from app.workflows.values import dump_json, load_json

log = logging.getLogger(__name__)

SECONDS = 5.0  # for one reply to come over
LARGEST = 32 * 1024 * 1024  # bytes
CHUNK = 64 * 1024
KINDS: dict[str, type[ReplyDescription]] = {
    kind.__name__: kind for kind in (CustomReply, PageReply, RedirectReply, StreamReply)
}


class ReplyPost:
    """folder: made when it is needed; each process has a socket of its name in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="reply-post")
        self._lock = Lock()
        self._listening = False
        self._socket: socket.socket | None = None
        self._path: Path | None = None

    def listen(self, slots: ReplySlots) -> None:
        """From the first call on. If that cannot be, this process goes without."""
        if self._listening:
            return
        with self._lock:
            if not self._listening:
                self._listening = True
                try:
                    self._open(slots)
                except OSError:
                    log.warning("replies from other processes cannot arrive here", exc_info=True)

    def send(self, process: str, reply_id: str, reply: ReplyDescription) -> bool:
        """Whether there is such a process; it gets the reply in a moment. Fulfils Deliver."""
        path = self._folder / f"{process}.sock"
        if not (process.isalnum() and path.exists()):
            return False
        message = {"id": reply_id, "kind": type(reply).__name__, "reply": asdict(reply)}
        self._sender.submit(_send, path, dump_json(message).encode(errors="replace"))
        return True

    def stop(self) -> None:
        atexit.unregister(self.stop)
        if self._path:
            self._path.unlink(missing_ok=True)
        if self._socket:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # or accept() would go on waiting
            self._socket.close()
        self._sender.shutdown(cancel_futures=True)

    def _open(self, slots: ReplySlots) -> None:
        """Under its name only once it listens, so that nobody takes it for a dead one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(self._folder)
        draft, path = (self._folder / f"{slots.process}.{end}" for end in ("new", "sock"))
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(str(draft))
            listener.listen()
        except OSError:
            listener.close()
            raise
        os.rename(draft, path)
        self._socket, self._path = listener, path
        atexit.register(self.stop)  # commands end without closing anything
        Thread(target=_receive, args=(listener, slots), name="reply-post", daemon=True).start()


def _receive(listener: socket.socket, slots: ReplySlots) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return  # it was closed
        try:
            with connection:
                connection.settimeout(SECONDS)
                reply_id, reply = _read(connection)
            slots.answer(reply_id, reply)
        except Exception:
            log.exception("a reply from another process could not be read")


def _read(connection: socket.socket) -> tuple[str, ReplyDescription]:
    message = bytearray()
    while chunk := connection.recv(CHUNK):
        message += chunk
        if len(message) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST:,} bytes")
    told: dict[str, Any] = load_json(message.decode())
    fields = told["reply"]
    fields["headers"] = tuple((name, value) for name, value in fields["headers"])
    fields["cookies"] = tuple(Cookie(**cookie) for cookie in fields["cookies"])
    if "topics" in fields:
        fields["topics"] = tuple(fields["topics"])
    return told["id"], KINDS[told["kind"]](**fields)


def _send(path: Path, message: bytes) -> None:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(SECONDS)
            connection.connect(str(path))
            connection.sendall(message)
    except OSError as error:
        log.warning("a reply did not reach the process of its request: %s", error)


def _sweep(folder: Path) -> None:
    """Take away what processes that were killed have left."""
    for path in folder.glob("*.sock"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(SECONDS)
            try:
                connection.connect(str(path))
            except ConnectionRefusedError:
                path.unlink(missing_ok=True)
