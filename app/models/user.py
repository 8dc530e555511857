"""The people who visit an experience. Not versioned: one user for every version and host."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, db
from app.models.group import Group
from app.models.mixins import Dated
from app.models.types import Id, OptionalTime, Tags, folded, reference

user_groups = Table(
    "user_groups",
    db.metadata,
    Column("user_id", String(24), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", String(24), ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_user_groups_group_id", "group_id"),
)


class User(Dated, Model):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("application_id", "email_key"),)

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id")
    email: Mapped[str] = mapped_column(String(1024))
    email_key: Mapped[str] = folded(1024)  # email, casefolded
    password_hash: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(1024), default="")
    last_name: Mapped[str] = mapped_column(String(1024), default="")
    user_tags: Mapped[Tags]
    token_cutoff: Mapped[OptionalTime]
    password_last_updated: Mapped[OptionalTime]
    last_login: Mapped[OptionalTime]
    groups: Mapped[list[Group]] = relationship(
        secondary=user_groups, order_by=Group.name, passive_deletes=True
    )
