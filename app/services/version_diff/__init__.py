"""What differs between two versions of an experience: in words and counts, and views as text."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Application, Endpoint, Version, View
from app.routing import order_key
from app.services.experience.endpoints import parsed_route
from app.services.flows.linked import flow_id, flows_in
from app.services.stats import A_DAY, NOT_FOUND, request_counts
from app.services.version_diff.access import access_changes
from app.services.version_diff.changes import (
    EndpointChange,
    FlowChange,
    Pair,
    SettingChange,
    ViewChange,
    pairs,
)
from app.services.version_diff.endpoints import lost_requests, reply_changes, route_changes
from app.services.version_diff.settings import setting_changes
from app.services.version_diff.views import view_changes
from app.services.version_diff.workflows import flow_changes

__all__ = [
    "EndpointChange",
    "FlowChange",
    "SettingChange",
    "VersionDiff",
    "ViewChange",
    "compare_versions",
]


@dataclass(frozen=True)
class VersionDiff:
    """requests: of the last day that an endpoint of the old version answered; lost: how many of
    them the new version would answer with 404."""

    old: Version
    new: Version
    routes: list[EndpointChange]
    access: list[EndpointChange]
    replies: list[EndpointChange]
    views: list[ViewChange]
    workflows: list[FlowChange]
    settings: list[SettingChange]
    requests: int
    lost: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """By the names of the fields."""
        return {
            "routes": len(self.routes),
            "access": len(self.access),
            "replies": len(self.replies),
            "views": len(self.views),
            "workflows": len(self.workflows),
            "settings": len(self.settings),
        }


def compare_versions(application: Application, old: Version, new: Version) -> VersionDiff:
    """At most a dozen queries, however much there is."""
    before, after = _Content(old), _Content(new)
    endpoints = _endpoint_pairs(before, after)
    counts = request_counts(application, old.name, A_DAY)
    routes = route_changes(endpoints, counts)
    return VersionDiff(
        old,
        new,
        routes=routes,
        access=access_changes(application, endpoints),
        replies=reply_changes(endpoints, before.views_named("page"), after.views_named("page")),
        views=view_changes(
            pairs(before.views, after.views, _id, lambda view: (view.view_type, view.name)),
            before.views_named("layout"),
            after.views_named("layout"),
        ),
        workflows=flow_changes(
            pairs(before.flows, after.flows, flow_id, lambda flow: flow.name),
            before.endpoints_by_id,
            after.endpoints_by_id,
        ),
        settings=setting_changes(old, new, before.views_named("page"), after.views_named("page")),
        requests=sum(number for id, number in counts.items() if id != NOT_FOUND),
        lost=lost_requests(routes, counts),
    )


class _Content:
    def __init__(self, version: Version) -> None:
        endpoints = select(Endpoint).filter_by(version_id=version.id)
        views = select(View).filter_by(version_id=version.id).order_by(View.name, View.id)
        self.endpoints = db.session.scalars(endpoints.options(selectinload(Endpoint.groups))).all()
        self.endpoints_by_id = {endpoint.id: endpoint for endpoint in self.endpoints}
        self.views = db.session.scalars(views).all()
        self.flows = flows_in(version)

    def views_named(self, view_type: str) -> dict[str, str]:
        """Names by id."""
        return {view.id: view.name for view in self.views if view.view_type == view_type}


def _endpoint_pairs(before: _Content, after: _Content) -> list[Pair]:
    """In the router's order."""
    found = pairs(
        before.endpoints,
        after.endpoints,
        _id,
        lambda endpoint: (endpoint.method, endpoint.route),
    )
    return sorted(
        found,
        key=lambda pair: (order_key(parsed_route(pair.either.route)), pair.either.method),
    )


def _id(row: Endpoint | View) -> str:
    return row.id
