"""Scheduled runs in the database, and the thread that runs them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from app.extensions import db
from app.models import Flow
from app.services import clock
from app.services.flow_ports.writing import writing
from app.services.flows import jobs as flow_jobs
from app.services.flows.jobs import Job, cancel_job, claim_due, next_due, schedule_job
from app.workflows.errors import Refused
from tests import factories


@pytest.fixture
def target(app: Flask) -> Flow:
    return factories.make_flow(flow_class="cloud")


@contextmanager
def connected() -> Iterator[Connection]:
    db.session.rollback()
    with writing(db.engine) as connection:
        yield connection


def job(target: Flow, run_id: str, seconds: float = 0) -> Job:
    return Job(
        application_id=target.application_id,
        flow_id=target.id,
        version="develop",
        button_id="press-me",
        payload="{}",
        by_id="a" * 24,
        run_id=run_id,
        run_at=clock.now() + timedelta(seconds=seconds),
    )


def plan(*jobs: Job) -> list[bool]:
    with connected() as connection:
        return [schedule_job(connection, one) for one in jobs]


def claimed(at: datetime | None = None) -> list[str]:
    with connected() as connection:
        return [one.run_id for one in claim_due(connection, at or clock.now())]


def test_what_is_due_is_claimed_once_oldest_first(target: Flow) -> None:
    plan(job(target, "b", -1), job(target, "a", -2), job(target, "later", 60))
    assert (claimed(), claimed()) == (["a", "b"], [])
    assert claimed(clock.now() + timedelta(seconds=61)) == ["later"]


def test_a_job_comes_back_as_it_was(target: Flow) -> None:
    first = job(target, "a")
    plan(first)
    with connected() as connection:
        assert next_due(connection) == first.run_at
        assert list(claim_due(connection, first.run_at)) == [first]
        assert next_due(connection) is None


def test_one_of_the_same_id_takes_its_place(target: Flow) -> None:
    assert plan(job(target, "a", 60), job(target, "a", -1)) == [True, False]
    assert claimed() == ["a"]
    assert claimed(clock.now() + timedelta(seconds=61)) == []


def test_applications_have_ids_of_their_own(target: Flow) -> None:
    other = factories.make_flow(flow_class="cloud")
    assert plan(job(target, "a"), job(other, "a")) == [True, True]
    with connected() as connection:
        assert cancel_job(connection, target.application_id, "a")
        assert not cancel_job(connection, target.application_id, "a")
    assert claimed() == ["a"]


def test_each_is_claimed_by_one_of_many(app: Flask, target: Flow) -> None:
    names = [f"{number:03}" for number in range(flow_jobs.AT_ONCE * 2)]
    plan(*(job(target, name) for name in names))

    def claim(_: int) -> list[str]:
        with app.app_context():
            return claimed()

    with ThreadPoolExecutor(4) as threads:
        found = [name for some in threads.map(claim, range(6)) for name in some]
    assert sorted(found) == names


def test_an_application_cannot_plan_without_end(
    target: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_jobs, "MOST_WAITING", 2)
    plan(job(target, "a"), job(target, "b"), job(target, "b"))
    with pytest.raises(Refused):
        plan(job(target, "c"))
