"""Work that is done every so often beside everything else."""

import logging
from collections.abc import Callable
from threading import Event, Thread

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30
"""After failures, in turns."""


class Repeating:
    """Does it on a thread of its own. While it fails, pauses get longer, and it is logged once.

    name: of what is written.
    """

    def __init__(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._failing = False
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Waits until the thread has ended."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        pause = self._seconds
        while not self._stop.wait(pause):
            self.turn()
            longest = self._seconds * LONGEST_PAUSE
            pause = min(2 * pause, longest) if self._failing else self._seconds

    def turn(self) -> None:
        """Do it now."""
        try:
            self._work()
        except Exception:
            if not self._failing:
                log.exception("%s cannot be written; trying again", self._name.capitalize())
            self._failing = True
        else:
            if self._failing:
                log.info("%s can be written again", self._name.capitalize())
            self._failing = False
