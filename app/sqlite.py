"""All that is said to SQLite only. Everything else is portable SQLAlchemy."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITES = "foyer_writes"
"""The execution option of a connection whose transaction is going to write."""
UNIQUE_VIOLATED = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


@event.listens_for(Engine, "connect")
def tune(connection: Any, _record: Any) -> None:
    """Durable and concurrent: readers never wait for the writer, a writer waits 10 s."""
    if not isinstance(connection, sqlite3.Connection):
        return
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged write survives a power cut, not only a crash
        "foreign_keys = ON",
        "busy_timeout = 10000",
        "temp_store = MEMORY",
        "case_sensitive_like = ON",  # as everywhere else; and so an index can answer a LIKE
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("lower", 1, _lower, deterministic=True)


@event.listens_for(Engine, "begin")
def take_write_lock(connection: Connection) -> None:
    """SQLite waits for its turn only at the start; reading first and writing then would fail."""
    writes = is_sqlite(connection) and connection.get_execution_options().get(WRITES)
    if writes and not getattr(connection.connection, "in_transaction", False):  # as in a sandbox
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def begin_reading(connection: Connection) -> None:
    """Everything read from now on is of one moment; by itself each SELECT sees its own."""
    if is_sqlite(connection):
        connection.exec_driver_sql("BEGIN")


def is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def forget_references(connection: Connection) -> None:
    """Before tables are rebuilt: dropping the old one would empty those that refer to it."""
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.rollback()


def check_references(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("A migration would leave rows that refer to nothing")


def copy_database(connection: Connection, path: Path) -> None:
    """As it was before the transaction of that connection."""
    source = f"file:{connection.engine.url.database}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)


def _lower(text: str | None) -> str | None:
    """SQLite's own knows only the letters of English."""
    return text.lower() if isinstance(text, str) else text


class DataVersion:
    """A number that changes with every commit of anybody else, in this process or another.

    Measured at 3 µs, against 90 for the smallest SELECT. The numbers of two connections cannot be
    compared, so one connection is kept for it, which never writes.
    """

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.raw_connection()
        self._cursor = self._connection.cursor()
        self._lock = Lock()

    def read(self) -> int:
        with self._lock:
            self._cursor.execute("PRAGMA data_version")
            (version,) = self._cursor.fetchone() or (0,)
            return int(version)

    def close(self) -> None:
        self._cursor.close()
        self._connection.close()
