"""What an experience is made of, version by version, and the hosts that lead to it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload, subqueryload

from app.extensions import db
from app.models import Application, Domain, Endpoint, Slug, Version, View, endpoint_groups
from app.routing import order_key
from app.services.experience.endpoints import parsed_route
from app.services.listing.base import Fields, ListQuery, Page
from app.services.lookup import version_of
from app.services.stats import request_counts

ENDPOINTS = Fields(
    id=Endpoint.id,
    sorts={
        "order": Endpoint.id,  # list_endpoints sorts by these two itself
        "requestCount": Endpoint.id,
        "method": Endpoint.method,
        "route": Endpoint.route,
        "id": Endpoint.id,
        "creationDate": Endpoint.creation_date,
        "lastUpdated": Endpoint.last_updated,
    },
    filters={"method": Endpoint.method, "route": Endpoint.route},
)
VIEWS = Fields(
    id=View.id,
    sorts={
        "name": View.name,
        "id": View.id,
        "creationDate": View.creation_date,
        "lastUpdated": View.last_updated,
    },
    filters={"name": View.name},
)
VERSIONS = Fields(
    id=Version.id,
    sorts={
        "version": Version.name,
        "id": Version.id,
        "creationDate": Version.creation_date,
        "lastUpdated": Version.last_updated,
    },
    filters={"version": Version.name},
)


def list_endpoints(
    application: Application, version: Version | str, q: ListQuery
) -> Page[Endpoint]:
    """All of them, not paged. Each with its groups, its order, and its request_count if asked for.

    extra: experience_group_id; request_count_duration, in milliseconds up to now.
    """
    version = version_of(application.id, version)
    statement = ENDPOINTS.matching(select(Endpoint).filter_by(version_id=version.id), q)
    if group_id := q.extra.get("experience_group_id"):
        of_group = select(endpoint_groups.c.endpoint_id).filter_by(
            version_id=version.id, group_id=group_id
        )
        statement = statement.where(Endpoint.id.in_(of_group))
    rows = ENDPOINTS.sorted(statement.options(subqueryload(Endpoint.groups)), q)
    endpoints = list(db.session.scalars(rows))
    _place(endpoints, version.id)
    _count_requests(endpoints, application, version, q.extra.get("request_count_duration"))
    field = ENDPOINTS.sort_field(q)
    if field == "order":
        endpoints.sort(key=lambda endpoint: endpoint.order or 0, reverse=q.is_descending)
    if field == "requestCount":
        endpoints.sort(key=lambda endpoint: endpoint.request_count or 0, reverse=q.is_descending)
    return Page(endpoints, len(endpoints), field, "desc" if q.is_descending else "asc")


def list_views(application: Application, version: Version | str, q: ListQuery) -> Page[View]:
    """extra: view_type. Each with its layout, for layout_name."""
    version = version_of(application.id, version)
    statement = select(View).filter_by(version_id=version.id)
    if view_type := q.extra.get("view_type"):
        statement = statement.where(View.view_type == view_type)
    return VIEWS.page(VIEWS.matching(statement, q).options(selectinload(View.layout)), q)


def list_versions(application: Application, q: ListQuery) -> Page[Version]:
    """Each with attached_domains and attached_slugs."""
    statement = VERSIONS.matching(select(Version).filter_by(application_id=application.id), q)
    hosts = selectinload(Version.attached_domains), selectinload(Version.attached_slugs)
    return VERSIONS.page(statement.options(*hosts), q)


def list_domains(application: Application) -> Page[Domain]:
    query = select(Domain).filter_by(application_id=application.id).order_by(Domain.domain_name)
    return _whole(list(db.session.scalars(query)))


def list_slugs(application: Application) -> Page[Slug]:
    query = select(Slug).filter_by(application_id=application.id).order_by(Slug.slug)
    return _whole(list(db.session.scalars(query)))


def _whole(rows: list[Any]) -> Page[Any]:
    return Page(rows, len(rows), per_page=len(rows))


def _place(endpoints: list[Endpoint], version_id: str) -> None:
    """Among all endpoints of the version, also those that a filter leaves out."""
    routes = db.session.execute(
        select(Endpoint.id, Endpoint.method, Endpoint.route).filter_by(version_id=version_id)
    )
    ordered = sorted(routes, key=lambda row: (order_key(parsed_route(row.route)), row.method))
    places = {row.id: place for place, row in enumerate(ordered, start=1)}
    for endpoint in endpoints:
        endpoint.order = places[endpoint.id]


def _count_requests(
    endpoints: list[Endpoint], application: Application, version: Version, duration: int | None
) -> None:
    counts = request_counts(application, version.name, duration) if duration else None
    for endpoint in endpoints:
        endpoint.request_count = None if counts is None else counts.get(endpoint.id, 0)
