"""The endpoints of develop as rows of a table."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import DEVELOP, Application, Endpoint, Version, View
from app.routing import order_key, parse_route
from app.services.flows import develop_flows

ACCESS = {"public": "Public", "authenticated": "Signed in", "device": "Device"}


@dataclass(frozen=True)
class Row:
    """order: its place in the router's list, from 1. problem: what visitors run into, or ""."""

    order: int
    method: str
    route: str
    enabled: bool
    access: str
    reply: str
    status: int | None
    problem: str


@dataclass(frozen=True)
class EndpointList:
    rows: list[Row]
    total: int
    filter: str
    sort: str


def endpoint_list(application: Application, filter: str, sort: str) -> EndpointList:
    """filter: a part of "get /route". sort: "order" as the router asks, or "route"."""
    version = select(Version.id).filter_by(application_id=application.id, name=DEVELOP)
    in_develop = {"version_id": db.session.scalars(version).one()}
    endpoints = select(Endpoint).filter_by(**in_develop).options(selectinload(Endpoint.groups))
    pages = select(View.id, View.name).filter_by(**in_develop, view_type="page")
    names = dict(db.session.execute(pages).all())
    flows = _flows_by_endpoint(application)
    ordered = sorted(db.session.scalars(endpoints), key=_rank)
    rows = [_row(order, endpoint, names, flows) for order, endpoint in enumerate(ordered, start=1)]
    wanted = [row for row in rows if filter.lower() in f"{row.method} {row.route}".lower()]
    if sort == "route":
        wanted.sort(key=lambda row: (row.route, row.method))
    return EndpointList(wanted, len(rows), filter, "route" if sort == "route" else "order")


def _rank(endpoint: Endpoint) -> Any:
    return order_key(parse_route(endpoint.route)), endpoint.method


def _flows_by_endpoint(application: Application) -> dict[str, list[str]]:
    """Names of those that are switched on, by the endpoints that start them."""
    found: dict[str, list[str]] = {}
    for flow in develop_flows(application.id):
        for key in {trigger["key"] for trigger in flow.triggers if trigger["type"] == "endpoint"}:
            if flow.enabled:
                found.setdefault(key, []).append(flow.name)
    return found


def _row(order: int, endpoint: Endpoint, pages: dict[str, str], flows: dict[str, list[str]]) -> Row:
    reply, problem = _reply(endpoint.static_reply, pages, flows.get(endpoint.id, []))
    return Row(
        order=order,
        method=endpoint.method,
        route=endpoint.route,
        enabled=endpoint.enabled,
        access=_access(endpoint),
        reply=reply,
        status=(endpoint.static_reply or {}).get("statusCode"),
        problem=problem,
    )


def _access(endpoint: Endpoint) -> str:
    if endpoint.access == "group":
        return ", ".join(group.name for group in endpoint.groups) or "Nobody"
    return ACCESS[endpoint.access]


def _reply(
    reply: dict[str, Any] | None, pages: dict[str, str], flows: list[str]
) -> tuple[str, str]:
    """What a visitor gets, and what is wrong with that."""
    if reply is None:
        return f"Workflow {', '.join(flows)}" if flows else "None yet", ""
    if reply["type"] == "redirect":
        return f"Redirect to {reply['value']}", ""
    if name := pages.get(reply["value"]):
        return f"Page {name}", ""
    return "A page that is gone", "Its page was deleted: visitors get an error."
