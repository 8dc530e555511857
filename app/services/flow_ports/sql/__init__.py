"""Databases of others, for SQL nodes. One connection for each statement: nothing is left open, and
a statement never meets the leftovers of another."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from app.services.flow_ports.line import Line, Reach
from app.services.flow_ports.sql import mysql, postgresql, sqlite
from app.services.flow_ports.sql.cells import Row, cell, size_of
from app.services.flow_ports.sql.errors import SqlFailed
from app.workflows.errors import Refused
from app.workflows.ports import Json, SqlDatabase

SECONDS = 30.0
MOST_ROWS = 10_000
MOST_BYTES = 5 * 1024 * 1024

Asked = AbstractContextManager[Iterable[Row] | None]
Ask = Callable[[SqlDatabase, str, list[Json], Line], Asked]
SERVERS: dict[str, Ask] = {"pg": postgresql.asked, "mysql": mysql.asked}


class Sql:
    """Fulfils ports.Sql. Thread-safe. folder: of the application's own SQLite files."""

    def __init__(self, reach: Reach, folder: Path, seconds: float = SECONDS) -> None:
        self._reach = reach
        self._folder = folder
        self._seconds = seconds

    def query(
        self, database: SqlDatabase, statement: str, parameters: list[Json]
    ) -> list[Json] | None:
        """Raises Refused: SqlError with the database's own words, Timeout, ResultTooLarge,
        AddressRefused, DnsFailed, TlsFailed, NotAvailable."""
        with Line(self._reach, self._seconds) as line:
            try:
                with self._asked(database, statement, parameters, line) as rows:
                    return None if rows is None else _bounded(rows)
            except (SqlFailed, OSError) as error:
                if line.is_over:
                    message = f"There was no result within {self._seconds:g} seconds"
                    raise Refused("Timeout", message) from error
                raise Refused("SqlError", str(error)) from error

    def _asked(
        self, database: SqlDatabase, statement: str, parameters: list[Json], line: Line
    ) -> Asked:
        if database.system == "sqlite3":
            path = sqlite.path_of(database.database, self._folder)
            return sqlite.asked(path, statement, parameters, line)
        if ask := SERVERS.get(database.system):
            return ask(database, statement, parameters, line)
        raise Refused(
            "NotAvailable",
            f"Foyer has no driver for “{database.system[:20]}”; it knows pg, mysql and sqlite3",
        )


def _bounded(rows: Iterable[Row]) -> list[Json]:
    """Raises Refused."""
    kept: list[Json] = []
    size = 0
    for row in rows:
        values = {name: cell(value) for name, value in row.items()}
        kept.append(values)
        size += size_of(values)
        if len(kept) > MOST_ROWS:
            raise Refused("ResultTooLarge", f"The result has more than {MOST_ROWS:,} rows")
        if size > MOST_BYTES:
            most = MOST_BYTES // 1024**2
            raise Refused("ResultTooLarge", f"The result is larger than {most} MB")
    return kept
