"""The access matrix: the endpoints of a version against the groups of the application."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.models import Endpoint, Version, endpoint_groups
from app.routing import order_key
from app.services.experience.access import GroupTree, group_tree
from app.services.experience.endpoints import parsed_route

PER_PAGE = 100


class Column(NamedTuple):
    """parent: the name of the group right above, or ""."""

    id: str
    name: str
    parent: str


class Cell(NamedTuple):
    """kind: "direct" where the endpoint names the group, "via" where it names one below it, "open"
    where no group is asked for, "none" where its members are refused."""

    kind: str
    word: str


class Row(NamedTuple):
    """anyone: what a user in no group gets. asks: whether the endpoint asks for groups at all."""

    id: str
    method: str
    route: str
    enabled: bool
    asks: bool
    anyone: Cell
    cells: list[Cell]
    flag: str


@dataclass(frozen=True)
class Matrix:
    """page, per_page and total_count: as the pager wants them; total_count is of those that fit.
    guarded, public: of all endpoints of the version."""

    columns: list[Column]
    rows: list[Row]
    total_count: int
    guarded: int
    public: int
    page: int
    per_page: int = PER_PAGE


NO = Cell("none", "no")
NAMED = Cell("direct", "named")
ANYONE = {"public": Cell("open", "everyone"), "authenticated": Cell("open", "signed in")}
FLAGS = {
    "device": "It waits for a device, and Foyer has none yet: nobody gets in.",
    "group": "It asks for groups and names none: nobody gets in.",
}


def matrix_of(version: Version, wanted: str, shows_public: bool, page: int) -> Matrix:
    """Three queries, however much there is. wanted: a part of "get /route", in lower case."""
    endpoints = endpoints_of(version)
    tree = group_tree(version.application_id)
    fit = [
        one
        for one in endpoints
        if wanted in f"{one.method} {one.route}".lower()
        and (shows_public or one.access != "public")
    ]
    shown = fit[page * PER_PAGE : (page + 1) * PER_PAGE]
    asked = groups_of(version, [one.id for one in shown])
    columns = list(columns_of(tree))
    public = sum(one.access == "public" for one in endpoints)
    return Matrix(
        columns,
        [_row(one, asked.get(one.id, []), columns, tree) for one in shown],
        total_count=len(fit),
        guarded=len(endpoints) - public,
        public=public,
        page=page,
    )


def endpoints_of(version: Version) -> Sequence[Any]:
    """As the router tries them; each with id, method, route, access and enabled."""
    columns = (Endpoint.id, Endpoint.method, Endpoint.route, Endpoint.access, Endpoint.enabled)
    rows = db.session.execute(select(*columns).filter_by(version_id=version.id))
    return sorted(rows, key=lambda one: (order_key(parsed_route(one.route)), one.method))


def groups_of(version: Version, endpoint_ids: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Endpoint id → ids of the groups it asks for. endpoint_ids: None for all of the version."""
    table = endpoint_groups.c
    query = select(table.endpoint_id, table.group_id).where(table.version_id == version.id)
    if endpoint_ids is not None:
        query = query.where(table.endpoint_id.in_(endpoint_ids))
    found: dict[str, list[str]] = {}
    for endpoint_id, group_id in db.session.execute(query.order_by(table.group_id)):
        found.setdefault(endpoint_id, []).append(group_id)
    return found


def columns_of(tree: GroupTree) -> Iterator[Column]:
    for id, _ in tree.walk():
        parent = tree.parents[id]
        yield Column(id, tree.names[id], tree.names[parent] if parent else "")


def _row(endpoint: Any, asked: list[str], columns: list[Column], tree: GroupTree) -> Row:
    asks = endpoint.access == "group"
    anyone = ANYONE.get(endpoint.access, NO)
    admitted = tree.admitted(asked) if asks else {}
    return Row(
        *(endpoint.id, endpoint.method, endpoint.route, endpoint.enabled),
        asks=asks,
        anyone=anyone,
        cells=[_cell(one.id, admitted, tree) if asks else anyone for one in columns],
        flag=FLAGS.get(endpoint.access, "") if not asked else "",
    )


def _cell(group_id: str, admitted: dict[str, str], tree: GroupTree) -> Cell:
    through = admitted.get(group_id)
    if through is None:
        return NO
    return NAMED if through == group_id else Cell("via", f"via {tree.names[through]}")
