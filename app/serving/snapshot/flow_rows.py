"""Flows as they are read from the database, compiled."""

from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from app.models import DEVELOP, Application, FlowVersion, flow_version_links
from app.models import Flow as FlowModel
from app.workflows.flow import Flow, compile_flow

DEFAULT = "default"
"""Names the version of an application flow or custom node that its author chose."""

develop, frozen, links = FlowModel.__table__, FlowVersion.__table__, flow_version_links.c


def merge_globals(*layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Later layers win. A value that is no JSON text stays the text that it is."""
    merged = {}
    for item in (item for layer in layers for item in layer):
        try:
            merged[item["key"]] = orjson.loads(item["json"])
        except orjson.JSONDecodeError:
            merged[item["key"]] = item["json"]
    return merged


def experience_flows(connection: Connection, application: Any, version: Any) -> list[Flow]:
    """Those of one version that are enabled: develop's own, or what was frozen into it. Oldest
    first: where two could answer at once, that one does."""
    table, wanted = _of_experience(version)
    rows = connection.execute(wanted.where(table.c.enabled.is_(True)).order_by("id"))
    return [_compiled(row, version.name, application, version.globals) for row in rows]


def find_experience_flow(
    connection: Connection, application: Any, version: Any, flow_id: str
) -> Flow | None:
    """As that version has it, enabled or not."""
    table, wanted = _of_experience(version)
    own_id = table.c.id if table is develop else table.c.flow_id
    row = connection.execute(wanted.where(own_id == flow_id)).one_or_none()
    return _compiled(row, version.name, application, version.globals) if row else None


def application_flows(connection: Connection, application: Any) -> list[Flow]:
    """All of class `cloud` that are enabled, in their default versions."""
    wanted = (
        select(*_content(develop), develop.c.id, frozen.c.id.label("frozen_id"), frozen.c.version)
        .outerjoin(frozen, frozen.c.id == develop.c.default_version_id)
        .where(develop.c.application_id == application.id, develop.c.flow_class == "cloud")
        .order_by(develop.c.id)
    )
    found = []
    for row in connection.execute(wanted).all():
        chosen: Any = (
            row if row.frozen_id is None else _frozen(connection, frozen.c.id == row.frozen_id)
        )
        if chosen is not None and chosen.enabled:
            found.append(_compiled(chosen, row.version or DEVELOP, application))
    return found


def find_flow(connection: Connection, application: Any, flow_id: str, version: str) -> Flow | None:
    """One that is not of the experience, enabled or not. version: by name, or "default", which is
    develop where none was chosen."""
    row: Any = connection.execute(
        select(*_content(develop), develop.c.id, develop.c.default_version_id).where(
            develop.c.id == flow_id,
            develop.c.application_id == application.id,
            develop.c.flow_class != "experience",
        )
    ).one_or_none()
    if row is None:
        return None
    if version == DEFAULT and row.default_version_id:
        row = _frozen(connection, frozen.c.id == row.default_version_id)
    elif version not in (DEFAULT, DEVELOP):
        row = _frozen(connection, frozen.c.flow_id == flow_id, frozen.c.version == version)
    if row is None:
        return None
    return _compiled(row, getattr(row, "version", None) or DEVELOP, application)


def application_row(connection: Connection, application_id: str) -> Any:
    table = Application.__table__
    return connection.execute(select(table).where(table.c.id == application_id)).one_or_none()


def _of_experience(version: Any) -> tuple[Any, Select[Any]]:
    """The table that its flows are in, and how they are found."""
    if version.name == DEVELOP:
        return develop, select(*_content(develop), develop.c.id).where(
            develop.c.application_id == version.application_id,
            develop.c.flow_class == "experience",
            develop.c.deleted_in_develop.is_(False),
        )
    return frozen, (
        select(*_content(frozen), frozen.c.flow_id.label("id"))
        .join(flow_version_links, links.flow_version_id == frozen.c.id)
        .where(links.version_id == version.id)
    )


def _frozen(connection: Connection, *where: Any) -> Any:
    columns = (*_content(frozen), frozen.c.flow_id.label("id"), frozen.c.version)
    return connection.execute(select(*columns).where(*where)).one_or_none()


def _content(table: Any) -> list[Any]:
    names = ("name", "flow_class", "enabled", "triggers", "nodes", "globals", "custom_node_config")
    return [table.c[name] for name in names]


def _compiled(row: Any, version: str, application: Any, *layers: list[dict[str, Any]]) -> Flow:
    """layers: of globals, between the application's and the flow's own."""
    stored = {
        "id": row.id,
        "name": row.name,
        "flowClass": row.flow_class,
        "enabled": row.enabled,
        "triggers": row.triggers,
        "nodes": row.nodes,
        "customNodeConfig": row.custom_node_config,
    }
    return compile_flow(
        stored,
        version=version,
        application={"id": application.id, "name": application.name},
        globals=merge_globals(application.globals, *layers, row.globals),
    )
