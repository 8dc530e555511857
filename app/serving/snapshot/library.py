"""The flows of an application that are not versioned with its experience: application flows and
custom nodes. Compiled when they are first asked for, kept until the application has changed."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Row

from app.serving.snapshot.flow_rows import application_flows, application_row, find_flow
from app.serving.snapshot.store import Store
from app.sqlite import begin_reading
from app.workflows.flow import Flow

KEPT_AT_MOST = 2000

Key = tuple[str, ...]
T = TypeVar("T")


class Library:
    """Thread-safe: two threads may read the same flow twice."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[Key, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def find(self, application_id: str, flow_id: str, version: str) -> Flow | None:
        """version: by name, or "default"."""

        def read(connection: Connection, application: Row[Any]) -> Flow | None:
            return find_flow(connection, application, flow_id, version)

        return self._look_up((application_id, flow_id, version), read, None)

    def application_flows(self, application_id: str) -> list[Flow]:
        """Of class `cloud`, enabled, in their default versions."""
        return self._look_up((application_id,), application_flows, [])

    def _look_up(self, key: Key, read: Callable[[Connection, Row[Any]], T], otherwise: T) -> T:
        """What was kept, unless the application has a newer revision; otherwise: if it is gone."""
        revision = self._store.reads().revision(key[0])
        with self._lock:
            seen, found = self._kept.get(key, (None, otherwise))
            if seen is not None and seen == revision:
                self._kept.move_to_end(key)
                return found
        with self._store.engine.connect() as connection:
            begin_reading(connection)
            application = application_row(connection, key[0])
            found = read(connection, application) if application else otherwise
        self._keep(key, (revision or 0, found))
        return found

    def _keep(self, key: Key, kept: tuple[int, Any]) -> None:
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > KEPT_AT_MOST:
                self._kept.popitem(last=False)


class CustomNodes:
    """Fulfils ports.CustomNodes."""

    def __init__(self, library: Library, application_id: str) -> None:
        self._library = library
        self._application_id = application_id

    def find(self, flow_id: str, version: str) -> Flow | None:
        flow = self._library.find(self._application_id, flow_id, version)
        return flow if flow and flow.flow_class == "customNode" else None
