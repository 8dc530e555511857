"""A version of an experience: its settings. Endpoints and views hang on it by version_id."""

from sqlalchemy import JSON, ColumnElement, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.extensions import Model
from app.models.host import Domain, Slug
from app.models.mixins import Authored, Dated, Revising
from app.models.types import Id, JsonList, OptionalJson, reference

DEVELOP = "develop"


def _points_here(host: type[Domain | Slug]) -> ColumnElement[bool]:
    return and_(
        foreign(host.application_id) == Version.application_id,
        foreign(host.version) == Version.name,
    )


class Version(Revising, Authored, Dated, Model):
    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("application_id", "name"),)

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id")
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None] = mapped_column(Text)
    endpoint_default_cors: Mapped[bool] = mapped_column(default=True)
    allowed_cors_origins: Mapped[JsonList]
    globals: Mapped[JsonList]
    not_found_reply: Mapped[OptionalJson]
    unauthorized_reply: Mapped[OptionalJson]
    response_headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    attached_domains: Mapped[list[Domain]] = relationship(
        primaryjoin=lambda: _points_here(Domain), order_by=Domain.domain_name, viewonly=True
    )
    attached_slugs: Mapped[list[Slug]] = relationship(
        primaryjoin=lambda: _points_here(Slug), order_by=Slug.slug, viewonly=True
    )

    @property
    def is_develop(self) -> bool:
        return self.name == DEVELOP
