"""What happened how often: counted in memory, written once a second and at the end."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, delete

from app.models import RequestCount
from app.services.clock import now
from app.services.flow_ports.node_state import purge_node_states
from app.services.flow_ports.writing import writing
from app.services.flows.records import (
    CountKey,
    Counts,
    ErrorRecord,
    add_flow_counts,
    add_flow_errors,
    purge_flow_records,
)
from app.services.repeating import Repeating
from app.services.upsert import upsert

NOT_FOUND = "NotFound"
FLUSH_SECONDS = 1.0
PURGE_SECONDS = 3600.0
MOST_ERRORS = 10_000
"""That wait to be written; more are only counted."""


class Key(NamedTuple):
    """minute: since 1970; endpoint_id: or NOT_FOUND; host: slug or domain."""

    application_id: str
    minute: int
    endpoint_id: str
    version: str
    host: str
    status: int


class Waiting:
    """What is not written yet: of requests, of runs, and errors of runs."""

    def __init__(self) -> None:
        self.requests: dict[Key, int] = {}
        self.runs: dict[CountKey, Counts] = {}
        self.errors: list[ErrorRecord] = []

    def __bool__(self) -> bool:
        return bool(self.requests or self.runs or self.errors)


class Counters:
    """Thread-safe. A flush that fails keeps its counts for the next one. keep: how long at all."""

    def __init__(self, engine: Engine, keep: timedelta) -> None:
        self._engine = engine
        self._keep = keep
        self._waiting = Waiting()
        self._lock = Lock()
        self._purged = float("-inf")
        self._thread = Repeating("counts", FLUSH_SECONDS, self._turn)

    def add(self, key: Key, count: int = 1) -> None:
        """Requests."""
        with self._lock:
            counts = self._waiting.requests
            counts[key] = counts.get(key, 0) + count

    def add_run(self, key: CountKey, counts: Counts) -> None:
        with self._lock:
            runs = self._waiting.runs
            runs[key] = runs[key] + counts if key in runs else counts

    def add_error(self, error: ErrorRecord) -> None:
        with self._lock:
            if len(self._waiting.errors) < MOST_ERRORS:
                self._waiting.errors.append(error)

    @property
    def waiting(self) -> int:
        """Requests counted and not written yet."""
        with self._lock:
            return sum(self._waiting.requests.values())

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Write what is left. No count is lost at an ordinary end."""
        self._thread.stop()
        self.flush()

    def flush(self) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, Waiting()
        if not taken:
            return
        try:
            self._write(taken)
        except Exception:
            self._put_back(taken)
            raise

    def purge(self, now: datetime) -> None:
        """Forget what is too old to be asked for."""
        before = now - self._keep
        with writing(self._engine) as connection:
            connection.execute(delete(RequestCount).where(RequestCount.time < before))
            purge_flow_records(connection, before)
            purge_node_states(connection, now)

    def _turn(self) -> None:
        self.flush()
        if monotonic() - self._purged > PURGE_SECONDS:
            self._purged = monotonic()
            self.purge(now())

    def _write(self, taken: Waiting) -> None:
        with writing(self._engine) as connection:
            _add_requests(connection, taken.requests)
            add_flow_counts(connection, taken.runs)
            add_flow_errors(connection, taken.errors)

    def _put_back(self, taken: Waiting) -> None:
        for key, count in taken.requests.items():
            self.add(key, count)
        for run, counts in taken.runs.items():
            self.add_run(run, counts)
        for error in taken.errors:
            self.add_error(error)


def _add_requests(connection: Connection, counts: Mapping[Key, int]) -> None:
    rows = [_row(key, count) for key, count in counts.items()]
    upsert(connection, RequestCount, rows, lambda old, new: {"count": old.count + new.count})


def _row(key: Key, count: int) -> dict[str, Any]:
    row = key._asdict()
    time = datetime.fromtimestamp(row.pop("minute") * 60, UTC)
    return row | {"time": time, "count": count}
