"""Failed attempts to sign in, counted for a while."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.types import Time


class SignInFailures(Model):
    """subject: what was tried or who tried, see services/throttle.py."""

    __tablename__ = "sign_in_failures"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    since: Mapped[Time] = mapped_column(index=True)
