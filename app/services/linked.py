"""What hangs together in a version: endpoints, the pages they show, layouts, components."""

import re
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Application, Endpoint, Version, View
from app.services.lookup import version_of

CALL = re.compile(r"""\bcomponent\(\s*(?:"([^"\\]*)"|'([^'\\]*)')""")
"""A component called by a name that stands there literally."""

Linked = dict[str, list[Any]]
"""Rows by the names of the wire, such as "experienceViews". What there is none of is left out."""


def linked_to_endpoint(
    application: Application, endpoint: Endpoint, version: Version | str
) -> Linked:
    """The pages that it answers with, to whoever may enter and to whoever may not."""
    replies = (endpoint.static_reply, endpoint.unauthorized_reply)
    ids = [reply["value"] for reply in replies if reply and reply["type"] == "page"]
    return _linked(experienceViews=_views(application, version, View.id.in_(ids)))


def linked_to_view(application: Application, view: View, version: Version | str) -> Linked:
    """Endpoints that answer with a page, pages in a layout, or views that call a component."""
    match view.view_type:
        case "page":
            return _linked(experienceEndpoints=_endpoints(application, version, view))
        case "layout":
            pages = _views(application, version, View.layout_id == view.id)
            return _linked(experienceViews=pages)
    callers = _views(application, version, View.body.contains("component("))
    calls = [one for one in callers if view.name in component_names(one.body)]
    return _linked(experienceViews=calls)


def component_names(body: str) -> set[str]:
    """A name that is worked out while the page is drawn cannot be found."""
    return {double or single for double, single in CALL.findall(body)}


def _views(
    application: Application, version: Version | str, condition: ColumnElement[bool]
) -> list[View]:
    query = select(View).where(View.version_id == version_of(application.id, version).id, condition)
    return list(
        db.session.scalars(query.options(selectinload(View.layout)).order_by(View.name, View.id))
    )


def _endpoints(application: Application, version: Version | str, page: View) -> list[Endpoint]:
    query = select(Endpoint).where(
        Endpoint.version_id == version_of(application.id, version).id,
        or_(_shows(Endpoint.static_reply, page), _shows(Endpoint.unauthorized_reply, page)),
    )
    return list(
        db.session.scalars(
            query.options(selectinload(Endpoint.groups)).order_by(Endpoint.route, Endpoint.method)
        )
    )


def _shows(reply: Any, page: View) -> ColumnElement[bool]:
    return and_(reply["type"].as_string() == "page", reply["value"].as_string() == page.id)


def _linked(**found: list[Any]) -> Linked:
    return {name: rows for name, rows in found.items() if rows}
