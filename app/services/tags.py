"""Keeps the tag rows, which searches use, equal to the tags that users and groups carry."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, delete, event, insert, inspect
from sqlalchemy.orm import InstanceState, Session

from app.extensions import db
from app.models import Group, User, group_tags, user_tags

TAGGED: dict[type[User | Group], tuple[str, Table]] = {
    User: ("user_tags", user_tags),
    Group: ("group_tags", group_tags),
}


@event.listens_for(db.session, "after_flush")
def write_tag_rows(session: Session, _context: Any) -> None:
    new, dirty = set(session.new), set(session.dirty)  # each is worked out whenever it is asked for
    for model, (column, table) in TAGGED.items():
        changed = {
            row for row in new | dirty if isinstance(row, model) and _has_changed(row, column)
        }
        connection = session.connection()
        for row in changed - new:
            connection.execute(delete(table).where(table.c.row_id == row.id))
        if tags := [tag for row in changed for tag in _tag_rows(row, getattr(row, column))]:
            connection.execute(insert(table), tags)


def _has_changed(row: User | Group, column: str) -> bool:
    state: InstanceState[Any] = inspect(row)
    return state.attrs[column].history.has_changes()


def _tag_rows(row: User | Group, tags: dict[str, str]) -> Iterator[dict[str, str]]:
    for key, value in tags.items():
        yield {"row_id": row.id, "application_id": row.application_id, "key": key, "value": value}
