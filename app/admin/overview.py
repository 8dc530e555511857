"""What the overview shows beside hosts and endpoints: versions, views, people, and how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.admin.hosts import Host, hosts_of
from app.extensions import db
from app.models import (
    DEVELOP,
    Application,
    Endpoint,
    Group,
    User,
    Version,
    View,
    user_groups,
)


@dataclass(frozen=True)
class Card:
    application: Application
    hosts: list[Host]
    endpoints: int
    versions: int
    users: int


@dataclass(frozen=True)
class VersionRow:
    version: Version
    hosts: list[str]
    endpoints: int
    views: int


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


def cards_of(account_id: str) -> list[Card]:
    applications = db.session.scalars(
        select(Application).filter_by(owner_id=account_id).order_by(Application.name)
    )
    return [_card(application) for application in applications]


def versions_of(application: Application, hosts: Sequence[Host]) -> list[VersionRow]:
    """develop first, then the newest."""
    versions = db.session.scalars(select(Version).filter_by(application_id=application.id))
    newest_first = sorted(
        versions, key=lambda one: (one.is_develop, one.creation_date), reverse=True
    )
    return [
        VersionRow(
            version,
            [host.name for host in hosts if host.version == version.name],
            _count(Endpoint, version_id=version.id),
            _count(View, version_id=version.id),
        )
        for version in newest_first
    ]


def views_of(application: Application) -> dict[str, list[View]]:
    """The views of develop by type."""
    views = db.session.scalars(
        select(View).filter_by(version_id=_develop_id(application)).order_by(View.name)
    ).all()
    return {
        kind: [view for view in views if view.view_type == kind]
        for kind in ("layout", "page", "component")
    }


def people_of(application: Application) -> People:
    """Groups as a tree, each with the number of its direct members."""
    groups = db.session.execute(
        select(Group, func.count(user_groups.c.user_id))
        .outerjoin(user_groups)
        .filter(Group.application_id == application.id)
        .group_by(Group.id)
        .order_by(Group.name)
    )
    ungrouped = (
        select(func.count(User.id))
        .filter_by(application_id=application.id)
        .where(~User.groups.any())
    )
    return People(
        users=_count(User, application_id=application.id),
        ungrouped=db.session.scalars(ungrouped).one(),
        groups=list(_tree([(group, members) for group, members in groups])),
    )


def _card(application: Application) -> Card:
    return Card(
        application,
        hosts=[host for host in hosts_of(application) if host.url],
        endpoints=_count(Endpoint, version_id=_develop_id(application)),
        versions=_count(Version, application_id=application.id),
        users=_count(User, application_id=application.id),
    )


def _tree(
    groups: Sequence[tuple[Group, int]], parent_id: str | None = None, depth: int = 0
) -> Iterator[GroupRow]:
    for group, members in groups:
        if group.parent_id == parent_id:
            yield GroupRow(group, depth, members)
            yield from _tree(groups, group.id, depth + 1)


def _develop_id(application: Application) -> str:
    query = select(Version.id).filter_by(application_id=application.id, name=DEVELOP)
    return db.session.scalars(query).one()


def _count(model: type[Endpoint | User | Version | View], **where: str) -> int:
    return db.session.scalars(select(func.count(model.id)).filter_by(**where)).one()
