"""Presses of virtual buttons at a later time, kept in the database until they are due.

Each takes a connection whose transaction may write.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from app.models import FlowJob, new_id
from app.workflows.errors import Refused

AT_ONCE = 100
MOST_WAITING = 10_000
"""Jobs of one application."""

table = FlowJob.__table__.c


@dataclass(frozen=True)
class Job:
    """See models.FlowJob."""

    application_id: str
    flow_id: str
    version: str
    button_id: str
    payload: str
    by_id: str
    run_id: str
    run_at: datetime


def schedule_job(connection: Connection, job: Job) -> bool:
    """Whether it is a new one; one of the same run_id that has not begun is replaced.

    Raises Refused if too many wait."""
    replaced = cancel_job(connection, job.application_id, job.run_id)
    waiting = select(func.count()).where(table.application_id == job.application_id)
    if connection.scalars(waiting).one() >= MOST_WAITING:
        raise Refused("TooMany", f"More than {MOST_WAITING:,} scheduled runs wait already")
    connection.execute(insert(FlowJob).values(id=new_id(), **asdict(job)))
    return not replaced


def cancel_job(connection: Connection, application_id: str, run_id: str) -> bool:
    """Whether there was one."""
    of_it = (table.application_id == application_id, table.run_id == run_id)
    return connection.execute(delete(FlowJob).where(*of_it)).rowcount > 0


def next_due(connection: Connection) -> datetime | None:
    """None if nothing waits."""
    return connection.scalars(select(table.run_at).order_by(table.run_at).limit(1)).one_or_none()


def claim_due(connection: Connection, now: datetime) -> Sequence[Job]:
    """Oldest first, some at a time. They are the caller's to run, and nobody else's."""
    due = select(FlowJob.__table__).where(table.run_at <= now).order_by(table.run_at, table.id)
    rows = connection.execute(due.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    connection.execute(delete(FlowJob).where(table.id.in_([row.id for row in rows])))
    return [Job(*(getattr(row, name) for name in Job.__dataclass_fields__)) for row in rows]
