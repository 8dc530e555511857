"""What is told of an application beside its own columns, for many at once."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    DEVELOP,
    Account,
    ApiToken,
    Application,
    Domain,
    Endpoint,
    Flow,
    Group,
    Slug,
    User,
    Version,
    View,
)

COUNTS: dict[str, Any] = {
    "apiTokenCount": ApiToken,
    "experienceDomainCount": Domain,
    "experienceEndpointCount": Endpoint,
    "experienceGroupCount": Group,
    "experienceSlugCount": Slug,
    "experienceUserCount": User,
    "experienceVersionCount": Version,
    "experienceViewCount": View,
    "flowCount": Flow,
}
VERSIONED = (Endpoint, View)


@dataclass
class Summary:
    """endpoint_slug: the newest slug that somebody chose, else the id. counts: by wire name."""

    endpoint_slug: str
    endpoint_default_cors: bool = True
    counts: dict[str, int] = field(default_factory=dict)


def summaries(
    applications: Iterable[Application], include: str | None = None, exclude: str | None = None
) -> dict[str, Summary]:
    """By application id. include, exclude: names of counts with commas between them."""
    found = {application.id: Summary(application.id) for application in applications}
    for application_id, slug in db.session.execute(
        select(Slug.application_id, Slug.slug)
        .where(Slug.application_id.in_(found), Slug.slug != Slug.application_id)
        .order_by(Slug.creation_date, Slug.id.desc())  # the last one stays
    ):
        found[application_id].endpoint_slug = slug
    for application_id, cors in db.session.execute(
        select(Version.application_id, Version.endpoint_default_cors).where(
            Version.application_id.in_(found), Version.name == DEVELOP
        )
    ):
        found[application_id].endpoint_default_cors = cors
    for name in _chosen(include, exclude):
        for application_id, count in _count(COUNTS[name], found):
            found[application_id].counts[name] = count
    return found


def _chosen(include: str | None, exclude: str | None) -> list[str]:
    wanted = set(include.split(",")) if include else set(COUNTS)
    return [name for name in COUNTS if name in wanted - set((exclude or "").split(","))]


def _count(model: Any, ids: Collection[str]) -> list[tuple[str, int]]:
    """Of what has copies in each version, those of develop."""
    counted = select(model.application_id, func.count()).where(model.application_id.in_(ids))
    if model in VERSIONED:
        counted = counted.join(Version, Version.id == model.version_id)
        counted = counted.where(Version.name == DEVELOP)
    if model is Flow:
        counted = counted.where(Flow.deleted_in_develop.is_(False))
    rows = db.session.execute(counted.group_by(model.application_id))
    counts: dict[str, int] = dict(rows.all())
    return [(id, counts.get(id, 0)) for id in ids]


def account_summary(
    account: Account, include: str | None = None, exclude: str | None = None
) -> dict[str, int]:
    """Of all applications of an account together."""
    mine = select(Application).filter_by(owner_id=account.id)
    found = summaries(db.session.scalars(mine).all(), include, exclude)
    total = Counter({"appCount": len(found)})
    for summary in found.values():
        total.update(summary.counts)
    return dict(total)
