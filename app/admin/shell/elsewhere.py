"""A page of the workbench about something that its version does not have, while another does."""

from typing import Any

from flask import Response, g, make_response, render_template, request, url_for
from sqlalchemy import Select, func, literal, select

from app.extensions import db
from app.models import (
    DEVELOP,
    Application,
    Endpoint,
    Flow,
    FlowVersion,
    Version,
    View,
    flow_version_links,
)


def elsewhere() -> Response | None:
    """None where no version has it, or the address names nothing that versions have."""
    arguments = {
        name: value for name, value in (request.view_args or {}).items() if name != "bench"
    }
    if "bench" not in g or request.method != "GET":
        return None
    name, versions = places_of(g.bench.application, arguments)
    if not versions:
        return None
    urls = {one: url_for(request.endpoint or "", version=one, **arguments) for one in versions}
    return make_response(render_template("admin/elsewhere.html", name=name, urls=urls), 404)


def places_of(application: Application, arguments: dict[str, Any]) -> tuple[str, list[str]]:
    """What it is called, and the names of the versions that have it: develop, then the newest."""
    for argument, queries in QUERIES.items():
        if id := arguments.get(argument):
            rows = [
                row for query in queries(application.id, id) for row in db.session.execute(query)
            ]
            rows.sort(key=lambda row: row.name)
            rows.sort(key=lambda row: (row.name == DEVELOP, row.creation_date), reverse=True)
            return (rows[0].what, [row.name for row in rows]) if rows else ("", [])
    return "", []


def _endpoint(application_id: str, id: str) -> list[Select[Any]]:
    what = func.upper(Endpoint.method) + " " + Endpoint.route
    return [_in_versions(Endpoint, what, application_id, id)]


def _view(application_id: str, id: str) -> list[Select[Any]]:
    return [_in_versions(View, View.name, application_id, id)]


def _in_versions(model: Any, what: Any, application_id: str, id: str) -> Select[Any]:
    return (
        _called(Version.name, Version.creation_date, what)
        .join(Version, Version.id == model.version_id)
        .where(model.application_id == application_id, model.id == id)
    )


def _flow(application_id: str, id: str) -> list[Select[Any]]:
    links = flow_version_links.c
    return [
        _called(literal(DEVELOP), Flow.creation_date, Flow.name).where(
            Flow.id == id,
            Flow.application_id == application_id,
            Flow.deleted_in_develop.is_(False),
        ),
        _called(Version.name, Version.creation_date, FlowVersion.name)
        .join(flow_version_links, links.version_id == Version.id)
        .join(FlowVersion, FlowVersion.id == links.flow_version_id)
        .where(FlowVersion.flow_id == id, FlowVersion.application_id == application_id),
    ]


def _called(name: Any, creation_date: Any, what: Any) -> Select[Any]:
    """A version, when it was made, and what the resource is called there."""
    return select(name.label("name"), creation_date.label("creation_date"), what.label("what"))


QUERIES = {"endpoint_id": _endpoint, "view_id": _view, "flow_id": _flow}
"""By the argument of the address that names it."""
