"""The values in a flow's storage, one by one: for people who look into it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from app.errors import AlreadyExists, NotFound
from app.extensions import db
from app.models import Flow, FlowStorage
from app.schemas.flow_records import StorageEntry
from app.services.flows.storage import remove, set_storage_entry
from app.services.transaction import transaction
from app.workflows.values import UNDEFINED, load_json

TITLE = "Stored value"
table = FlowStorage.__table__.c
COLUMNS = (table.key, table.value, table.size, table.last_updated)


class StoredValue(NamedTuple):
    """size: bytes of key and value."""

    key: str
    value: Any
    size: int
    last_updated: datetime


def find_stored(flow_id: str, key: str) -> StoredValue:
    """Raises NotFound."""
    found = select(*COLUMNS).where(table.flow_id == flow_id, table.key == key)
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound(TITLE)
    return stored_value(row)


def add_stored(flow: Flow, entry: StorageEntry) -> None:
    """Raises AlreadyExists rather than replace one."""
    with transaction(flow):
        taken = select(table.key).where(table.flow_id == flow.id, table.key == entry.key)
        if db.session.scalar(taken) is not None:
            raise AlreadyExists(f"There is a value under `{entry.key}` already", "key")
        set_storage_entry(flow, entry)


def remove_stored(flow: Flow, key: str) -> None:
    """Raises NotFound."""
    with transaction(flow):
        if remove(db.session.connection(), flow.id, key) is UNDEFINED:
            raise NotFound(TITLE)


def stored_value(row: Any) -> StoredValue:
    """row: of COLUMNS."""
    return StoredValue(row.key, load_json(row.value), row.size, row.last_updated)
