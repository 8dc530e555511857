"""What happens in a version: which endpoints are asked most, and what was edited last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.admin.authors import author_names
from app.admin.endpoints.index import access_of
from app.admin.endpoints.traffic import Traffic, traffic_of
from app.admin.place import Bench
from app.admin.publishing.addresses import Host
from app.admin.shell.tree import flow_rows
from app.extensions import db
from app.models import Endpoint, Version, View
from app.services.stats import NOT_FOUND, Load, loads_by

SHOWN = 6
MOST = 25
"""Of the busiest endpoints: how many there are to choose from."""
NOBODY = {"apiToken": "an API token", "flow": "a workflow"}


class Busy(NamedTuple):
    endpoint: Endpoint
    access: str
    requests: int
    url: str


class Busiest(NamedTuple):
    """rows: those to choose from. unmatched: requests that no route fitted."""

    rows: list[Busy]
    unmatched: int

    @property
    def top(self) -> list[Busy]:
        return [row for row in self.rows if row.requests][:SHOWN]


class Edit(NamedTuple):
    """method: of endpoints. who: "you", a name, or "" where nobody knows."""

    icon: str
    label: str
    method: str
    url: str
    when: datetime
    who: str


@dataclass(frozen=True)
class Activity:
    """loads: of the last day by endpoint id. hosts: those that the chart can be narrowed to.
    endpoint, host: the one that it is, or ""."""

    traffic: Traffic
    loads: dict[str, Load]
    busiest: Busiest
    edits: list[Edit]
    hosts: list[Host]
    endpoint: str
    host: str

    @property
    def has_begun(self) -> bool:
        return bool(self.edits or self.busiest.rows or self.traffic.total)


def activity_of(bench: Bench, hosts: list[Host], everywhere: bool = False) -> Activity:
    """Eight queries. everywhere: requests to every version of the application, not to this one
    alone. The address narrows the chart: `?endpoint=` and `?host=`."""
    name = None if everywhere else bench.version.name
    endpoint, host = request.args.get("endpoint", ""), request.args.get("host", "")
    loads = loads_by(bench.application, "endpointId", name)
    most = busiest(bench, loads, name is None, endpoint)
    if endpoint != NOT_FOUND and endpoint not in [row.endpoint.id for row in most.rows]:
        endpoint = ""
    if host not in [one.registered for one in hosts]:
        host = ""
    traffic = traffic_of(bench.application, name, endpoint or None, host or None)
    return Activity(traffic, loads, most, recent_edits(bench.version), hosts, endpoint, host)


def busiest(bench: Bench, loads: dict[str, Load], anywhere: bool, also: str = "") -> Busiest:
    """Most asked first. anywhere: whether endpoints of other versions count. also: the id of one
    that is wanted, however seldom it was asked."""
    unmatched = loads.get(NOT_FOUND, Load()).requests
    ids = sorted(loads.keys() - {NOT_FOUND}, key=lambda id: (-loads[id].requests, id))[:MOST]
    ids += {also} - set(ids)
    found = _endpoints(ids, bench, anywhere)
    rows = [
        Busy(row, access_of(row), loads.get(id, Load()).requests, _url_of(row, version))
        for id in ids
        for row, version in found.get(id, ())
    ]
    return Busiest(rows, unmatched)


def _endpoints(
    ids: list[str], bench: Bench, anywhere: bool
) -> dict[str, list[tuple[Endpoint, str]]]:
    """With the name of the version that it is in: this one if it can be."""
    query = select(Endpoint, Version.name).join(Version, Version.id == Endpoint.version_id)
    query = query.where(Endpoint.application_id == bench.application.id, Endpoint.id.in_(ids))
    if not anywhere:
        query = query.where(Version.id == bench.version.id)
    rows = db.session.execute(query.options(selectinload(Endpoint.groups))).all()
    here_last = sorted(rows, key=lambda row: row.name == bench.version.name)
    return {endpoint.id: [(endpoint, name)] for endpoint, name in here_last}


def _url_of(endpoint: Endpoint, version: str) -> str:
    return url_for("admin.endpoint", endpoint_id=endpoint.id, version=version)


def recent_edits(version: Version) -> list[Edit]:
    """Four queries, however much there is."""
    rows = [
        *((_endpoint, row) for row in _latest(_signed(Endpoint, version, Endpoint.route))),
        *((_view, row) for row in _latest(_signed(View, version, View.name))),
        *((_flow, row) for row in _latest(flow_rows(version))),
    ]
    rows.sort(key=lambda pair: pair[1].last_updated, reverse=True)
    rows = rows[:SHOWN]
    names = author_names(row.last_updated_by_id for _, row in rows)
    return [of(row, version.name, _who(row, names)) for of, row in rows]


def _signed(model: Any, version: Version, *columns: Any) -> Select[Any]:
    kind = model.method if model is Endpoint else model.view_type
    return select(
        model.id,
        kind.label("kind"),
        *columns,
        model.last_updated,
        model.last_updated_by_id,
        model.last_updated_by_type,
    ).where(model.version_id == version.id)


def _latest(statement: Select[Any]) -> list[Any]:
    changed = statement.selected_columns.last_updated
    return list(db.session.execute(statement.order_by(None).order_by(changed.desc()).limit(SHOWN)))


def _endpoint(row: Any, version: str, who: str) -> Edit:
    url = url_for("admin.endpoint", endpoint_id=row.id, version=version)
    return Edit("endpoint", row.route, row.kind, url, row.last_updated, who)


def _view(row: Any, version: str, who: str) -> Edit:
    url = url_for("admin.view", kind=f"{row.kind}s", view_id=row.id, version=version)
    return Edit(row.kind, row.name, "", url, row.last_updated, who)


def _flow(row: Any, version: str, who: str) -> Edit:
    url = url_for("admin.workflow", flow_id=row.id, version=version)
    return Edit("workflow", row.name, "", url, row.last_updated, who)


def _who(row: Any, names: dict[str | None, str]) -> str:
    kind = row.last_updated_by_type
    return NOBODY.get(kind or "") or names.get(row.last_updated_by_id, "")
