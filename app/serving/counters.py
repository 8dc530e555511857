"""How often each endpoint was asked: counted in memory, written once a second and at the end."""

import logging
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete

from app.models import RequestCount
from app.services.upsert import upsert

log = logging.getLogger(__name__)

NOT_FOUND = "NotFound"
FLUSH_SECONDS = 1.0
PURGE_SECONDS = 3600.0


class Key(NamedTuple):
    """minute: since 1970; endpoint_id: or NOT_FOUND; host: slug or domain."""

    application_id: str
    minute: int
    endpoint_id: str
    version: str
    host: str
    status: int


class Counters:
    """Thread-safe. A flush that fails keeps its counts for the next one. keep: how long at all."""

    def __init__(self, engine: Engine, keep: timedelta) -> None:
        self._engine = engine
        self._keep = keep
        self._counts: dict[Key, int] = {}
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None

    def add(self, key: Key, count: int = 1) -> None:
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + count

    @property
    def waiting(self) -> int:
        """Requests counted and not written yet."""
        with self._lock:
            return sum(self._counts.values())

    def start(self) -> None:
        self._thread = Thread(target=self._flush_for_ever, name="counters", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left. No count is lost at an ordinary end."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        self.flush()

    def flush(self) -> None:
        with self._lock:
            counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            self._write(counts)
        except Exception:
            for key, count in counts.items():
                self.add(key, count)
            raise

    def purge(self, now: datetime) -> None:
        """Forget what is too old to be asked for."""
        old = RequestCount.time < now - self._keep
        with self._engine.begin() as connection:
            connection.execute(delete(RequestCount).where(old))

    def _flush_for_ever(self) -> None:
        purged = float("-inf")
        while not self._stop.wait(FLUSH_SECONDS):
            try:
                self.flush()
                if monotonic() - purged > PURGE_SECONDS:
                    purged = monotonic()
                    self.purge(datetime.now(UTC))
            except Exception:
                log.exception("The request counts could not be written; trying again")

    def _write(self, counts: dict[Key, int]) -> None:
        rows = [_row(key, count) for key, count in counts.items()]
        with self._engine.begin() as connection:
            upsert(
                connection, RequestCount, rows, lambda old, new: {"count": old.count + new.count}
            )


def _row(key: Key, count: int) -> dict[str, Any]:
    row = key._asdict()
    time = datetime.fromtimestamp(row.pop("minute") * 60, UTC)
    return row | {"time": time, "count": count}
