"""A flow's own values, in the database: shared by its versions, by runs and by processes."""

from sqlalchemy import Connection, Engine

from app.services.flow_ports.writing import writing
from app.services.flows import storage as flow_storage
from app.workflows.ports import Json


class Storage:
    """Fulfils ports.Storage. Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, flow_id: str, key: str) -> Json:
        with self._reading() as connection:
            return flow_storage.read(connection, flow_id, key)

    def all(self, flow_id: str) -> dict[str, Json]:
        with self._reading() as connection:
            return flow_storage.read_all(connection, flow_id)

    def put(self, flow_id: str, key: str, value: Json) -> None:
        with writing(self._engine) as connection:
            flow_storage.write(connection, flow_id, key, value)

    def remove(self, flow_id: str, key: str) -> Json:
        with writing(self._engine) as connection:
            return flow_storage.remove(connection, flow_id, key)

    def add(self, flow_id: str, key: str, amount: float) -> float:
        with writing(self._engine) as connection:
            return flow_storage.add(connection, flow_id, key, amount)

    def _reading(self) -> Connection:
        return self._engine.connect()
