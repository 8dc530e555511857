"""What the editor's fields offer: endpoints, pages, groups and whatever else a node can name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.admin.people.users import group_names
from app.admin.place import Bench
from app.admin.views.place import views_named
from app.admin.workflows.place import endpoints_by_id
from app.extensions import db
from app.models import Credential, Flow
from app.services.flows.custom_nodes import palette_of, versions_asking
from app.workflows.triggers import BUTTON

Json = dict[str, Any]


def picker_options(bench: Bench) -> dict[str, list[Json]]:
    """Each with the `id` that a config names it by, and the `name` that people do."""
    return {
        "endpoints": [
            {"id": one.id, "method": one.method, "route": one.route, "name": _endpoint_name(one)}
            for one in endpoints_by_id(bench).values()
        ],
        "pages": _named(views_named(bench, "page")),
        "layouts": _named(views_named(bench, "layout")),
        "groups": _named(group_names(bench.application).items()),
        "credentials": _credentials(bench),
        "workflows": _workflows(bench),
        "customNodes": _custom_nodes(bench),
    }


def _endpoint_name(endpoint: Any) -> str:
    return f"{endpoint.method.upper()} {endpoint.route}"


def _named(rows: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"id": id, "name": name} for id, name in rows]


def _credentials(bench: Bench) -> list[Json]:
    query = select(Credential.id, Credential.name, Credential.kind).filter_by(
        application_id=bench.application.id
    )
    return [
        {"id": row.id, "name": row.name, "type": row.kind}
        for row in db.session.execute(query.order_by(Credential.name))
    ]


def _workflows(bench: Bench) -> list[Json]:
    """Application workflows: no other can be started by a workflow. buttons: what it presses."""
    query = select(Flow).filter_by(application_id=bench.application.id, flow_class="cloud")
    return [
        {
            "id": flow.id,
            "name": flow.name,
            "buttons": [
                {"id": meta["uiId"], "name": meta.get("label") or "Virtual Button"}
                for trigger in flow.triggers
                if trigger["type"] == BUTTON
                if (meta := trigger.get("meta") or {}).get("uiId")
            ],
        }
        for flow in db.session.scalars(query.order_by(Flow.name))
    ]


def _custom_nodes(bench: Bench) -> list[Json]:
    """config: what it asks for in develop; versions: in each other, by the name that a call has."""
    versions = versions_asking(bench.application.id)
    return [
        {
            "id": flow.id,
            "name": flow.name,
            "category": flow.category,
            "config": flow.custom_node_config,
            "versions": versions.get(flow.id, {}),
            "version": "default" if flow.default_version_id else "develop",
        }
        for flow in palette_of(bench.application.id)
    ]
