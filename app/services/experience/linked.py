"""What hangs together in a version: endpoints, flows, the pages they show, layouts, components."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Application, Endpoint, Version, View
from app.services.flows.linked import (
    AnyFlow,
    flows_showing,
    flows_started_by,
    pages_shown_by,
    views_in_flows,
)
from app.services.lookup import version_of

CALL = re.compile(r"""\bcomponent\(\s*(?:"([^"\\]*)"|'([^'\\]*)')""")
"""A component called by a name that stands there literally."""

Linked = dict[str, list[Any]]
"""Rows by the names of the wire, such as "experienceViews". What there is none of is left out."""


def linked_to_endpoint(
    application: Application, endpoint: Endpoint, version: Version | str
) -> Linked:
    """The flows it starts; the pages that it or they answer with, to whoever may enter or not."""
    version = version_of(application.id, version)
    flows = flows_started_by(endpoint.id, version)
    replies = (endpoint.static_reply, endpoint.unauthorized_reply)
    ids = {reply["value"] for reply in replies if reply and reply["type"] == "page"}
    shown = View.id.in_(ids | pages_shown_by(flows)), View.view_type == "page"
    return _linked(version, flows, experienceViews=_views(version, and_(*shown)))


def linked_to_view(application: Application, view: View, version: Version | str) -> Linked:
    """Endpoints and flows that answer with a page, pages in a layout and flows that choose it, or
    views that call a component."""
    version = version_of(application.id, version)
    flows = flows_showing(view.id, version)
    match view.view_type:
        case "page":
            endpoints = _endpoints(version, view)
            return _linked(version, flows, experienceEndpoints=endpoints)
        case "layout":
            pages = _views(version, View.layout_id == view.id)
            return _linked(version, flows, experienceViews=pages)
    callers = _views(version, View.body.contains("component("))
    calls = [one for one in callers if view.name in component_names(one.body)]
    return _linked(version, experienceViews=calls)


def use_counts(version: Version, view_type: str) -> Counter[str]:
    """How much uses each view of that type, by its id: endpoints, flows, views, and the version's
    own replies. Two queries at most, however many there are."""
    match view_type:
        case "page":
            defaults = filter(None, (_page_of(reply) for reply in _defaults(version).values()))
            return Counter([*_pages_of_endpoints(version), *views_in_flows(version), *defaults])
        case "layout":
            layouts = select(View.layout_id).where(View.version_id == version.id)
            return Counter([*filter(None, db.session.scalars(layouts)), *views_in_flows(version)])
    return Counter(_called_components(version))


def defaults_showing(page: View, version: Version) -> list[str]:
    """Of the version's own replies those that show the page, in words."""
    return [name for name, reply in _defaults(version).items() if _page_of(reply) == page.id]


def _defaults(version: Version) -> dict[str, Any]:
    return {
        "not found reply": version.not_found_reply,
        "unauthorized reply": version.unauthorized_reply,
    }


def _page_of(reply: dict[str, Any] | None) -> str | None:
    return reply["value"] if reply and reply["type"] == "page" else None


def _pages_of_endpoints(version: Version) -> Iterator[str]:
    replies = select(Endpoint.static_reply, Endpoint.unauthorized_reply)
    for row in db.session.execute(replies.where(Endpoint.version_id == version.id)):
        yield from set(filter(None, map(_page_of, row)))


def _called_components(version: Version) -> Iterator[str]:
    in_version = View.version_id == version.id
    components = select(View.name, View.id).where(in_version, View.view_type == "component")
    ids = {row.name: row.id for row in db.session.execute(components)}
    callers = select(View.body).where(in_version, View.body.contains("component("))
    for body in db.session.scalars(callers):
        yield from (ids[name] for name in component_names(body) if name in ids)


def component_names(body: str) -> set[str]:
    """A name that is worked out while the page is drawn cannot be found."""
    return {double or single for double, single in CALL.findall(body)}


def _views(version: Version, condition: ColumnElement[bool]) -> list[View]:
    query = select(View).where(View.version_id == version.id, condition)
    return list(
        db.session.scalars(query.options(selectinload(View.layout)).order_by(View.name, View.id))
    )


def _endpoints(version: Version, page: View) -> list[Endpoint]:
    query = select(Endpoint).where(
        Endpoint.version_id == version.id,
        or_(_shows(Endpoint.static_reply, page), _shows(Endpoint.unauthorized_reply, page)),
    )
    return list(
        db.session.scalars(
            query.options(selectinload(Endpoint.groups)).order_by(Endpoint.route, Endpoint.method)
        )
    )


def _shows(reply: Any, page: View) -> ColumnElement[bool]:
    return and_(reply["type"].as_string() == "page", reply["value"].as_string() == page.id)


def _linked(version: Version, flows: Sequence[AnyFlow] = (), **found: list[Any]) -> Linked:
    found["flows" if version.is_develop else "flowVersions"] = list(flows)
    return {name: rows for name, rows in found.items() if rows}
