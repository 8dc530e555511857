"""How many there are, of all and of each group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import g
from sqlalchemy import func, select

from app.extensions import db
from app.models import Application, Group, User, user_groups


class Counts(NamedTuple):
    users: int
    groups: int


@dataclass(frozen=True)
class GroupRow:
    group: Group
    depth: int
    members: int


@dataclass(frozen=True)
class People:
    users: int
    ungrouped: int
    groups: list[GroupRow]


def people_counts() -> Counts:
    """Of the application that the request is about."""
    users, groups = (
        select(func.count(model.id)).filter_by(application_id=g.application.id).scalar_subquery()
        for model in (User, Group)
    )
    row = db.session.execute(select(users, groups)).one()
    return Counts(row[0], row[1])


def people_of(application: Application) -> People:
    """Groups as a tree, each with the number of its direct members."""
    groups = db.session.execute(
        select(Group, func.count(user_groups.c.user_id))
        .outerjoin(user_groups)
        .filter(Group.application_id == application.id)
        .group_by(Group.id)
        .order_by(Group.name)
    )
    users = select(func.count(User.id)).filter_by(application_id=application.id)
    return People(
        users=db.session.scalars(users).one(),
        ungrouped=db.session.scalars(users.where(~User.groups.any())).one(),
        groups=list(_tree([(group, members) for group, members in groups])),
    )


def _tree(
    groups: Sequence[tuple[Group, int]], parent_id: str | None = None, depth: int = 0
) -> Iterator[GroupRow]:
    for group, members in groups:
        if group.parent_id == parent_id:
            yield GroupRow(group, depth, members)
            yield from _tree(groups, group.id, depth + 1)
