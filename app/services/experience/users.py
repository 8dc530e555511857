"""The users of an application's experience, their passwords and tokens."""

from sqlalchemy import select

from app.errors import AlreadyExists
from app.extensions import db
from app.models import Application, Group, User
from app.schemas import UserPatch, UserPost
from app.services.author import Author, change, dated
from app.services.clock import now
from app.services.lookup import rows_of
from app.services.passwords import hash_password
from app.services.transaction import transaction

NOT_COLUMNS = ("password", "experience_group_ids")


def create_user(application: Application, post: UserPost, by: Author) -> User:
    password_hash = hash_password(post.password)
    with transaction(application):
        _check_email(application.id, post.email)
        user = User(
            application_id=application.id,
            email_key=post.email.casefold(),
            password_hash=password_hash,
            password_last_updated=now(),
            groups=_groups(application.id, post.experience_group_ids),
            **post.columns(*NOT_COLUMNS),
            **dated(),
        )
        db.session.add(user)
    return user


def update_user(user: User, patch: UserPatch, by: Author) -> User:
    """A new password leaves the user's tokens alone."""
    password_hash = hash_password(patch.password) if patch.password else None
    with transaction(user):
        values = patch.changes(*NOT_COLUMNS)
        if patch.email is not None:
            _check_email(user.application_id, patch.email, but=user.id)
            values["email_key"] = patch.email.casefold()
        if password_hash is not None:
            values |= {"password_hash": password_hash, "password_last_updated": now()}
        if patch.experience_group_ids is not None:
            values["groups"] = _groups(user.application_id, patch.experience_group_ids)
        change(user, values, by)
    return user


def invalidate_tokens(user: User, by: Author) -> None:
    """Every token issued to this user before now is refused."""
    with transaction(user):
        change(user, {"token_cutoff": now()}, by)


def delete_user(user: User, by: Author) -> None:
    with transaction(user):
        db.session.delete(user)


def _groups(application_id: str, ids: list[str]) -> list[Group]:
    return rows_of(Group, application_id, ids, "experienceGroupIds")


def _check_email(application_id: str, email: str, but: str | None = None) -> None:
    query = select(User.id).filter_by(application_id=application_id, email_key=email.casefold())
    if db.session.scalar(query) not in (None, but):
        raise AlreadyExists(f'Email address "{email}" already exists', "email")
