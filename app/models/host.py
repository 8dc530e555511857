"""Where an experience is reached. `version` is a version's name; one that is gone serves nothing.

Hosts are looked up live, so a change to them needs no new snapshot.
"""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.extensions import Model
from app.models.mixins import Dated
from app.models.types import Id, reference


class Pointing:
    """previous_version: where it pointed before, for the way back; None if it never moved."""

    version: Mapped[str | None] = mapped_column(String(255))
    previous_version: Mapped[str | None] = mapped_column(String(255))

    @validates("version")
    def remember(self, _name: str, version: str | None) -> str | None:
        if self.version is not None and version != self.version:
            self.previous_version = self.version
        return version


class Domain(Pointing, Dated, Model):
    __tablename__ = "domains"

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id", index=True)
    domain_name: Mapped[str] = mapped_column(String(255), unique=True)  # lower case
    ssl_key: Mapped[str | None] = mapped_column(Text)
    ssl_cert: Mapped[str | None] = mapped_column(Text)
    ssl_bundle: Mapped[str | None] = mapped_column(Text)


class Slug(Pointing, Dated, Model):
    """Every application owns one slug equal to its id, which cannot be deleted or renamed."""

    __tablename__ = "slugs"

    id: Mapped[Id]
    application_id: Mapped[str] = reference("applications.id", index=True)
    slug: Mapped[str] = mapped_column(String(63), unique=True)

    @property
    def is_default(self) -> bool:
        return self.slug == self.application_id
