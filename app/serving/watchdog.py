"""Ends a process that is stuck inside C, where no counter and no other thread can.

The kernel counts: a real-time timer runs while a page is rendered, and its signal, left at its
default, ends the process even when the interpreter never comes up for air. The server starts a new
one, and the other processes go on. docs/decisions/002-watchdog.md tells why.
"""

import faulthandler
import signal
from threading import Lock, get_ident
from time import monotonic
from typing import Self

STDERR = 2  # the descriptor, whatever has become of sys.stderr
TIMES_BUDGET = 3
LEAST_SECONDS = 6.0  # two deaths of one worker within 5.5 s and granian gives up


def watchdog_seconds(render_seconds: float) -> float:
    return max(TIMES_BUDGET * render_seconds, LEAST_SECONDS)


class Watchdog:
    """`with watchdog:` bounds a block, in any number of threads at once. Off until watch()."""

    def __init__(self) -> None:
        self._seconds: float | None = None
        self._deadlines: dict[int, float] = {}  # by thread, earliest first
        self._lock = Lock()

    def watch(self, seconds: float) -> None:
        """From now on, in this process. Its stacks go to stderr before it ends."""
        faulthandler.register(signal.SIGALRM, file=STDERR, all_threads=True, chain=True)
        self._seconds = seconds

    def __enter__(self) -> Self:
        if self._seconds is not None:
            with self._lock:
                self._deadlines[get_ident()] = monotonic() + self._seconds
                if len(self._deadlines) == 1:
                    signal.setitimer(signal.ITIMER_REAL, self._seconds)
        return self

    def __exit__(self, *error: object) -> None:
        if self._seconds is not None:
            with self._lock:
                del self._deadlines[get_ident()]
                left = [deadline - monotonic() for deadline in self._deadlines.values()]
                signal.setitimer(signal.ITIMER_REAL, max(left[0], 0.001) if left else 0)
