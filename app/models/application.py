"""An application: one experience with its users, and the secret behind their tokens."""

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.mixins import Dated, Revising
from app.models.types import Id, JsonList, Name, OptionalTime


class Application(Revising, Dated, Model):
    __tablename__ = "applications"

    id: Mapped[Id]
    owner_id: Mapped[str] = mapped_column(
        String(24), ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    globals: Mapped[JsonList]  # [{key, json, description?, cloudOnly?}]
    ftue_tracking: Mapped[JsonList]  # [{name, version, status}]
    exp_user_token_cutoff: Mapped[OptionalTime]
    token_secret: Mapped[str] = mapped_column(String(64))  # signs experience tokens
    revision: Mapped[int] = mapped_column(Integer, default=1)  # see mixins.Revising

    @property
    def application_id(self) -> str:
        return self.id
