"""Ends a process that is stuck inside C, where no counter and no other thread can.

The kernel counts: a timer runs that the event loop winds up again and again. When the loop does not
come round, the timer's signal, left at its default, ends the process even though the interpreter
never comes up for air. The server starts a new one, and the other processes go on.
docs/decisions/002-watchdog.md tells why.
"""

import asyncio
import faulthandler
import signal

STDERR = 2  # the descriptor, whatever has become of sys.stderr
TIMES_BUDGET = 3
LEAST_SECONDS = 6.0  # two deaths of one worker within 5.5 s and granian gives up
BEATS = 6  # in that time


class Watchdog:
    def __init__(self, render_seconds: float) -> None:
        self.seconds = max(TIMES_BUDGET * render_seconds, LEAST_SECONDS)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on. The stacks of all threads go to stderr before the process ends."""
        faulthandler.register(signal.SIGALRM, file=STDERR, all_threads=True, chain=True)
        self._beat(loop)

    def stop(self) -> None:
        self._next.cancel()
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        self._next = loop.call_later(self.seconds / BEATS, self._beat, loop)
