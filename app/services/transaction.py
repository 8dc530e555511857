"""Every write is one transaction, and here is where it is committed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import ObjectDeletedError

import app.services.revision
import app.services.tags  # noqa: F401 - and keeps tags searchable
from app.errors import AlreadyExists, NotFound
from app.extensions import Model, db
from app.models import Application
from app.sqlite import UNIQUE_VIOLATED, WRITES

TAKEN = (*UNIQUE_VIOLATED, "23505")  # the latter says PostgreSQL


@contextmanager
def transaction(*rows: Model) -> Iterator[None]:
    """Commits at the end, rolls back on any error. Inside another one it is a part of that.

    rows: what the act is about. They are read again, and locked, once nobody else can write to
    their application: what is checked is what is there. Raises NotFound when one has gone.
    """
    session = db.session()
    if session.info.get(WRITES):
        yield
        return
    applications = _applications(rows)
    session.rollback()
    session.info[WRITES] = True
    try:
        session.connection(execution_options={WRITES: True})
        for id in applications:
            session.execute(select(Application.id).filter_by(id=id).with_for_update())
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


def _applications(rows: Sequence[Model]) -> list[str]:
    """Ids. Always in the same order, or two acts could wait for each other."""
    found: set[str | None] = set()
    for row in rows:
        try:
            found.add(getattr(row, "application_id", None))
        except ObjectDeletedError:
            raise NotFound(type(row).__name__) from None
    return sorted(id for id in found if id is not None)


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
