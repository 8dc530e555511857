"""Invitations to the console: an account whose password nobody knows, and a link that sets one.

The link is signed, names the account's token key and so works once: a password makes a new key.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import jwt
from flask import current_app

from app.errors import Forbidden, NotFound
from app.extensions import db
from app.models import Account
from app.schemas import AccountPost, Invitation, Welcome
from app.services.accounts import create_account, new_token_key
from app.services.author import Author, change
from app.services.clock import now
from app.services.passwords import hash_password
from app.services.transaction import transaction
from config import Settings

ALGORITHM = "HS256"
LASTS = timedelta(days=7)


def invite(invitation: Invitation) -> tuple[Account, str]:
    """The account, and the token of its link."""
    post = AccountPost(password=secrets.token_urlsafe(32), **invitation.columns())
    account = create_account(post)
    return account, _token(account)


def invite_again(account: Account, by: Author) -> str:
    """The token of a new link; older ones are worth nothing then. Raises Forbidden for somebody who
    has signed in: whoever had the link would have their account."""
    with transaction(account):
        if account.last_login is not None:
            raise Forbidden(f"{account.email} has signed in already and needs no invitation")
        change(account, {"token_key": new_token_key()}, by)
    return _token(account)


def invited(token: str) -> Account:
    """Raises NotFound when the link is forged, used, replaced or too old."""
    claims = _claims(token)
    account = db.session.get(Account, claims["sub"])
    if account is None or account.token_key != claims["key"] or account.last_login is not None:
        raise NotFound("Invitation")
    return account


def accept_invitation(token: str, welcome: Welcome) -> Account:
    """Counts as signing in."""
    password_hash = hash_password(welcome.password)
    account = invited(token)
    with transaction(account):
        invited(token)  # nobody was faster
        values = welcome.columns("password")
        values |= {"password_hash": password_hash, "token_key": new_token_key()}
        change(account, values | {"last_login": now()}, Author(account.id))
    return account


def _token(account: Account) -> str:
    claims = {"sub": account.id, "key": account.token_key, "exp": (now() + LASTS).timestamp()}
    return jwt.encode(claims, _secret(), algorithm=ALGORITHM)


def _claims(token: str) -> dict[str, Any]:
    options: Any = {"require": ["sub", "key", "exp"], "verify_exp": False}
    try:
        claims: dict[str, Any] = jwt.decode(token, _secret(), [ALGORITHM], options)
    except (jwt.InvalidTokenError, ValueError):
        raise NotFound("Invitation") from None
    if claims["exp"] <= now().timestamp():
        raise NotFound("Invitation")
    return claims


def _secret() -> str:
    """Of its own: no other token of this server is an invitation."""
    settings: Settings = current_app.config["FOYER"]
    return hashlib.sha256(f"invitations of {settings.secret_key}".encode()).hexdigest()
