"""Groups form a tree; members of a group count as members of everything below it."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.mixins import Dated, Revising
from app.models.types import Id, JsonList, Name, Tags, reference


class Group(Revising, Dated, Model):
    __tablename__ = "groups"

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id", index=True)
    parent_id: Mapped[str | None] = mapped_column(
        String(24),
        ForeignKey("groups.id"),  # no cascade: children move up
        index=True,
    )
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    group_tags: Mapped[Tags]
    device_ids: Mapped[JsonList]
    device_tags: Mapped[JsonList]  # [{key?, value?}]
    device_query_json: Mapped[str | None] = mapped_column(String(8192))
