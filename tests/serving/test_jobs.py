"""The thread that runs what was scheduled."""

from collections.abc import Iterator
from datetime import timedelta
from queue import Queue

import pytest
from flask import Flask

from app.extensions import db
from app.models import Flow
from app.services import clock
from app.services.flow_ports.writing import writing
from app.services.flows.jobs import Job, schedule_job
from app.serving.jobs import Jobs

from .. import factories


@pytest.fixture
def target(app: Flask) -> Flow:
    return factories.make_flow(flow_class="cloud")


class Ran:
    """Jobs that the thread has run."""

    def __init__(self) -> None:
        self.ids: Queue[str] = Queue()

    def __call__(self, job: Job) -> None:
        self.ids.put(job.run_id)
        if job.run_id == "fails":
            raise RuntimeError("it is gone")

    def next(self) -> str:
        return self.ids.get(timeout=5)


@pytest.fixture
def ran() -> Ran:
    return Ran()


@pytest.fixture
def jobs(target: Flow) -> Iterator[Jobs]:
    db.session.rollback()
    jobs = Jobs(db.engine)
    yield jobs
    jobs.stop()


def plan(target: Flow, run_id: str, seconds: float) -> None:
    """As another process does, which tells nobody."""
    planned = Job(
        application_id=target.application_id,
        flow_id=target.id,
        version="develop",
        button_id="press-me",
        payload="{}",
        by_id="a" * 24,
        run_id=run_id,
        run_at=clock.now() + timedelta(seconds=seconds),
    )
    db.session.rollback()
    with writing(db.engine) as connection:
        schedule_job(connection, planned)


def test_what_was_missed_runs_at_the_start(jobs: Jobs, target: Flow, ran: Ran) -> None:
    plan(target, "missed", -3600)
    jobs.start(ran)
    assert ran.next() == "missed"


def test_it_wakes_for_what_is_planned_meanwhile(jobs: Jobs, target: Flow, ran: Ran) -> None:
    plan(target, "far", 3600)
    jobs.start(ran)
    plan(target, "soon", 0.1)
    jobs.changed()
    assert ran.next() == "soon"
    assert ran.ids.empty()


def test_one_that_fails_does_not_hold_up_the_next(jobs: Jobs, target: Flow, ran: Ran) -> None:
    plan(target, "fails", -2)
    plan(target, "next", -1)
    jobs.start(ran)
    assert [ran.next(), ran.next()] == ["fails", "next"]


def test_two_processes_share_the_work(jobs: Jobs, target: Flow, ran: Ran) -> None:
    other = Jobs(db.engine)
    for number in range(20):
        plan(target, str(number), -1)
    for one in (jobs, other):
        one.start(ran)
    try:
        assert {ran.next() for _ in range(20)} == {str(number) for number in range(20)}
    finally:
        other.stop()
    assert ran.ids.empty()


def test_it_stops_at_once(jobs: Jobs, ran: Ran) -> None:
    jobs.start(ran)
    jobs.stop()
    assert jobs._thread is not None
    assert not jobs._thread.is_alive()
