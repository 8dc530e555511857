"""Who calls the API: accounts by tokens that they log in for, programs by tokens made for them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
from flask import current_app

from app.errors import Unauthorized
from app.extensions import db
from app.models import Account, ApiToken, Application
from app.services.accounts import authenticate
from app.services.accounts.api_tokens import EXPIRED, INVALID, find_api_token
from app.services.author import Author
from app.services.clock import now
from config import Settings

ALGORITHM = "HS256"
LONGEST = 8 * 1024  # bytes
DEFAULT_SCOPES = ("all.User",)


@dataclass(frozen=True)
class Login:
    account: Account
    token: str


@dataclass(frozen=True)
class Caller:
    """One of account and application: with whose rights the call is made, as far as scopes go."""

    account: Account | None
    application: Application | None
    scopes: tuple[str, ...]
    author: Author
    ttl: int = 0
    """Of the token, in milliseconds; 0 never expires."""


def log_in(
    email: str,
    password: str,
    address: str | None,
    scopes: Sequence[str] = (),
    ttl: int = 0,
) -> Login:
    """address: where the call comes from. ttl: milliseconds; 0 never expires.

    Raises Unauthorized, and AccountLocked after too many failures.
    """
    account = authenticate(email, password, address)
    return Login(account, issue_account_token(account, scopes, ttl))


def issue_account_token(account: Account, scopes: Sequence[str] = (), ttl: int = 0) -> str:
    """For whoever is known already, such as to refresh a token."""
    moment = now()
    claims = {
        "sub": account.id,
        "scope": list(scopes or DEFAULT_SCOPES),
        "iat": moment.timestamp(),
        "iss": _settings().host,  # where clients that keep only the token look for the API
        "key": account.token_key,  # a new password makes a new key, and so ends the token
    }
    if ttl:
        claims["exp"] = min(moment.timestamp() + ttl / 1000, _LAST)
    return jwt.encode(claims, _secret(), algorithm=ALGORITHM)


def authenticate_api(token: str) -> Caller:
    """Raises Unauthorized, telling a token that has expired from one that is none."""
    return _account_caller(token) if token.count(".") == 2 else _program_caller(token)


def _account_caller(token: str) -> Caller:
    claims = _claims(token)
    account = db.session.get(Account, claims["sub"])
    if account is None or account.token_key != claims["key"]:
        raise Unauthorized(INVALID)
    ttl = round((claims["exp"] - claims["iat"]) * 1000) if "exp" in claims else 0
    return Caller(account, None, tuple(claims["scope"]), Author(account.id), ttl)


def _program_caller(text: str) -> Caller:
    token = find_api_token(text)
    return Caller(
        account=db.session.get(Account, token.account_id) if token.account_id else None,
        application=_application(token),
        scopes=tuple(token.scope),
        author=Author(token.id, "apiToken"),
    )


def _application(token: ApiToken) -> Application | None:
    return db.session.get(Application, token.application_id) if token.application_id else None


def _claims(token: str) -> dict[str, Any]:
    try:
        if len(token) > LONGEST:
            raise Unauthorized(INVALID)
        claims: dict[str, Any] = jwt.decode(
            token,
            _secret(),
            algorithms=[ALGORITHM],
            options={"require": ["sub", "scope", "iat", "key"], "verify_exp": False},
        )
    except (jwt.InvalidTokenError, ValueError):
        raise Unauthorized(INVALID) from None
    if claims.get("exp", _LAST) <= now().timestamp():
        raise Unauthorized(EXPIRED)
    return claims


def _secret() -> str:
    """Of its own, so that no session of the console can be made from a token or the other way."""
    return hashlib.sha256(f"api tokens of {_settings().secret_key}".encode()).hexdigest()


def _settings() -> Settings:
    settings: Settings = current_app.config["FOYER"]
    return settings


_LAST = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
