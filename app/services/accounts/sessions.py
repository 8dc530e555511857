"""Sessions of the console. The browser holds a key; here stands its hash, until it signs out."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete

from app.extensions import db
from app.models import Account, ConsoleSession
from app.services.clock import now
from app.services.transaction import transaction

LONGEST = timedelta(days=30)
"""After that one has to sign in again."""


def open_session(account: Account) -> str:
    """Its key, which nobody can find out later."""
    key = secrets.token_urlsafe(24)
    with transaction():
        db.session.execute(delete(ConsoleSession).where(ConsoleSession.since <= now() - LONGEST))
        db.session.add(ConsoleSession(key_hash=_hash(key), account_id=account.id, since=now()))
    return key


def find_account(key: str) -> Account | None:
    """Whose session it is, while it lasts."""
    session = db.session.get(ConsoleSession, _hash(key))
    return session.account if session and session.since > now() - LONGEST else None


def end_session(key: str) -> None:
    with transaction():
        db.session.execute(delete(ConsoleSession).where(ConsoleSession.key_hash == _hash(key)))


def end_sessions(account: Account) -> None:
    """All that the account has."""
    with transaction():
        db.session.execute(delete(ConsoleSession).where(ConsoleSession.account_id == account.id))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
