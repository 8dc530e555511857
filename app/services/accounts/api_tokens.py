"""Tokens for programs. The text is shown once; the database keeps its SHA-256."""

import hashlib
import secrets

from sqlalchemy import select

from app.errors import Unauthorized
from app.extensions import db
from app.models import Account, ApiToken, Application
from app.schemas import ApiTokenPatch, ApiTokenPost
from app.services.author import Author, change, dated
from app.services.clock import now
from app.services.transaction import transaction

INVALID = "Invalid access token"
EXPIRED = "Access token has expired"


def create_api_token(
    owner: Application | Account, post: ApiTokenPost, by: Author
) -> tuple[ApiToken, str]:
    """The token, and its text, which cannot be had again."""
    text = secrets.token_urlsafe(32)
    with transaction(owner):
        token = ApiToken(
            creator_id=by.id,
            creator_type=by.kind,
            token_hash=_hash(text),
            **_ownership(owner),
            **post.columns("scope"),
            scope=post.scope or [whole_scope(owner)],
            **dated(),
        )
        db.session.add(token)
    return token, text


def update_api_token(token: ApiToken, patch: ApiTokenPatch, by: Author) -> ApiToken:
    with transaction(token):
        change(token, patch.changes(), by)
    return token


def delete_api_token(token: ApiToken, by: Author) -> None:
    with transaction(token):
        db.session.delete(token)


def find_api_token(text: str) -> ApiToken:
    """Raises Unauthorized for one that is unknown, switched off or past its time."""
    token = db.session.scalar(select(ApiToken).filter_by(token_hash=_hash(text)))
    if token is None or token.status != "active":
        raise Unauthorized(INVALID)
    if token.expiration_date and token.expiration_date <= now():
        raise Unauthorized(EXPIRED)
    return token


def _ownership(owner: Application | Account) -> dict[str, str]:
    if isinstance(owner, Application):
        return {"application_id": owner.id}
    return {"account_id": owner.id}


def whole_scope(owner: Application | Account) -> str:
    return "all.Application" if isinstance(owner, Application) else "all.User"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
