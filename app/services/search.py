"""Everything of an application whose name fits."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import (
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
from app.services.listing.base import like
from app.services.lookup import develop_of

MOST = 25
"""Results of each kind."""

NAMES: dict[str, tuple[Any, Any]] = {
    "experienceEndpoint": (Endpoint, Endpoint.route),
    "experienceView": (View, View.name),
    "experienceUser": (User, User.email),
    "experienceGroup": (Group, Group.name),
    "experienceVersion": (Version, Version.name),
    "experienceDomain": (Domain, Domain.domain_name),
    "experienceSlug": (Slug, Slug.slug),
    "flow": (Flow, Flow.name),
    "applicationApiToken": (ApiToken, ApiToken.name),
}


@dataclass(frozen=True)
class Found:
    """kind: by its name on the wire. version: of what is kept in versions."""

    kind: str
    id: str
    name: str
    version: str | None = None
    view_type: str | None = None
    flow_class: str | None = None


def search(application: Application, filter: str) -> list[Found]:
    """Without `*` a part of the name is enough. Of endpoints and views, those of develop."""
    pattern = filter if "*" in filter else f"*{filter}*"
    return [found for kind in NAMES for found in _search(application, kind, pattern)]


def _search(application: Application, kind: str, pattern: str) -> list[Found]:
    model, name = NAMES[kind]
    query = select(model).where(model.application_id == application.id, like(name, pattern))
    if model is Flow:
        query = query.where(Flow.deleted_in_develop.is_(False))
    develop = develop_of(application.id) if hasattr(model, "version_id") else None
    if develop:
        query = query.where(model.version_id == develop.id)
    return [
        Found(
            kind,
            row.id,
            getattr(row, name.key),
            develop.name if develop else None,
            getattr(row, "view_type", None),
            getattr(row, "flow_class", None),
        )
        for row in db.session.scalars(query.order_by(name, model.id).limit(MOST))
    ]
