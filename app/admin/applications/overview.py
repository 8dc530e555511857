"""Applications and versions as cards: where each is reached, and how much is in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.admin.publishing.addresses import Host, hosts_of_all
from app.extensions import db
from app.models import (
    DEVELOP,
    Application,
    Endpoint,
    Version,
    View,
)
from app.services.applications.summary import summaries

SHOWN = 5
COUNTED = "experienceEndpointCount,experienceVersionCount,experienceUserCount"


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


def cards_of(account_id: str) -> list[Card]:
    """In a fixed number of queries."""
    query = select(Application).filter_by(owner_id=account_id).order_by(Application.name)
    applications = db.session.scalars(query).all()
    hosts, counts = hosts_of_all(applications), summaries(applications, COUNTED)
    return [
        Card(
            one,
            hosts=[host for host in hosts[one.id] if host.url],
            endpoints=counts[one.id].counts["experienceEndpointCount"],
            versions=counts[one.id].counts["experienceVersionCount"],
            users=counts[one.id].counts["experienceUserCount"],
        )
        for one in applications
    ]


def versions_of(application: Application, hosts: Sequence[Host]) -> list[VersionRow]:
    """develop, then the newest, a few of them."""
    is_frozen = Version.name != DEVELOP
    versions = db.session.scalars(
        select(Version)
        .filter_by(application_id=application.id)
        .order_by(is_frozen, Version.creation_date.desc())
        .limit(SHOWN)
    ).all()
    endpoints, views = (_counts(model, versions) for model in (Endpoint, View))
    return [
        VersionRow(
            version,
            [host.name for host in hosts if host.version == version.name],
            endpoints.get(version.id, 0),
            views.get(version.id, 0),
        )
        for version in versions
    ]


def _counts(model: type[Endpoint | View], versions: Sequence[Version]) -> dict[str, int]:
    """By version id."""
    ids = [version.id for version in versions]
    rows = db.session.execute(
        select(model.version_id, func.count())
        .where(model.version_id.in_(ids))
        .group_by(model.version_id)
    )
    counts: dict[str, int] = dict(rows.all())
    return counts
