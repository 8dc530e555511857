"""PostgreSQL, through psycopg. Rows are read as they come, so that too many can be refused."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from app.services.flow_ports.line import Line
from app.services.flow_ports.sql.cells import Row
from app.services.flow_ports.sql.errors import SqlFailed
from app.services.flow_ports.tls import as_files
from app.workflows.ports import Encryption, Json, SqlDatabase

PORT = 5432
CONNECTING = 10  # seconds
NOWHERE = "/nonexistent/foyer"
"""Instead of the passwords and keys in the home of whoever runs Foyer."""

Connection = psycopg.Connection[dict[str, Any]]


@contextmanager
def asked(
    database: SqlDatabase, statement: str, parameters: list[Json], line: Line
) -> Iterator[Iterator[Row] | None]:
    """The rows, or None from a statement that gives none. Raises SqlFailed, Refused."""
    try:
        with _connected(database, line) as connection, connection.cursor() as cursor:
            if parameters:  # or what is wrong with them would look like no rows below
                psycopg.ClientCursor(connection).mogrify(statement, parameters)
            rows: Any = cursor.stream(statement, parameters or None)
            with closing(rows):
                yield _begun(rows)
    except psycopg.Error as error:
        raise SqlFailed(error.diag.message_primary or str(error)) from error


def _begun(rows: Iterator[Row]) -> Iterator[Row] | None:
    try:
        return chain([next(rows)], rows)
    except StopIteration:
        return iter(())
    except psycopg.ProgrammingError as error:
        if error.sqlstate is None:  # psycopg's own: it worked, and there are no rows to it
            return None
        raise


@contextmanager
def _connected(database: SqlDatabase, line: Line) -> Iterator[Connection]:
    port = database.port or PORT
    addresses = line.addresses(database.host, port)
    with _encryption(database.encryption) as encryption:
        conninfo = make_conninfo(
            host=",".join([database.host] * len(addresses)),
            hostaddr=",".join(addresses),
            port=port,
            user=database.user or None,
            password=database.password or None,
            dbname=database.database,
            connect_timeout=CONNECTING,
            client_encoding="utf8",
            application_name="Foyer",
            passfile=NOWHERE,
            gssencmode="disable",
            **encryption,
        )
        connection = psycopg.connect(conninfo, autocommit=True, row_factory=dict_row)
    line.watch(connection.fileno())
    with closing(connection):
        connection.execute(f"SET statement_timeout = {int(line.seconds * 1000)}")
        yield connection


@contextmanager
def _encryption(wanted: Encryption | None) -> Iterator[dict[str, Any]]:
    """The parameters of libpq, which reads certificates from files."""
    alone = {"sslcert": NOWHERE, "sslkey": NOWHERE, "sslrootcert": NOWHERE}
    if wanted is None:
        yield {"sslmode": "disable"}
        return
    certificate, key = wanted.client_certificate or ("", "")
    with as_files(wanted.ca, certificate, key) as paths:
        options = alone | {"sslmode": "require"}
        if wanted.verify:
            root = str(paths[0]) if wanted.ca else "system"
            options |= {"sslmode": "verify-full", "sslrootcert": root}
        if wanted.client_certificate:
            options |= {"sslcert": str(paths[1]), "sslkey": str(paths[2])}
        yield options
