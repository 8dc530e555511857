"""A transaction that writes, for the ports: runs know no session of a request."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from app.sqlite import WRITES


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Committed at the end, unless an error is raised. Nobody else writes meanwhile on SQLite;
    elsewhere, nobody changes the rows that are locked."""
    with engine.connect() as connection:
        options = connection.execution_options(**{WRITES: True})
        with options.begin():
            yield options
