"""Watching what is said to the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db

Watch = Callable[[], AbstractContextManager[list[tuple[str, Any]]]]


@contextmanager
def watched() -> Iterator[list[tuple[str, Any]]]:
    """Fills with each SELECT and its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            seen.append((statement, given))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plan_of(statement: str, given: Any) -> list[str]:
    """How SQLite is going to find the rows."""
    cursor = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return [row[3] for row in cursor]


@pytest.fixture
def watch(app: Flask) -> Watch:
    return watched
