"""The values that a flow keeps from run to run: one set, whatever the version.

The functions that take a connection are one statement or a few; whoever calls them has begun a
transaction that may write.
"""

from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import ValidationError
from app.extensions import db
from app.models import Flow, FlowStorage
from app.schemas.flow_records import KEY_LENGTH, StorageEntry
from app.services.clock import now
from app.services.transaction import transaction
from app.services.upsert import upsert
from app.workflows.errors import Refused
from app.workflows.values import UNDEFINED, dump_json, load_json

VALUE_BYTES = 16 * 1024
WRITTEN = ("value", "size", "last_updated")

Values = dict[str, Any]
table = FlowStorage.__table__.c


def storage_of(flow: Flow) -> Values:
    return read_all(db.session.connection(), flow.id)


def set_storage_entry(flow: Flow, entry: StorageEntry) -> None:
    with transaction(flow):
        try:
            write(db.session.connection(), flow.id, entry.key, entry.value)
        except Refused as refused:
            raise ValidationError(refused.message, "value") from refused


def clear_storage(flow: Flow) -> None:
    with transaction(flow):
        db.session.connection().execute(delete(FlowStorage).where(table.flow_id == flow.id))


def storage_size(flow_id: str) -> tuple[int, int]:
    """Bytes, and how many keys."""
    size, count = db.session.execute(
        select(func.coalesce(func.sum(table.size), 0), func.count()).where(table.flow_id == flow_id)
    ).one()
    return int(size), int(count)


def read_all(connection: Connection, flow_id: str) -> Values:
    rows = connection.execute(
        select(table.key, table.value).where(table.flow_id == flow_id).order_by(table.key)
    )
    return {key: load_json(value) for key, value in rows}


def read(connection: Connection, flow_id: str, key: str) -> Any:
    """UNDEFINED if there is none."""
    text = connection.scalar(select(table.value).where(*_at(flow_id, key)))
    return UNDEFINED if text is None else load_json(text)


def write(connection: Connection, flow_id: str, key: str, value: Any) -> None:
    """Raises Refused."""
    text = dump_json(value)
    size = len(text.encode(errors="surrogatepass"))
    if not 0 < len(key) <= KEY_LENGTH:
        raise Refused("Validation", f"The key of a value has 1 to {KEY_LENGTH} characters")
    if size > VALUE_BYTES:
        raise Refused("Validation", f"The value is larger than {VALUE_BYTES} bytes: {size}")
    row = {"flow_id": flow_id, "key": key, "value": text, "size": size + len(key.encode())}
    row["last_updated"] = now()
    _upsert(connection, row, keep=False)


def remove(connection: Connection, flow_id: str, key: str) -> Any:
    """What was there, or UNDEFINED."""
    before = _locked(connection, flow_id, key)
    connection.execute(delete(FlowStorage).where(*_at(flow_id, key)))
    return UNDEFINED if before is None else load_json(before)


def add(connection: Connection, flow_id: str, key: str, amount: float) -> float:
    """The sum. Nobody who adds at the same time is overlooked. Raises Refused."""
    row = {"flow_id": flow_id, "key": key, "value": "0", "size": len(key.encode()) + 1}
    row["last_updated"] = now()
    _upsert(connection, row, keep=True)
    before = load_json(_locked(connection, flow_id, key) or "0")
    if isinstance(before, bool) or not isinstance(before, (int, float)):
        raise Refused("Validation", f"The value of `{key}` is not a number")
    text = dump_json(before + amount)
    if text == "null":
        raise Refused("Validation", f"The sum for `{key}` is not a finite number")
    size = len(key.encode()) + len(text)
    values = {"value": text, "size": size, "last_updated": row["last_updated"]}
    connection.execute(update(FlowStorage).where(*_at(flow_id, key)).values(values))
    total: float = load_json(text)
    return total


def _upsert(connection: Connection, row: dict[str, Any], keep: bool) -> None:
    """keep: what is there already. Raises Refused when the flow has gone."""
    try:
        upsert(
            connection,
            FlowStorage,
            [row],
            None if keep else lambda _, new: {name: new[name] for name in WRITTEN},
        )
    except IntegrityError as error:
        raise Refused("NotFound", "The workflow is no longer there") from error


def _locked(connection: Connection, flow_id: str, key: str) -> str | None:
    return connection.scalar(select(table.value).where(*_at(flow_id, key)).with_for_update())


def _at(flow_id: str, key: str) -> tuple[Any, Any]:
    return table.flow_id == flow_id, table.key == key
