"""Who is signed in to the console, and who failed to."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model
from app.models.account import Account
from app.models.types import Time, reference


class ConsoleSession(Model):
    """From signing in to signing out. A cookie counts as long as its row is there."""

    __tablename__ = "console_sessions"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256, hex
    account_id: Mapped[str] = reference("accounts.id", index=True)
    since: Mapped[Time] = mapped_column(index=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class SignInFailures(Model):
    """Failed attempts, counted for a while. subject: see services/throttle.py."""

    __tablename__ = "sign_in_failures"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    since: Mapped[Time] = mapped_column(index=True)
