"""Runs what was scheduled, in whichever process comes first: each job once.

A process that has taken a job and ends at that very moment takes it along; any other end loses
none, since what is due by then runs at the next start.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from sqlalchemy import Engine

from app.services.clock import now
from app.services.flow_ports.writing import writing
from app.services.flows.jobs import Job, claim_due, next_due

log = logging.getLogger(__name__)

LONGEST_REST = 30.0  # seconds; then it looks for what processes that have ended left behind


class Jobs:
    """A thread that sleeps until the next job is due."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._run: Callable[[Job], None] | None = None
        self._changed = Event()
        self._stopped = False
        self._thread: Thread | None = None

    def start(self, run: Callable[[Job], None]) -> None:
        self._run = run
        self._thread = Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._changed.set()
        if self._thread:
            self._thread.join()

    def changed(self) -> None:
        """There may be an earlier one now."""
        self._changed.set()

    def run_due(self) -> datetime | None:
        """All that is due. When the next one will be, None if there is none."""
        while (due := self._next()) and due <= now() and not self._stopped:
            with writing(self._engine) as connection:
                jobs = claim_due(connection, now())
            for job in jobs:
                self._guarded(job)
        return due

    def _next(self) -> datetime | None:
        with self._engine.connect() as connection:
            return next_due(connection)

    def _guarded(self, job: Job) -> None:
        try:
            if self._run:
                self._run(job)
        except Exception:
            log.exception("the scheduled run %s of flow %s did not begin", job.run_id, job.flow_id)

    def _work(self) -> None:
        while not self._stopped:
            self._changed.clear()
            rest = LONGEST_REST
            try:
                if due := self.run_due():
                    rest = min(max((due - now()).total_seconds(), 0), LONGEST_REST)
            except Exception:
                log.exception("scheduled runs could not be read; trying again")
            self._changed.wait(rest)
