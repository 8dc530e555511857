"""Rows that others refer to by id or name."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from app.errors import NotFound, ValidationError
from app.extensions import db
from app.models import DEVELOP, Domain, Endpoint, Group, Slug, User, Version

Row = TypeVar("Row", Domain, Endpoint, Group, Slug, User)
Found = TypeVar("Found")


def rows_of(
    model: type[Row], application_id: str, ids: Sequence[str], field: str, **where: Any
) -> list[Row]:
    """In the order of their ids. Raises ValidationError for the first that is not there."""
    if not ids:
        return []
    query = select(model).where(model.id.in_(ids)).filter_by(application_id=application_id, **where)
    found = {row.id: row for row in db.session.scalars(query)}
    if gone := next((id for id in ids if id not in found), None):
        kind = model.__name__.lower()
        raise ValidationError(
            f"{field} names {gone}, which is no {kind} of this application", field
        )
    return [found[id] for id in ids]


def find_row(model: type[Found], title: str, **columns: Any) -> Found:
    """The one with these values. Raises NotFound, which calls it `title`."""
    row = db.session.scalar(select(model).filter_by(**columns))
    if row is None:
        raise NotFound(title)
    return row


def user_by_email(application_id: str, email: str) -> User | None:
    query = select(User).filter_by(application_id=application_id, email_key=email.casefold())
    return db.session.scalar(query)


def develop_of(application_id: str) -> Version:
    return db.session.scalars(
        select(Version).filter_by(application_id=application_id, name=DEVELOP)
    ).one()


def find_version(application_id: str, id_or_name: str) -> Version:
    """A name goes before an id. Raises NotFound."""
    for column in (Version.name, Version.id):
        query = select(Version).where(
            Version.application_id == application_id, column == id_or_name
        )
        if version := db.session.scalar(query):
            return version
    raise NotFound("Version")


def version_of(application_id: str, version: Version | str) -> Version:
    """The row itself, or the one of that name or id. Raises NotFound."""
    return version if isinstance(version, Version) else find_version(application_id, version)


def check_version_name(application_id: str, name: str | None) -> None:
    """For hosts. None serves nothing, and may. Raises ValidationError."""
    if name is None:
        return
    query = select(Version.id).filter_by(application_id=application_id, name=name)
    if db.session.scalar(query) is None:
        raise ValidationError(
            f"version names `{name}`, which is no version of this application", "version"
        )


def refuse_frozen(version_id: str) -> None:
    version = db.session.get_one(Version, version_id)
    if not version.is_develop:
        raise ValidationError(
            f"Version `{version.name}` is frozen. Make the change in develop, "
            "then create a new version",
            "version",
        )
