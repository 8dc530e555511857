"""An endpoint: one method and route of one version."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, db
from app.models.group import Group
from app.models.mixins import Authored, Dated, Revising
from app.models.types import Id, OptionalJson, Tags, reference

endpoint_groups = Table(
    "endpoint_groups",
    db.metadata,
    Column("endpoint_id", String(24), primary_key=True),
    Column("version_id", String(24), primary_key=True),
    Column("group_id", String(24), primary_key=True),
    ForeignKeyConstraint(
        ["endpoint_id", "version_id"], ["endpoints.id", "endpoints.version_id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(["group_id"], ["groups.id"], ondelete="CASCADE"),
    Index("ix_endpoint_groups_group_id", "group_id"),
)


class Endpoint(Revising, Authored, Dated, Model):
    """Keyed (id, version): the same id in every version that holds a copy."""

    __tablename__ = "endpoints"
    __allow_unmapped__ = True  # for order and request_count
    __table_args__ = (UniqueConstraint("version_id", "method", "route"),)

    id: Mapped[Id]
    version_id: Mapped[str] = reference("versions.id", primary_key=True)
    application_id: Mapped[str] = reference("applications.id", index=True)
    method: Mapped[str] = mapped_column(String(8))
    route: Mapped[str] = mapped_column(String(1024))
    enabled: Mapped[bool] = mapped_column(default=True)
    access: Mapped[str] = mapped_column(String(16), default="public")
    device_id_template: Mapped[str | None] = mapped_column(String(255))
    description: Mapped[str | None] = mapped_column(Text)
    endpoint_tags: Mapped[Tags]
    static_reply: Mapped[OptionalJson]
    unauthorized_reply: Mapped[OptionalJson]
    groups: Mapped[list[Group]] = relationship(
        secondary=endpoint_groups, order_by=Group.name, passive_deletes=True
    )
    order: int | None = None
    """Its place in the router's list, from 1. Set by lists."""
    request_count: int | None = None
    """How often it was asked lately. Set by lists that were asked for it."""
