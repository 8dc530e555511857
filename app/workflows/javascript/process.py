"""A child process that runs scripts, as its parent holds it."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any, Literal

PROGRAM = Path(__file__).with_name("child.py")
LENGTH = 4
PAGE = os.sysconf("SC_PAGE_SIZE")
LARGEST_ANSWER = 64 * 1024 * 1024
SECONDS_TO_START = 15.0
GRACE = 1.0
"""Seconds after which a child that should have stopped its script itself is killed."""


OWN_MEMORY = 96 * 1024 * 1024
"""What a child has without any script."""
LOOK = 50
"""Milliseconds between two looks at its memory."""

Why = Literal["time", "memory", "crash"]


class ChildLost(Exception):
    """It died, did not answer in time, took too much memory, or answered nonsense."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Child:
    """Starts at once and becomes ready meanwhile. Not for two threads at a time.

    seconds, memory (bytes): that one script may use."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell, no secrets
            [sys.executable, "-I", str(PROGRAM), str(seconds), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            bufsize=0,
        )
        assert self._process.stdin is not None  # noqa: S101 - as asked for above
        assert self._process.stdout is not None  # noqa: S101 - likewise
        self._in, self._out = self._process.stdin, self._process.stdout
        self._is_ready = False
        self.runs = 0
        os.set_blocking(self._in.fileno(), False)

    @property
    def pid(self) -> int:
        return self._process.pid

    def run(self, script: str, text: str, mark: str) -> Any:
        """Raises ChildLost; the child has to be killed then."""
        if not self._is_ready:
            self._receive(time.monotonic() + SECONDS_TO_START)
        self._is_ready = False
        self.runs += 1
        deadline = time.monotonic() + self._seconds + GRACE
        self._send(json.dumps([script, text, mark]).encode(), deadline)
        return self._receive(deadline)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    def _send(self, message: bytes, deadline: float) -> None:
        ahead = memoryview(len(message).to_bytes(LENGTH, "big") + message)
        while ahead:
            self._wait(self._in, select.POLLOUT, deadline)
            try:
                ahead = ahead[os.write(self._in.fileno(), ahead) :]
            except BlockingIOError:
                continue
            except OSError:
                raise ChildLost("crash") from None

    def _receive(self, deadline: float) -> Any:
        size = int.from_bytes(self._read(LENGTH, deadline), "big")
        if size > LARGEST_ANSWER:
            raise ChildLost("crash")
        try:
            return json.loads(self._read(size, deadline))
        except (ValueError, RecursionError):
            raise ChildLost("crash") from None

    def _read(self, size: int, deadline: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            self._wait(self._out, select.POLLIN, deadline)
            part = os.read(self._out.fileno(), min(size - len(found), 1 << 20))
            if not part:
                raise ChildLost("crash")
            found += part
        return bytes(found)

    def _wait(self, pipe: IO[bytes], event: int, deadline: float) -> None:
        waiting = select.poll()  # select() itself ends at a thousand open files
        waiting.register(pipe, event)
        while not waiting.poll(LOOK):
            if time.monotonic() > deadline:
                raise ChildLost("time")
            if self._used() > OWN_MEMORY + 2 * self._memory:
                raise ChildLost("memory")

    def _used(self) -> int:
        """Bytes of memory; 0 where the system does not tell."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE
        except (OSError, IndexError):
            return 0
