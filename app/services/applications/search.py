"""Everything of an application whose name fits."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.models import (
    ApiToken,
    Application,
    Domain,
    Endpoint,
    Flow,
    FlowVersion,
    Group,
    Slug,
    User,
    Version,
    View,
    flow_version_links,
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

MORE = ("view_type", "flow_class", "method")


@dataclass(frozen=True)
class Found:
    """kind: by its name on the wire. version: of what is kept in versions. method: of endpoints."""

    kind: str
    id: str
    name: str
    version: str | None = None
    view_type: str | None = None
    flow_class: str | None = None
    method: str | None = None


def search(application: Application, filter: str, version: Version | None = None) -> list[Found]:
    """Without `*` a part of the name is enough. version: whose endpoints, views and flows; None is
    develop."""
    pattern = filter if "*" in filter else f"*{filter}*"
    version = version or develop_of(application.id)
    return [
        found
        for kind, (_, name) in names_in(version).items()
        for found in _found(version, kind, like(name, pattern))
    ]


def named(version: Version, kind: str, ids: Collection[str]) -> list[Found]:
    """Those that are there, in the order of their ids."""
    model, _ = names_in(version)[kind]
    found = {one.id: one for one in _found(version, kind, _id_of(model).in_(ids))}
    return [found[id] for id in ids if id in found]


def names_in(version: Version) -> dict[str, tuple[Any, Any]]:
    """A frozen version has flows of its own."""
    if version.is_develop:
        return NAMES
    return NAMES | {"flow": (FlowVersion, FlowVersion.name)}


def _found(version: Version, kind: str, condition: ColumnElement[bool]) -> list[Found]:
    model, name = names_in(version)[kind]
    more = [column for key in MORE if (column := getattr(model, key, None)) is not None]
    id = _id_of(model)
    query = select(id.label("id"), name.label("name"), *more).where(
        model.application_id == version.application_id, condition
    )
    versioned = hasattr(model, "version_id")
    if versioned:
        query = query.where(model.version_id == version.id)
    if model is Flow:
        query = query.where(Flow.deleted_in_develop.is_(False))
    if model is FlowVersion:
        links = flow_version_links.c
        query = query.join(flow_version_links, links.flow_version_id == FlowVersion.id)
        query = query.where(links.version_id == version.id)
    rows = db.session.execute(query.order_by(name, id).limit(MOST)).mappings()
    return [Found(kind, **row, version=version.name if versioned else None) for row in rows]


def _id_of(model: Any) -> Any:
    return FlowVersion.flow_id if model is FlowVersion else model.id
