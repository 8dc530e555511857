"""MySQL and MariaDB, through PyMySQL."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import DictCursor

from app.services.flow_ports.line import Line, metering_context
from app.services.flow_ports.sql.cells import Row
from app.services.flow_ports.sql.errors import SqlFailed
from app.workflows.ports import Json, SqlDatabase

PORT = 3306


@contextmanager
def asked(
    database: SqlDatabase, statement: str, parameters: list[Json], line: Line
) -> Iterator[Iterable[Row] | None]:
    """The rows, or None from a statement that gives none. Raises SqlFailed, Refused, OSError."""
    connection = _unconnected(database, line)
    try:
        connection.connect(line.connect(database.host, connection.port))
        _limit_time(connection, line.seconds)
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            yield cursor if cursor.description else None
    except pymysql.MySQLError as error:
        raise SqlFailed(str(error.args[-1] if error.args else error)) from error
    except TypeError as error:  # of the formatting of parameters, which are the author's
        raise SqlFailed(str(error)) from error
    finally:
        if connection.open:
            connection.close()


def _unconnected(database: SqlDatabase, line: Line) -> Connection:
    wanted = database.encryption
    context = wanted and metering_context(wanted.verify, wanted.ca, wanted.client_certificate)
    return Connection(
        host=database.host,
        port=database.port or PORT,
        user=database.user,
        password=database.password,
        database=database.database or None,
        charset="utf8mb4",
        cursorclass=DictCursor,
        autocommit=True,
        local_infile=False,
        ssl=context,
        ssl_disabled=context is None,
        read_timeout=line.seconds,
        write_timeout=line.seconds,
        defer_connect=True,
    )


def _limit_time(connection: Connection, seconds: float) -> None:
    """MariaDB's word for it, then MySQL's. Without either our own patience is the limit."""
    for setting in (f"max_statement_time = {seconds:g}", f"max_execution_time = {seconds:.0f}000"):
        with suppress(pymysql.OperationalError, pymysql.InternalError):
            connection.query(f"SET SESSION {setting}")
            return
