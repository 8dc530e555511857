"""Who made or changed something, by name."""

from collections.abc import Iterable

from flask_login import current_user
from sqlalchemy import select

from app.extensions import db
from app.models import Account


def author_names(ids: Iterable[str | None]) -> dict[str | None, str]:
    """By account id; whoever asks is "you"."""
    accounts = db.session.scalars(select(Account).where(Account.id.in_({id for id in ids if id})))
    return {one.id: "you" if one.id == current_user.id else one.full_name for one in accounts}
