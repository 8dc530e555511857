import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from app.errors import AlreadyExists, NotFound
from app.extensions import db
from app.models import Application, Slug, new_id
from app.services.applications import delete_application
from app.services.author import dated
from app.services.transaction import transaction
from tests.factories import BY, make_view


def slug(application_id: str, name: str) -> Slug:
    return Slug(application_id=application_id, slug=name, version="develop", **dated())


def names() -> set[str]:
    return set(db.session.scalars(select(Slug.slug)))


def elsewhere(app: Flask, act: Callable[[], None]) -> threading.Thread:
    """Another request, on another connection."""

    def run() -> None:
        with app.app_context():
            act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_it_commits_at_the_end(application: Application) -> None:
    with transaction():
        db.session.add(slug(application.id, "kept"))
    db.session.rollback()
    assert "kept" in names()


def test_it_rolls_back_when_anything_goes_wrong(application: Application) -> None:
    def fail() -> None:
        with transaction():
            db.session.add(slug(application.id, "lost"))
            db.session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert "lost" not in names()


def test_one_inside_another_is_a_part_of_it(application: Application) -> None:
    def fail() -> None:
        with transaction():
            with transaction():
                db.session.add(slug(application.id, "inner"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert "inner" not in names()


def test_it_reads_again_what_it_is_about(app: Flask, application: Application) -> None:
    def rename() -> None:
        with transaction():
            db.session.get_one(Application, id).name = "New"

    id, _ = application.id, application.name
    elsewhere(app, rename).join()
    with transaction(application):
        assert application.name == "New"


def test_a_row_that_has_gone_meanwhile_is_not_found(app: Flask, application: Application) -> None:
    def remove() -> None:
        delete_application(db.session.get_one(Application, id), BY)

    id = application.id
    elsewhere(app, remove).join()
    with pytest.raises(NotFound, match="Application was not found"), transaction(application):
        pass


def test_it_locks_the_application_before_anything_else(application: Application) -> None:
    """Where writers do not take turns anyway, two acts on one application do."""
    view, seen = make_view(application), []

    def note(_connection: object, clause: object, *_rest: object) -> None:
        seen.append(str(clause.compile(dialect=postgresql.dialect())))  # type: ignore[attr-defined]

    db.session.commit()
    event.listen(db.engine, "before_execute", note)
    with transaction(view):
        pass
    event.remove(db.engine, "before_execute", note)
    locks = [statement for statement in seen if statement.endswith("FOR UPDATE")]
    assert ["FROM applications" in lock for lock in locks] == [True, False]
    assert "FROM views" in locks[1]


def test_a_second_writer_waits_for_the_first(app: Flask, application: Application) -> None:
    """Both read, then write what they read plus one: neither fails and nothing is lost."""

    def add_one() -> None:
        for _ in range(10):
            row = db.session.get_one(Application, id)
            with transaction(row):
                row.name = str(int(row.name) + 1)

    id = application.id
    with transaction(application):
        application.name = "0"
    for thread in [elsewhere(app, add_one) for _ in range(4)]:
        thread.join()
    db.session.refresh(application)
    assert application.name == "40"


def test_a_reader_does_not_wait_for_the_writer(app: Flask, application: Application) -> None:
    seen: list[int] = []

    def read() -> None:
        db.session.execute(text("PRAGMA busy_timeout = 1"))
        seen.append(db.session.scalar(select(func.count()).select_from(Slug)) or 0)

    with transaction():
        db.session.add(slug(application.id, "new"))
        db.session.flush()
        elsewhere(app, read).join()
    assert seen == [1]


def test_a_name_that_slips_past_the_checks_is_still_refused(application: Application) -> None:
    with pytest.raises(AlreadyExists), transaction():
        db.session.add(slug(application.id, application.id))
    assert names() == {application.id}


def test_a_row_that_refers_to_nothing_is_a_fault_of_ours(app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.add(slug(new_id(), "orphan"))


def test_the_session_can_be_used_after_a_refusal(application: Application) -> None:
    with pytest.raises(AlreadyExists), transaction():
        db.session.add(slug(application.id, application.id))
    with transaction():
        db.session.add(slug(application.id, "after"))
    assert "after" in names()
