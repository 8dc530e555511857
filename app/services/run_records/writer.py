"""The way from runs to their file: a queue with an end, and one thread that empties it.

Whatever happens to the file, no run notices. What cannot be kept is counted in `dropped`.
"""

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from time import monotonic

from app.services.clock import now
from app.services.repeating import Repeating
from app.services.run_records.drafts import Draft, RunDraft
from app.services.run_records.file import Entry, RunFile
from app.services.run_records.packing import milliseconds, request_row, run_row

log = logging.getLogger(__name__)

FLUSH_SECONDS = 0.5
PURGE_SECONDS = 3600.0
SEEN_AFTER_SECONDS = 1.0
"""A run that goes on for longer is in the file while it does."""
MOST_DRAFTS = 1000
MOST_BYTES = 16 * 1024 * 1024

Look = Callable[[], RunDraft]


class RunRecords:
    """Thread-safe. keep: how long a record is kept at most. Without a file it takes nothing."""

    def __init__(self, file: RunFile | None, keep: timedelta) -> None:
        self.dropped = 0
        self._file = file
        self._keep = keep
        self._queue: deque[Draft] = deque()
        self._bytes = 0
        self._open: dict[str, tuple[float, Look]] = {}
        self._seen: set[str] = set()
        self._lock = Lock()
        self._writing = Lock()
        self._purged = float("-inf")
        self._thread = Repeating("recorded runs", FLUSH_SECONDS, self._turn)

    @property
    def is_on(self) -> bool:
        return self._file is not None

    def began(self, run_id: str, look: Look) -> None:
        """look: how the run stands, for as long as it goes on."""
        self._open[run_id] = (monotonic(), look)

    def ended(self, draft: RunDraft) -> None:
        self._open.pop(draft.id, None)
        self.add(draft)

    def add(self, draft: Draft) -> None:
        """Where there is no more room, errors and what the console asked for come before others."""
        if self._file is None:
            return
        with self._lock:
            while self._is_full(draft) and draft.is_preferred and self._drop_an_ordinary():
                pass
            if self._is_full(draft):
                self.dropped += 1
                return
            self._queue.append(draft)
            self._bytes += draft.size

    def start(self) -> None:
        if self._file:
            self._thread.start()

    def stop(self) -> None:
        """Write what is left, if that can be."""
        self._thread.stop()
        self._thread.turn()
        with self._writing:
            if self._file:
                self._file.close()

    def write_now(self) -> None:
        """What has come, and what still runs: somebody is going to look for it. If that cannot be,
        the log tells, and it is tried again as ever."""
        try:
            self.flush(seen_after=0)
        except Exception:
            log.exception("recorded runs could not be written at once")

    def flush(self, seen_after: float = SEEN_AFTER_SECONDS) -> None:
        """Write what has come until now. Raises what the file raises; the drafts stay then."""
        with self._writing:
            if self._file is None:
                return
            with self._lock:
                drafts, self._queue = list(self._queue), deque()
                self._bytes = 0
            try:
                self._file.write(self._entries([*self._still_running(seen_after), *drafts]))
            except Exception:
                for draft in drafts:
                    self.add(draft)
                raise

    def _turn(self) -> None:
        self.flush()
        if self._file and monotonic() - self._purged > PURGE_SECONDS:
            self._purged = monotonic()
            with self._writing:
                self._file.purge(milliseconds(now() - self._keep))

    def _entries(self, drafts: list[Draft]) -> list[Entry]:
        entries: list[Entry] = []
        for draft in drafts:
            try:
                if isinstance(draft, RunDraft):
                    entries.append(("runs", run_row(draft)))
                else:
                    entries.append(("requests", request_row(draft)))
            except Exception:
                self.dropped += 1
                log.exception("a run could not be recorded")
        return entries

    def _still_running(self, seen_after: float) -> list[Draft]:
        """Those that have been running for that long, each once."""
        before = monotonic() - seen_after
        running = {id: look for id, (began, look) in list(self._open.items()) if began <= before}
        found: list[Draft] = [look() for id, look in running.items() if id not in self._seen]
        self._seen = set(running)
        return found

    def _is_full(self, draft: Draft) -> bool:
        return len(self._queue) >= MOST_DRAFTS or (
            bool(self._queue) and self._bytes + draft.size > MOST_BYTES
        )

    def _drop_an_ordinary(self) -> bool:
        """The oldest. Gives whether there was one."""
        for index, draft in enumerate(self._queue):
            if not draft.is_preferred:
                del self._queue[index]
                self._bytes -= draft.size
                self.dropped += 1
                return True
        return False
