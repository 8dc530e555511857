"""What a flow keeps from run to run, as a list."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy import func as sql

from app.extensions import db
from app.models import FlowStorage
from app.services.flows.stored_values import COLUMNS, StoredValue, stored_value
from app.services.listing.base import ListQuery, Page

table = FlowStorage.__table__.c
SORTS: dict[str | None, ColumnElement[Any]] = {
    None: table.key,
    "key": table.key,
    "size": table.size,
    "lastUpdated": table.last_updated,
}


def list_stored(flow_id: str, query: ListQuery) -> Page[StoredValue]:
    """The filter, without its asterisks, looks into keys and values."""
    there: list[ColumnElement[bool]] = [table.flow_id == flow_id]
    if wanted := (query.filter or "").strip("*"):
        texts = (table.key, table.value)
        there.append(or_(*(text.icontains(wanted, autoescape=True) for text in texts)))
    by = SORTS[query.sort_field]
    rows = select(*COLUMNS).where(*there).order_by(by.desc() if query.is_descending else by)
    rows = rows.order_by(table.key).limit(query.per_page).offset(query.page * query.per_page)
    return Page(
        [stored_value(row) for row in db.session.execute(rows)],
        db.session.scalars(select(sql.count()).where(*there)).one(),
        query.sort_field or "key",
        query.sort_direction or "asc",
        query.page,
        query.per_page,
    )
