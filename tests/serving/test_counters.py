"""Counts of requests: exact, grouped, and kept when writing fails."""

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.experience.blueprint import site_of
from app.extensions import db
from app.models import RequestCount
from app.services.clock import now
from app.serving.counters import Counters

from .conftest import Museum
from .doors import Door, WsgiDoor


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


def counted(app: Flask, museum: Museum) -> dict[tuple[str, int], int]:
    """(endpoint id, status) → how often, whatever the minute."""
    site_of(app).counters.flush()
    found: dict[tuple[str, int], int] = {}
    query = select(RequestCount).filter_by(application_id=museum.application.id)
    for row in db.session.scalars(query.execution_options(populate_existing=True)):
        key = (row.endpoint_id, row.status)
        found[key] = found.get(key, 0) + row.count
        assert (row.version, row.host) == ("develop", museum.host.partition(".")[0])
        assert (row.time.second, row.time.microsecond) == (0, 0)
    db.session.rollback()
    return found


def test_requests_are_counted_by_endpoint_and_status(app: Flask, museum: Museum) -> None:
    home = museum.answering("/", "home")
    room = museum.answering("/room", "room", access="authenticated")
    for path in ("/", "/", "/room", "/nowhere", "/nowhere", "/nowhere"):
        museum.ask(path)
    expected = {(home.id, 200): 2, (room.id, 401): 1, ("NotFound", 404): 3}
    assert counted(app, museum) == expected
    museum.ask("/")
    assert counted(app, museum) == expected | {(home.id, 200): 3}


def test_what_was_refused_before_the_router_is_not_counted(app: Flask, museum: Museum) -> None:
    museum.answering("/", "home", method="post")
    museum.ask("/%zz")
    museum.ask("/", "POST", body=b"a" * 300_000)
    museum.ask("/", host="nobody.localhost")
    assert counted(app, museum) == {}


def test_no_count_is_lost_between_threads(app: Flask, museum: Museum) -> None:
    home = museum.answering("/", "home")
    site = site_of(app)
    threads = [Thread(target=lambda: [museum.ask("/") for _ in range(100)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        site.counters.flush()
    assert counted(app, museum) == {(home.id, 200): 800}


def test_a_flush_that_fails_keeps_its_counts(
    app: Flask, museum: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = museum.answering("/", "home")
    museum.ask("/")
    broken = OperationalError("insert", {}, Exception("database is locked"))

    def fail(self: Counters, counts: object) -> None:
        raise broken

    with monkeypatch.context() as patch:
        patch.setattr(Counters, "_write", fail)
        with pytest.raises(OperationalError):
            site_of(app).counters.flush()
    museum.ask("/")
    assert counted(app, museum) == {(home.id, 200): 2}


def test_what_is_too_old_is_forgotten(app: Flask, museum: Museum) -> None:
    home = museum.answering("/", "home")
    museum.ask("/")
    assert counted(app, museum) == {(home.id, 200): 1}
    counters, days = site_of(app).counters, site_of(app).settings.stats_days
    counters.purge(now() + timedelta(days=days, minutes=-2))
    assert counted(app, museum) == {(home.id, 200): 1}
    counters.purge(now() + timedelta(days=days, minutes=2))
    assert counted(app, museum) == {}
