"""The SQLite file of recorded runs: a ring of a fixed size, which several processes write.

It is not part of the database: its rows are worth little each, come often, and may be lost, so it
waits for no disk, has no migrations, and is emptied when its tables change.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.services.run_records.packing import Row

TABLES = 3
"""Raised with every change to SCHEMA; a file of another number is emptied."""
SCHEMA = """
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  application_id TEXT NOT NULL,
  flow_id TEXT NOT NULL,
  flow_name TEXT NOT NULL,
  version TEXT NOT NULL,
  trigger_kind TEXT NOT NULL,
  trace_id TEXT,
  method TEXT,
  path TEXT,
  endpoint_id TEXT,
  user_id TEXT,
  started INTEGER NOT NULL,
  deadline INTEGER NOT NULL,
  milliseconds REAL,
  status TEXT NOT NULL,
  error_name TEXT,
  error_message TEXT,
  error_node_id TEXT,
  error_node_label TEXT,
  reply_status INTEGER,
  page_id TEXT,
  is_whole INTEGER NOT NULL,
  is_trial INTEGER NOT NULL
);
CREATE TABLE bodies (
  seq INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  body BLOB NOT NULL
);
CREATE INDEX runs_of_application ON runs (application_id, seq);
CREATE INDEX runs_of_flow ON runs (flow_id, seq);
CREATE INDEX runs_of_page ON runs (page_id, seq) WHERE page_id IS NOT NULL;
CREATE INDEX runs_of_request ON runs (trace_id) WHERE trace_id IS NOT NULL;
CREATE TABLE requests (
  trace_id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL,
  started INTEGER NOT NULL,
  milliseconds REAL NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER NOT NULL,
  failed_view_id TEXT,
  failed_version TEXT,
  failed_message TEXT,
  failed_line INTEGER,
  body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX requests_by_view ON requests (failed_view_id, started)
  WHERE failed_view_id IS NOT NULL;
CREATE INDEX requests_by_time ON requests (started);
"""
BUSY_SECONDS = 5.0
AROUND = 3 * 4096
"""Bytes that a row takes beside its body, at most: columns, indexes, the rest of a page."""
AT_ONCE = 1024 * 1024
"""Bytes of bodies in one transaction, so that the log beside the file stays small."""
DELETED_AT_ONCE = 8
RUNS_LAST = 120_000
"""Milliseconds that a request may be older than its runs' records."""
LONGEST_LOG = 16 * 1024 * 1024

Entry = tuple[str, Row]
"""A table and a row of it."""


class RunFile:
    """For one thread at a time. bytes: how large it may get. Raises sqlite3.Error and OSError."""

    def __init__(self, path: Path, bytes: int) -> None:
        self.path = path
        self.bytes = bytes
        self._connection: sqlite3.Connection | None = None

    def write(self, entries: Iterable[Entry]) -> None:
        """The oldest make room for them. A run that is there already is replaced."""
        for part in _parts(entries):
            with self._writing() as connection:
                for table, row in part:
                    if self._make_room(connection, len(row["body"]) + AROUND):
                        _insert(connection, table, row)

    def purge(self, before: int) -> None:
        """Forget what began before that; milliseconds since 1970."""
        with self._writing() as connection:
            connection.execute("DELETE FROM runs WHERE started < ?", (before,))
            connection.execute("DELETE FROM requests WHERE started < ?", (before,))
        if self._connection:
            self._connection.executescript("PRAGMA incremental_vacuum")  # to its end

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. After an error the file is opened anew."""
        try:
            connection = self._connection = self._connection or _opened(self.path)
            self._keep_log_short(connection)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            self.close()  # which rolls back
            raise

    def _make_room(self, connection: sqlite3.Connection, needed: int) -> bool:
        while _used(connection) + needed > self.bytes:
            deleted = connection.execute(
                "DELETE FROM runs WHERE seq IN (SELECT seq FROM runs ORDER BY seq LIMIT ?)",
                (DELETED_AT_ONCE,),
            ).rowcount
            deleted += _forget_requests(connection)
            if not deleted:
                return False
        return True

    def _keep_log_short(self, connection: sqlite3.Connection) -> None:
        """Somebody who reads for long keeps the log from being emptied."""
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if log.stat().st_size > LONGEST_LOG:
                raise OSError(f"{log} cannot be emptied, because somebody reads {self.path.name}")


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """None if nothing has been recorded yet. Everything read is of one moment."""
    if not path.exists():
        yield None
        return
    with closing(_connected(f"{path.as_uri()}?mode=ro")) as connection:
        connection.execute("BEGIN")
        made = connection.execute("PRAGMA user_version").fetchone()[0] == TABLES
        yield connection if made else None


def _opened(path: Path) -> sqlite3.Connection:
    """With its tables."""
    connection = _connected(f"{path.as_uri()}?mode=rwc")
    try:
        for pragma in (
            "auto_vacuum = INCREMENTAL",  # before there is a table
            "journal_mode = WAL",
            "synchronous = NORMAL",  # a power cut may take the last moments, never the file
            "wal_autocheckpoint = 256",
            f"journal_size_limit = {AT_ONCE}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        path.chmod(0o600)
        if connection.execute("PRAGMA user_version").fetchone()[0] != TABLES:
            _make_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    """Unless another process has just done so."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != TABLES:
        for table in ("bodies", "runs", "requests"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {TABLES}")
    connection.execute("COMMIT")


def _parts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    part: list[Entry] = []
    size = 0
    for entry in entries:
        part.append(entry)
        size += len(entry[1]["body"])
        if size > AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    if table == "requests":
        _replace(connection, table, row)
        return
    columns = {name: value for name, value in row.items() if name != "body"}
    seq = _replace(connection, table, columns)
    _replace(connection, "bodies", {"seq": seq, "body": row["body"]})


def _replace(connection: sqlite3.Connection, table: str, row: Row) -> int | None:
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = f"REPLACE INTO {table} ({names}) VALUES ({values})"  # noqa: S608 - our own names
    return connection.execute(statement, dict(row)).lastrowid


def _used(connection: sqlite3.Connection) -> int:
    """Bytes, without the pages that are free for what comes next."""
    pages, free, size = (
        connection.execute(f"PRAGMA {what}").fetchone()[0]
        for what in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _forget_requests(connection: sqlite3.Connection) -> int:
    """Those whose runs are gone. Gives how many."""
    oldest = connection.execute("SELECT started FROM runs ORDER BY seq LIMIT 1").fetchone()
    if oldest is None:
        return connection.execute("DELETE FROM requests").rowcount
    return connection.execute(
        "DELETE FROM requests WHERE started < ?", (oldest[0] - RUNS_LAST,)
    ).rowcount
