"""How many there are, for the tabs."""

from typing import NamedTuple

from flask import g
from sqlalchemy import func, select

from app.extensions import db
from app.models import Group, User


class Counts(NamedTuple):
    users: int
    groups: int


def people_counts() -> Counts:
    """Of the application that the request is about."""
    users, groups = (
        select(func.count(model.id)).filter_by(application_id=g.application.id).scalar_subquery()
        for model in (User, Group)
    )
    row = db.session.execute(select(users, groups)).one()
    return Counts(row[0], row[1])
