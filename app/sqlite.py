"""All that is said to SQLite only. Everything else is portable SQLAlchemy."""

import sqlite3
from threading import Lock
from typing import Any

from sqlalchemy import Engine, event


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
    ):
        connection.execute(f"PRAGMA {pragma}")


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
