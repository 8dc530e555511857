"""Every write is one transaction, and here is where it is committed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

import app.services.revision  # noqa: F401 - whoever commits raises revisions
from app.errors import AlreadyExists, NotFound
from app.extensions import Model, db

WRITES = "foyer_writes"
TAKEN = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, "23505")


@contextmanager
def transaction(*rows: Model) -> Iterator[None]:
    """Commits at the end, rolls back on any error. Inside another one it is a part of that.

    rows: what the act is about. They are read again, and locked, once nobody else can write:
    what is checked is what is there. Raises NotFound when one has gone meanwhile.
    """
    session = db.session()
    if session.info.get(WRITES):
        yield
        return
    session.rollback()
    session.info[WRITES] = True
    try:
        session.connection(execution_options={WRITES: True})
        for row in rows:
            _read_again(session, row)
        yield
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise _taken(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[WRITES]


@event.listens_for(Engine, "begin")
def take_write_lock(connection: Connection) -> None:
    """SQLite waits for its turn only at the start; reading first and writing then would fail."""
    if connection.dialect.name == "sqlite" and connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _read_again(session: Session, row: Model) -> None:
    try:
        session.refresh(row, with_for_update=True)
    except InvalidRequestError:
        if row in session:
            raise NotFound(type(row).__name__) from None
        raise


def _taken(error: IntegrityError) -> Exception:
    code = getattr(error.orig, "sqlite_errorcode", None) or getattr(error.orig, "sqlstate", None)
    return AlreadyExists("Somebody else has just taken that name") if code in TAKEN else error
