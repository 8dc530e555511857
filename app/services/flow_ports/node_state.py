"""What nodes remember from run to run, in the database, apart from what the flow stores."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import IntegrityError

from app.models import FlowNodeState
from app.services.clock import now
from app.services.flow_ports.writing import writing
from app.services.upsert import upsert
from app.workflows.errors import Refused
from app.workflows.ports import Json
from app.workflows.values import UNDEFINED, dump_json, load_json

table = FlowNodeState.__table__.c
FORGOTTEN_AFTER = timedelta(days=366)
"""Not used for that long: its node is gone, or the name it was kept under does not come again."""


class NodeState:
    """Fulfils ports.NodeState. Thread-safe. A date comes back as ISO text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def update(self, flow_id: str, node_id: str, name: str, change: Callable[[Json], Json]) -> Json:
        key = _digest(node_id, name)
        today = now().replace(hour=0, minute=0, second=0, microsecond=0)
        row = {"flow_id": flow_id, "key": key, "value": None, "used": today}
        place = (table.flow_id == flow_id, table.key == key)
        with writing(self._engine) as connection:
            try:
                upsert(connection, FlowNodeState, [row])
            except IntegrityError as error:
                raise Refused("NotFound", "The workflow is no longer there") from error
            kept = select(table.value, table.used).where(*place).with_for_update()
            before, used = connection.execute(kept).one()
            after = change(_read(before))
            text = None if after is UNDEFINED else dump_json(after)
            if (text, today) != (before, used):
                changed = update(FlowNodeState).where(*place)
                connection.execute(changed.values(value=text, used=today))
        return after


def purge_node_states(connection: Connection, now: datetime) -> None:
    """Those of a deleted flow go with it; those of a deleted node, and of names that do not come
    again, go in time."""
    old = FlowNodeState.used < now - FORGOTTEN_AFTER
    connection.execute(delete(FlowNodeState).where(old))


def _read(text: str | None) -> Any:
    return UNDEFINED if text is None else load_json(text)


def _digest(node_id: str, name: str) -> str:
    """Names are drawn from templates, and may have any length."""
    return hashlib.sha256(dump_json([node_id, name]).encode()).hexdigest()
