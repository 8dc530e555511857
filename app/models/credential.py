"""What nodes need to be let in elsewhere. Not versioned; looked up by name when a node runs."""

from sqlalchemy import Boolean, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.mixins import Authored, Dated
from app.models.types import Id, JsonObject, Name, reference


class Credential(Authored, Dated, Model):
    """config: what may be shown; sealed: the rest, see services/sealing.py."""

    __tablename__ = "credentials"
    __table_args__ = (UniqueConstraint("application_id", "name"),)

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id")
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    kind: Mapped[str] = mapped_column("type", String(16))
    config: Mapped[JsonObject]
    sealed: Mapped[str] = mapped_column(Text)
