"""The left column of the workbench: what is in a version, folder by folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import g, request, url_for
from sqlalchemy import Select, select

from app.admin.place import Bench
from app.extensions import db
from app.models import Endpoint, Flow, FlowVersion, Version, View, flow_version_links
from app.routing import order_key
from app.services.experience.endpoints import parsed_route
from app.services.stats import A_DAY, request_counts

SHOWN = 5
SHOWN_FILTERED = 20
LONGEST_ROUTE = 22
SORTS = {
    "order": "Endpoints as the router tries them, the rest by name",
    "requests": "Endpoints by requests of the last day, the rest by name",
    "edited": "Last edited first",
}


class Item(NamedTuple):
    """method: of endpoints; title: the whole of what is shortened in label. view, place: where it
    is opened; the address is made only for those that are shown."""

    id: str
    label: str
    title: str
    view: str
    place: dict[str, str]
    method: str = ""
    is_off: bool = False

    @property
    def url(self) -> str:
        values: dict[str, Any] = self.place
        return url_for(self.view, **values)

    @property
    def is_current(self) -> bool:
        return self.id in (request.view_args or {}).values()


@dataclass(frozen=True)
class Folder:
    """count: of all that are in it; matches: of those that the filter leaves."""

    key: str
    title: str
    icon: str
    count: int
    matches: int
    items: list[Item]
    url: str
    add_url: str | None

    @property
    def is_closed(self) -> bool:
        return self.key in request.args.get("treeclosed", "").split(",")

    @property
    def has_more(self) -> bool:
        return self.matches > len(self.items)


class Tree(NamedTuple):
    folders: list[Folder]
    filter: str
    sort: str

    @property
    def total(self) -> int:
        return sum(folder.count for folder in self.folders)


def tree_of(bench: Bench) -> Tree:
    """Five queries, however much there is. State comes from the address: see TREE_STATE."""
    wanted = request.args.get("tree", "").strip()
    sort = request.args.get("treesort", "")
    sort = sort if sort in SORTS else "order"
    build = _Builder(bench, wanted.lower(), sort)
    views = build.views()
    folders = [
        build.endpoints(),
        build.folder("layouts", "Layouts", "layout", views["layout"]),
        build.folder("pages", "Pages", "page", views["page"]),
        build.folder("components", "Components", "component", views["component"]),
        build.folder("workflows", "Workflows", "workflow", build.flows()),
    ]
    return Tree(folders, wanted, sort)


class _Builder:
    def __init__(self, bench: Bench, wanted: str, sort: str) -> None:
        self.bench = bench
        self.wanted = wanted
        self.sort = sort

    def endpoints(self) -> Folder:
        columns = Endpoint.id, Endpoint.method, Endpoint.route, Endpoint.enabled
        rows = db.session.execute(
            select(*columns, Endpoint.last_updated).filter_by(version_id=self.bench.version.id)
        ).all()
        rows = sorted(rows, key=lambda row: (order_key(parsed_route(row.route)), row.method))
        if self.sort == "requests":
            counts = request_counts(self.bench.application, self.bench.version.name, A_DAY)
            rows.sort(key=lambda row: -counts.get(row.id, 0))
        items = [
            Item(
                row.id,
                shortened(row.route),
                f"{row.method.upper()} {row.route}",
                "admin.endpoint",
                {"endpoint_id": row.id},
                row.method,
                not row.enabled,
            )
            for row in self._by_edit(rows)
        ]
        return self.folder("endpoints", "Endpoints", "", items)

    def views(self) -> dict[str, list[Item]]:
        rows = db.session.execute(
            select(View.id, View.name, View.view_type, View.last_updated)
            .filter_by(version_id=self.bench.version.id)
            .order_by(View.name, View.id)
        ).all()
        found: dict[str, list[Item]] = {"layout": [], "page": [], "component": []}
        for row in self._by_edit(rows):
            place = {"kind": f"{row.view_type}s", "view_id": row.id}
            found[row.view_type].append(Item(row.id, row.name, row.name, "admin.view", place))
        return found

    def flows(self) -> list[Item]:
        rows = db.session.execute(flow_rows(self.bench.version)).all()
        return [
            Item(row.id, row.name, row.name, "admin.workflow", {"flow_id": row.id})
            for row in self._by_edit(rows)
        ]

    def folder(self, key: str, title: str, icon: str, items: list[Item]) -> Folder:
        matching = [item for item in items if self.wanted in item.title.lower()]
        shown = SHOWN_FILTERED if self.wanted else SHOWN
        list_view, add_view, kind = FOLDERS[key]
        return Folder(
            key,
            title,
            icon,
            count=len(items),
            matches=len(matching),
            items=matching[:shown],
            url=url_for(list_view, **kind, filter=self.wanted or None),
            add_url=None if self.bench.is_frozen else url_for(add_view, **kind),
        )

    def _by_edit(self, rows: Sequence[Any]) -> Sequence[Any]:
        if self.sort != "edited":
            return rows
        return sorted(rows, key=lambda row: row.last_updated, reverse=True)


FOLDERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "endpoints": ("admin.endpoints", "admin.new_endpoint", {}),
    "layouts": ("admin.views", "admin.new_view", {"kind": "layouts"}),
    "pages": ("admin.views", "admin.new_view", {"kind": "pages"}),
    "components": ("admin.views", "admin.new_view", {"kind": "components"}),
    "workflows": ("admin.workflows", "admin.new_workflow", {}),
}
"""The view of the whole list, the one that adds to it, and what both are told."""


def flow_rows(version: Version) -> Select[Any]:
    """The experience flows of a version by name, each with who changed it last, and when."""
    if version.is_develop:
        flow: Any = Flow
        statement = select(Flow.id).filter_by(
            application_id=version.application_id, flow_class="experience", deleted_in_develop=False
        )
    else:
        flow, links = FlowVersion, flow_version_links.c
        statement = (
            select(FlowVersion.flow_id.label("id"))
            .join(flow_version_links, links.flow_version_id == FlowVersion.id)
            .where(links.version_id == version.id)
        )
    changed = flow.last_updated, flow.last_updated_by_id, flow.last_updated_by_type
    return statement.add_columns(flow.name, *changed).order_by(
        flow.name, statement.selected_columns.id
    )


def shortened(route: str) -> str:
    """Its middle left out, at slashes, where it is too long for the tree."""
    if len(route) <= LONGEST_ROUTE:
        return route
    first, *_, last = route.removeprefix("/").split("/")
    return f"/{first}/…/{last}" if first != last else route


def current_tree() -> Tree | None:
    return tree_of(g.bench) if "bench" in g else None
