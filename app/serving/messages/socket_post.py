"""The post of one machine: each process has a Unix socket in the data folder.

Only whoever may read the data folder can reach them. A connection stays open from one process to
another, for one direction: each message is its length in four bytes, then as many bytes.
"""

import atexit
import contextlib
import logging
import os
import socket
from pathlib import Path
from threading import Thread

from app.serving.messages.post import Json, Outbox, Post

log = logging.getLogger(__name__)

SECONDS = 5.0  # for one message to be taken
LARGEST = 32 * 1024 * 1024  # bytes
LENGTH = 4


class SocketPost(Post):
    """folder: made when it is needed; each process that listens has a socket of its name in it."""

    def __init__(self, folder: Path, process: str = "") -> None:
        super().__init__(process)
        self._folder = folder
        self._lines: dict[Path, Line] = {}
        self._listener: socket.socket | None = None
        self._connections: set[socket.socket] = set()

    def send(self, process: str, kind: str, message: Json) -> bool:
        path = self._folder / f"{process}.sock"
        if not (process.isalnum() and path.exists()):
            return False
        self._put(path, self._packed(kind, message))
        return True

    def send_to_others(self, kind: str, message: Json) -> None:
        packed = self._packed(kind, message)
        for path in self._folder.glob("*.sock"):
            if path != self._path:
                self._put(path, packed)

    def stop(self) -> None:
        atexit.unregister(self.stop)
        if self._listener:
            self._path.unlink(missing_ok=True)
            for connection in (self._listener, *self._connections):
                _hang_up(connection)
        with self._lock:
            for line in self._lines.values():
                line.outbox.stop()
            self._lines.clear()

    @property
    def _path(self) -> Path:
        return self._folder / f"{self.process}.sock"

    def _put(self, path: Path, packed: bytes) -> None:
        with self._lock:
            line = self._lines.get(path)
            if line is None:
                self._forget_the_dead()
                line = self._lines[path] = Line(path)
            line.outbox.put(packed)

    def _forget_the_dead(self) -> None:
        for path in [path for path in self._lines if not path.exists()]:
            self._lines.pop(path).outbox.stop()

    def _open(self) -> None:
        """Under its name only once it listens, so that nobody takes it for a dead one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(self._folder)
        draft = self._path.with_suffix(".new")
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(str(draft))
            listener.listen()
        except OSError:
            listener.close()
            raise
        os.rename(draft, self._path)
        self._listener = listener
        atexit.register(self.stop)  # commands end without closing anything
        Thread(target=self._accept, args=(listener,), name="post", daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # it was closed
            self._connections.add(connection)
            Thread(target=self._read, args=(connection,), name="post", daemon=True).start()

    def _read(self, connection: socket.socket) -> None:
        try:
            with connection:
                while length := _exactly(connection, LENGTH):
                    self._receive(_exactly(connection, _checked(int.from_bytes(length))))
        except OSError as error:
            log.warning("messages of another process broke off: %s", error)
        finally:
            self._connections.discard(connection)


class Line:
    """To one other process, until it is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: socket.socket | None = None
        self.outbox = Outbox(self._send, self._close)

    def _send(self, message: bytes) -> None:
        try:
            connection = self._connection or self._connected()
            connection.sendall(len(message).to_bytes(LENGTH) + message)
        except OSError:
            self._close()  # it may have got half of the message
            raise

    def _connected(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        self._connection = connection
        try:
            connection.connect(str(self._path))
        except ConnectionRefusedError:
            self._path.unlink(missing_ok=True)  # that process was killed
            raise
        return connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            connection.close()


def _checked(length: int) -> int:
    if length > LARGEST:
        raise OSError(f"one is larger than {LARGEST:,} bytes")
    return length


def _exactly(connection: socket.socket, length: int) -> bytes:
    """Nothing at all if the other side has ended in good order."""
    found = bytearray()
    while len(found) < length:
        chunk = connection.recv(min(length - len(found), 1 << 20))
        if not chunk:
            if found:
                raise OSError("in the midst of one")
            return b""
        found += chunk
    return bytes(found)


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)  # or whoever reads from it would go on waiting
    connection.close()


def _sweep(folder: Path) -> None:
    """Take away what processes that were killed have left."""
    for path in folder.glob("*.sock"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(SECONDS)
            try:
                connection.connect(str(path))
            except ConnectionRefusedError:
                path.unlink(missing_ok=True)
