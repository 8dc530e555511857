"""What runs of flows leave behind: stored values, node states, later runs, errors and counts.

Errors and counts have no foreign key: a late one must not fail a whole flush.
"""

from sqlalchemy import Index, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.types import Id, PlainId, Time, reference


class FlowStorage(Model):
    """value: JSON text; size: bytes of key and value."""

    __tablename__ = "flow_storage"

    flow_id: Mapped[str] = reference("flows.id", primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    last_updated: Mapped[Time]


class FlowNodeState(Model):
    """key: a digest of the node's id and the name it gave; value: JSON text, None for nothing;
    used: when it was last asked for, to the day."""

    __tablename__ = "flow_node_states"
    __table_args__ = (Index("ix_flow_node_states_used", "used"),)  # to find what is too old

    flow_id: Mapped[str] = reference("flows.id", primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)
    used: Mapped[Time]


class FlowError(Model):
    """A run that halted. version: by name."""

    __tablename__ = "flow_errors"
    __table_args__ = (
        Index("ix_flow_errors_flow_id", "flow_id", "time"),
        Index("ix_flow_errors_time", "time"),  # to find what is too old
    )

    id: Mapped[Id]
    flow_id: Mapped[PlainId]
    time: Mapped[Time]
    version: Mapped[str] = mapped_column(String(255))
    node_id: Mapped[str | None] = mapped_column(String(1024))
    node_label: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    message: Mapped[str] = mapped_column(Text)


class FlowJob(Model):
    """A press of a virtual button at a later time. run_id: chosen by the flow that asked for it,
    by_id; version: by name, or "default"; payload: JSON text."""

    __tablename__ = "flow_jobs"
    __table_args__ = (UniqueConstraint("application_id", "run_id"),)

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id")
    flow_id: Mapped[str] = reference("flows.id", index=True)
    version: Mapped[str] = mapped_column(String(255))
    button_id: Mapped[str] = mapped_column(String(255))
    payload: Mapped[str] = mapped_column(Text)
    by_id: Mapped[PlainId]
    run_id: Mapped[str] = mapped_column(String(255))
    run_at: Mapped[Time] = mapped_column(index=True)


class FlowCount(Model):
    """Runs that started within one minute. version: by name; wall_time: milliseconds."""

    __tablename__ = "flow_counts"
    __table_args__ = (
        PrimaryKeyConstraint("flow_id", "time", "version"),
        Index("ix_flow_counts_time", "time"),
    )

    flow_id: Mapped[PlainId]
    time: Mapped[Time]
    version: Mapped[str] = mapped_column(String(255))
    run_count: Mapped[int] = mapped_column(Integer)
    paths_completed: Mapped[int] = mapped_column(Integer)
    paths_failed: Mapped[int] = mapped_column(Integer)
    wall_time: Mapped[int] = mapped_column(Integer)
