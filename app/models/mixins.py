"""Columns that several resources share."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.types import OptionalId, Time


class Dated:
    creation_date: Mapped[Time]
    last_updated: Mapped[Time]


class Authored:
    """Who made the row and who changed it last; type is "user", "apiToken" or "flow"."""

    created_by_id: Mapped[OptionalId]
    created_by_type: Mapped[str | None] = mapped_column(String(16))
    last_updated_by_id: Mapped[OptionalId]
    last_updated_by_type: Mapped[str | None] = mapped_column(String(16))


class Revising:
    """A committed change to such a row raises the revision of its application.

    The public host keeps a snapshot for each (application, version, revision), so whatever a
    snapshot is made of carries this mark. Row classes have an `application_id`.
    """

    if TYPE_CHECKING:
        application_id: Any
