"""Insert, or change what is there: SQLite and PostgreSQL say it in the same words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

ROWS_AT_ONCE = 500

Row = Mapping[str, Any]


def upsert(
    connection: Connection,
    table: Any,
    rows: Sequence[Row],
    change: Callable[[Any, Any], dict[str, Any]] | None = None,
) -> None:
    """change: from the columns that are there and those that came to the ones to set; None leaves
    what is there as it is."""
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    target: Table = table.__table__
    for start in range(0, len(rows), ROWS_AT_ONCE):
        insert = dialect.insert(target).values(rows[start : start + ROWS_AT_ONCE])
        keys = list(target.primary_key)
        if change is None:
            statement = insert.on_conflict_do_nothing(index_elements=keys)
        else:
            set_ = change(target.c, insert.excluded)
            statement = insert.on_conflict_do_update(index_elements=keys, set_=set_)
        connection.execute(statement)
