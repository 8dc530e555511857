"""What nodes remember from run to run, in the database, apart from what the flow stores."""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from app.models import FlowNodeState
from app.services.flow_ports.writing import writing
from app.services.upsert import upsert
from app.workflows.errors import Refused
from app.workflows.ports import Json
from app.workflows.values import UNDEFINED, dump_json, load_json

table = FlowNodeState.__table__.c


class NodeState:
    """Fulfils ports.NodeState. Thread-safe. A date comes back as ISO text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def update(self, flow_id: str, node_id: str, name: str, change: Callable[[Json], Json]) -> Json:
        key = _digest(node_id, name)
        place = (table.flow_id == flow_id, table.key == key)
        with writing(self._engine) as connection:
            try:
                upsert(connection, FlowNodeState, [{"flow_id": flow_id, "key": key, "value": None}])
            except IntegrityError as error:
                raise Refused("NotFound", "The workflow is no longer there") from error
            before = connection.scalar(select(table.value).where(*place).with_for_update())
            after = change(_read(before))
            text = None if after is UNDEFINED else dump_json(after)
            if text != before:
                connection.execute(update(FlowNodeState).where(*place).values(value=text))
        return after


def _read(text: str | None) -> Any:
    return UNDEFINED if text is None else load_json(text)


def _digest(node_id: str, name: str) -> str:
    """Names are drawn from templates, and may have any length."""
    return hashlib.sha256(dump_json([node_id, name]).encode()).hexdigest()
