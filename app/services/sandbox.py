"""A database in which nothing lasts: what is written is there for whoever looks into the same
sandbox, and gone with it.

One connection with one transaction that is never committed; what would be a transaction of its own
is a savepoint in it. Services and ports notice nothing. On SQLite nobody else can write from the
first write in a sandbox to its end, so it must be short.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, StaticPool, event

from app.extensions import db
from app.sqlite import WRITES

COPIED = ("FOYER", "SQLALCHEMY_DATABASE_URI")


@contextmanager
def sandbox(app: Flask) -> Iterator[tuple[Flask, Engine]]:
    """An application like that one, and its engine, for one thread."""
    inner = Flask(__name__, static_folder=None)
    inner.config.update({name: app.config[name] for name in COPIED})
    inner.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"poolclass": StaticPool}
    db.init_app(inner)
    with inner.app_context():
        engine = db.engine
    _keep_nothing(engine)
    try:
        yield inner, engine
    finally:
        engine.dispose()  # which closes the connection, and so rolls back


def _keep_nothing(engine: Engine) -> None:
    acts: list[Connection] = []

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            acts.append(connection)
            _say(connection, "SAVEPOINT act")

    def end(connection: Connection, *statements: str) -> None:
        if connection in acts:
            acts.remove(connection)
            for statement in statements:
                _say(connection, statement)

    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", lambda one: end(one, "RELEASE SAVEPOINT act"))
    event.listen(
        engine,
        "rollback",
        lambda one: end(one, "ROLLBACK TO SAVEPOINT act", "RELEASE SAVEPOINT act"),
    )
    dialect: Any = engine.dialect  # of this engine only
    dialect.do_commit = dialect.do_rollback = lambda _: None


def _say(connection: Connection, statement: str) -> None:
    """Past SQLAlchemy, which is in the middle of beginning or ending."""
    cursor = connection.connection.cursor()
    cursor.execute(statement)
    cursor.close()
