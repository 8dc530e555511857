"""The people of the console."""

import secrets

from sqlalchemy import select

from app.errors import AlreadyExists, Unauthorized, ValidationError
from app.extensions import db
from app.models import Account
from app.schemas import AccountPatch, AccountPost, PasswordChange
from app.services.accounts.sessions import end_sessions
from app.services.author import Author, change, dated
from app.services.clock import now
from app.services.passwords import hash_password, password_fits
from app.services.throttle import Attempt, count_attempt, forgive_attempt
from app.services.transaction import transaction


def create_account(post: AccountPost) -> Account:
    password_hash = hash_password(post.password)
    with transaction():
        _check_email(post.email)
        account = Account(
            email_key=post.email.casefold(),
            password_hash=password_hash,
            token_key=new_token_key(),
            **post.columns("password"),
            **dated(),
        )
        db.session.add(account)
    return account


def update_account(account: Account, patch: AccountPatch, by: Author) -> Account:
    with transaction(account):
        values = patch.changes()
        if patch.email is not None:
            _check_email(patch.email, but=account.id)
            values["email_key"] = patch.email.casefold()
        change(account, values, by)
    return account


def authenticate(email: str, password: str, address: str | None = None) -> Account:
    """Notes the log-in. Takes as long when nobody has that e-mail address.

    address: where the attempt comes from. Raises Unauthorized, and AccountLocked after too many.
    """
    attempt = Attempt(email, address)
    count_attempt(attempt)
    known = select(Account.id, Account.password_hash).filter_by(email_key=email.casefold())
    id, password_hash = db.session.execute(known).one_or_none() or (None, None)
    db.session.rollback()  # waiting for a turn to hash must not hold a connection
    fits = password_fits(password, password_hash)
    account = db.session.get(Account, id) if fits else None
    if account is None:
        raise Unauthorized("Email or password is wrong")
    with transaction(account):
        account.last_login = now()
        forgive_attempt(attempt)
    return account


def change_password(
    account: Account, given: PasswordChange, by: Author, address: str | None = None
) -> Account:
    """Ends every session and API token of the account; the caller signs its own in again.

    Whoever finds an open session may guess no more often than at the door. address: where the
    request comes from. Raises ValidationError, and AccountLocked after too many guesses.
    """
    attempt = Attempt(account.email, address)
    count_attempt(attempt)
    if not password_fits(given.current_password, account.password_hash):
        raise ValidationError("This is not the password you have now", "currentPassword")
    password_hash = hash_password(given.password)
    with transaction(account):
        forgive_attempt(attempt)
        values = {"password_hash": password_hash, "token_key": new_token_key()}
        change(account, values, by)
        end_sessions(account)
    return account


def _check_email(email: str, but: str | None = None) -> None:
    query = select(Account.id).filter_by(email_key=email.casefold())
    if db.session.scalar(query) not in (None, but):
        raise AlreadyExists(f'Email address "{email}" already exists', "email")


def new_token_key() -> str:
    return secrets.token_hex(16)
