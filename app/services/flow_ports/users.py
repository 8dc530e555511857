"""Experience users for flows."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Application, User
from app.schemas import UserPatch, UserPost
from app.schemas.messages import read
from app.schemas.user import UserAnswer
from app.services.clock import now
from app.services.experience.tokens import TokenRefused, check_cutoffs, issue_token, read_claims
from app.services.experience.users import create_user, delete_user, invalidate_tokens, update_user
from app.services.flow_ports.application import ID, ApplicationPort, list_query, page_fields
from app.services.listing import list_users
from app.services.passwords import password_fits
from app.services.throttle import Attempt, count_attempt, forgive_attempt
from app.services.transaction import transaction
from app.workflows.errors import Refused
from app.workflows.ports import Fields


class Users(ApplicationPort):
    """client: the address that the request came from, if one began the run."""

    def __init__(self, app: Flask, application_id: str, client: str | None = None) -> None:
        super().__init__(app, application_id)
        self._client = client

    def find(self, id_or_email: str) -> Fields | None:
        with self._application() as application:
            user = find_user(application, id_or_email)
            return resource(user) if user else None

    def search(self, query: Any, **options: Any) -> Fields:
        with self._application() as application:
            page = list_users(application, list_query(query, **options))
            return page_fields(page, [resource(user) for user in page.items])

    def create(self, fields: Fields) -> Fields:
        with self._application() as application:
            return resource(create_user(application, read(UserPost, dict(fields)), self._by))

    def update(self, id_or_email: str, changes: Fields) -> Fields:
        """userTagChanges, beside the fields of a patch: values by key, None takes a tag away."""
        fields = dict(changes)
        tags: dict[str, str | None] = fields.pop("userTagChanges", {})
        with self._application() as application:
            user = _user(application, id_or_email)
            patch = read(UserPatch, fields)
            read(UserPatch, {"userTags": {key: value for key, value in tags.items() if value}})
            update_user(user, patch, self._by)  # hashes a password before anything is locked
            if tags:
                with transaction(user):
                    merged = changed_tags(user.user_tags, tags)
                    update_user(user, UserPatch(user_tags=merged), self._by)
            return resource(user)

    def delete(self, id_or_email: str) -> bool:
        with self._application() as application:
            user = find_user(application, id_or_email)
            if user:
                delete_user(user, self._by)
            return user is not None

    def check_password(self, id_or_email: str, password: str) -> Fields | None:
        """Takes as long for somebody who does not exist. Refused AccountLocked, whatever the
        password, after too many wrong ones."""
        with self._application() as application:
            user = find_user(application, id_or_email)
            email = user.email if user else id_or_email.strip()
            known = resource(user) if user else None
            password_hash = user.password_hash if user else None
            attempt = Attempt(email, self._client, application.id)
            count_attempt(attempt)
            db.session.rollback()  # or its connection would wait with us
            if not password_fits(password, password_hash):
                return None
            forgive_attempt(attempt)
            return known

    def check_token(self, token: str) -> Fields | None:
        with self._application() as application:
            try:
                claims = read_claims(token, application.token_secret, application.id, now())
                user = find_user(application, claims.user_id)
                if user is None:
                    return None
                check_cutoffs(claims, user.token_cutoff, application.exp_user_token_cutoff)
            except TokenRefused:
                return None
            return resource(user)

    def new_token(
        self, user_id: str, *, ttl_ms: float | None = None, extra_data: Any = None
    ) -> str:
        lives = None if ttl_ms is None else int(ttl_ms)
        with self._application() as application:
            secret = application.token_secret
            try:
                return issue_token(application.id, secret, user_id, now(), lives, extra_data)
            except ValueError as error:
                raise Refused("Validation", str(error)) from error

    def revoke_tokens(self, user_id: str) -> None:
        with self._application() as application:
            invalidate_tokens(_user(application, user_id), self._by)

    def note_login(self, user_id: str) -> None:
        with self._application() as application:
            user = _user(application, user_id)
            with transaction(user):
                user.last_login = now()


def find_user(application: Application, id_or_email: str) -> User | None:
    """24 hex characters are an id."""
    text = id_or_email.strip()
    which = {"id": text.lower()} if ID.fullmatch(text) else {"email_key": text.casefold()}
    query = select(User).filter_by(application_id=application.id, **which)
    return db.session.scalar(query)


def resource(user: User) -> Fields:
    return UserAnswer.of(user).wire()


def changed_tags(tags: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    merged = {**tags, **changes}
    return {key: value for key, value in merged.items() if value is not None}


def _user(application: Application, id_or_email: str) -> User:
    user = find_user(application, id_or_email)
    if user is None:
        raise Refused("NotFound", "User was not found")
    return user
