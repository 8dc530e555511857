"""A view: a layout, page or component of one version."""

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.extensions import Model
from app.models.mixins import Authored, Dated, Revising
from app.models.types import Id, Name, OptionalId, Tags, reference


class View(Revising, Authored, Dated, Model):
    """Keyed (id, version). layout_id may name a layout that is gone: deletes are not blocked."""

    __tablename__ = "views"
    __table_args__ = (
        UniqueConstraint("version_id", "view_type", "name"),
        Index("ix_views_version_id_layout_id", "version_id", "layout_id"),
    )

    id: Mapped[Id]
    version_id: Mapped[str] = reference("versions.id", primary_key=True)
    application_id: Mapped[str] = reference("applications.id", index=True)
    name: Mapped[Name]
    view_type: Mapped[str] = mapped_column(String(16))
    description: Mapped[str | None] = mapped_column(Text)
    layout_id: Mapped[OptionalId]
    body: Mapped[str] = mapped_column(Text, default="")
    view_tags: Mapped[Tags]
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    layout: Mapped["View | None"] = relationship(
        primaryjoin=lambda: and_(
            foreign(View.layout_id) == remote(View.id),
            foreign(View.version_id) == remote(View.version_id),
        ),
        viewonly=True,
    )

    @property
    def layout_name(self) -> str | None:
        return self.layout.name if self.layout else None
