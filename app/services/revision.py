"""Raises an application's revision with every change to what its public host keeps in memory."""

from typing import Any

from sqlalchemy import event, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Application, Revising


def raise_revision(*application_ids: str) -> None:
    """For statements that change many rows at once, which the session does not see."""
    _raise(db.session(), set(application_ids))


@event.listens_for(db.session, "after_flush")
def raise_revisions(session: Session, _context: Any) -> None:
    rows = {*session.new, *session.deleted, *filter(session.is_modified, session.dirty)}
    changed = [row for row in rows if isinstance(row, Revising)]
    if changed:
        _raise(session, {row.application_id for row in changed})


def _raise(session: Session, application_ids: set[str]) -> None:
    session.connection().execute(
        update(Application)
        .where(Application.id.in_(application_ids))
        .values(revision=Application.revision + 1)
    )
