"""A version of an experience: its settings. Endpoints and views hang on it by version_id."""

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.mixins import Authored, Dated, Revising
from app.models.types import Id, JsonList, OptionalJson, reference

DEVELOP = "develop"


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

    @property
    def is_develop(self) -> bool:
        return self.name == DEVELOP
