"""What runs leave behind, written many at once: whoever runs flows gathers it and calls these.

Each takes a connection whose transaction may write.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert

from app.models import FlowCount, FlowError, new_id
from app.services.upsert import upsert

LONGEST_MESSAGE = 10_000


class CountKey(NamedTuple):
    """minute: since 1970; version: by name, such as "develop"."""

    flow_id: str
    minute: int
    version: str


class Counts(NamedTuple):
    """wall_time: milliseconds, of all runs together."""

    run_count: int = 0
    paths_completed: int = 0
    paths_failed: int = 0
    wall_time: int = 0

    def __add__(self, other: "Counts") -> "Counts":  # type: ignore[override]
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """name, message: as flow-error handlers see them."""

    flow_id: str
    version: str
    time: datetime
    name: str
    message: str
    node_id: str | None = None
    node_label: str | None = None


def add_flow_counts(connection: Connection, counts: Mapping[CountKey, Counts]) -> None:
    """To those that are there."""
    rows = [
        {
            "flow_id": key.flow_id,
            "time": datetime.fromtimestamp(key.minute * 60, UTC),
            "version": key.version,
            **count._asdict(),
        }
        for key, count in counts.items()
    ]
    upsert(
        connection,
        FlowCount,
        rows,
        lambda old, new: {name: old[name] + new[name] for name in Counts._fields},
    )


def add_flow_errors(connection: Connection, errors: Iterable[ErrorRecord]) -> None:
    rows = [
        {
            "id": new_id(),
            "flow_id": error.flow_id,
            "version": error.version,
            "time": error.time,
            "name": error.name[:255],
            "message": error.message[:LONGEST_MESSAGE],
            "node_id": error.node_id,
            "node_label": error.node_label and error.node_label[:255],
        }
        for error in errors
    ]
    if rows:
        connection.execute(insert(FlowError), rows)


def purge_flow_records(connection: Connection, before: datetime) -> None:
    """Forget what is too old to be asked for."""
    for table in (FlowCount, FlowError):
        connection.execute(delete(table).where(table.time < before))
