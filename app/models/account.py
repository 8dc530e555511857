"""The people who sign in to the console, and the tokens that programs use."""

from flask_login import UserMixin
from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.extensions import Model
from app.models.mixins import Dated
from app.models.types import Id, Name, OptionalTime, folded, reference


class Account(UserMixin, Dated, Model):  # type: ignore[misc]
    __tablename__ = "accounts"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(1024))
    email_key: Mapped[str] = folded(1024, unique=True)  # email, casefolded
    password_hash: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(1024), default="")
    last_name: Mapped[str] = mapped_column(String(1024), default="")
    token_key: Mapped[str] = mapped_column(String(32))  # a new one ends all API log-ins
    last_login: Mapped[OptionalTime]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


class ApiToken(Dated, Model):
    """A token for programs. Of an application, or of an account when application_id is None."""

    __tablename__ = "api_tokens"

    id: Mapped[Id]
    application_id: Mapped[str | None] = reference("applications.id", index=True)
    account_id: Mapped[str | None] = reference("accounts.id", index=True)
    creator_id: Mapped[str] = mapped_column(String(24))
    creator_type: Mapped[str] = mapped_column(String(16))  # "user", "apiToken" or "flow"
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[list[str]] = mapped_column(JSON, default=list)
    status: Mapped[str] = mapped_column(String(8), default="active")
    expiration_date: Mapped[OptionalTime]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, hex
    creator: Mapped[Account | None] = relationship(
        primaryjoin=lambda: foreign(ApiToken.creator_id) == Account.id, viewonly=True
    )
    """None where no account made it."""

    @property
    def owner_id(self) -> str | None:
        return self.application_id or self.account_id

    @property
    def owner_type(self) -> str:
        return "application" if self.application_id else "user"

    @property
    def creator_name(self) -> str | None:
        return self.creator.full_name if self.creator else None
