"""SQLite: files in a folder of the application's own, and nothing else on the disk."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.services.flow_ports.line import MEGABYTE, Line
from app.services.flow_ports.sql.cells import Row
from app.services.flow_ports.sql.errors import SqlFailed
from app.workflows.errors import Refused
from app.workflows.ports import Json

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
MOST_FILES = 20
LARGEST_FILE = 100 * MEGABYTE
LARGEST_CELL = 5 * MEGABYTE
LONGEST_STATEMENT = 1_000_000
STEPS = 10_000  # of SQLite's machine, between two looks at the clock

FORBIDDEN = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
PRAGMAS = frozenset(
    (
        *("foreign_key_check", "foreign_key_list", "foreign_keys", "index_info", "index_list"),
        *("integrity_check", "table_info", "table_list", "table_xinfo", "user_version"),
    )
)
FUNCTIONS = frozenset(("load_extension", "fts3_tokenizer"))


def path_of(name: str, folder: Path) -> Path:
    """Raises Refused."""
    if not NAME.fullmatch(name):
        message = "The name of a SQLite file has letters, digits, dots, hyphens and underscores"
        raise Refused("ValidationError", message)
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len([one for one in folder.iterdir() if one.suffix != "-journal"]) >= MOST_FILES:
            raise Refused("TooMany", f"An application has {MOST_FILES} SQLite files at most")
    return path


@contextmanager
def asked(
    path: Path, statement: str, parameters: list[Json], line: Line
) -> Iterator[Iterable[Row] | None]:
    """The rows, or None from a statement that gives none. Raises SqlFailed."""
    try:
        with closing(_opened(path, line)) as connection:
            cursor = connection.execute(statement, parameters)
            yield (dict(row) for row in cursor) if cursor.description else None
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise SqlFailed(str(error)) from error


def _opened(path: Path, line: Line) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    for pragma in (
        f"max_page_count = {LARGEST_FILE // page}",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)
    connection.set_progress_handler(lambda: line.is_over, STEPS)
    connection.set_authorizer(_allowed)
    return connection


def _allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """first, second: of a pragma its name and value; of a function second is the name."""
    if action in FORBIDDEN:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() not in PRAGMAS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
