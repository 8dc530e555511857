"""Accounts, their applications, and the tokens of programs."""

from dataclasses import replace

from sqlalchemy import false, select
from sqlalchemy.orm import selectinload

from app.models import Account, ApiToken, Application
from app.services.listing.base import Fields, ListQuery, Page

APPLICATIONS = Fields(
    id=Application.id,
    sorts={
        "name": Application.name,
        "id": Application.id,
        "creationDate": Application.creation_date,
        "ownerId": Application.owner_id,
        "lastUpdated": Application.last_updated,
    },
    filters={"name": Application.name},
)
ACCOUNTS = Fields(
    id=Account.id,
    sorts={
        "email": Account.email_key,
        "creationDate": Account.creation_date,
        "lastLogin": Account.last_login,
    },
    filters={"email": Account.email_key},
)
TOKENS = Fields(
    id=ApiToken.id,
    sorts={
        "name": ApiToken.name,
        "status": ApiToken.status,
        "id": ApiToken.id,
        "creationDate": ApiToken.creation_date,
        "lastUpdated": ApiToken.last_updated,
        "expirationDate": ApiToken.expiration_date,
    },
    filters={"name": ApiToken.name, "status": ApiToken.status},
)


def list_applications(owner: Account | Application, q: ListQuery) -> Page[Application]:
    """Those of an account; or the one itself, which is all that a token of it can see.

    A filter without `*` also fits a part of a name, since people type the beginning of one.
    extra: org_id; nobody has organizations yet, so there is nothing in any.
    """
    seen_by = Application.owner_id if isinstance(owner, Account) else Application.id
    statement = select(Application).where(seen_by == owner.id)
    if q.extra.get("org_id"):
        statement = statement.where(false())
    if q.filter and "*" not in q.filter:
        q = replace(q, filter=f"*{q.filter}*")
    return APPLICATIONS.page(APPLICATIONS.matching(statement, q), q)


def list_accounts(q: ListQuery) -> Page[Account]:
    """Of the whole installation."""
    return ACCOUNTS.page(ACCOUNTS.matching(select(Account), q), q)


def list_api_tokens(owner: Account | Application, q: ListQuery) -> Page[ApiToken]:
    """Each with its creator, where that is an account."""
    of_owner = ApiToken.account_id if isinstance(owner, Account) else ApiToken.application_id
    statement = TOKENS.matching(select(ApiToken).where(of_owner == owner.id), q)
    return TOKENS.page(statement.options(selectinload(ApiToken.creator)), q)
