"""Reads one version from the database and puts its snapshot together."""

from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from app.models import Application, Group, Version, View, endpoint_groups
from app.models import Endpoint as EndpointModel
from app.rendering import ViewSource, compile_views
from app.routing import Router
from app.serving.snapshot.experience import Endpoint, Experience, ReplyConfig
from app.serving.snapshot.experience import Group as SnapshotGroup
from app.serving.snapshot.flow_index import FlowIndex
from app.serving.snapshot.flow_rows import application_flows, experience_flows, merge_globals
from app.serving.snapshot.resources import Resource, endpoint_resource, view_resource
from app.sqlite import begin_reading
from app.workflows.flow_errors import handles_errors

DEFAULT_CONTENT_TYPE = "text/html; charset=utf-8"


def build_experience(engine: Engine, application_id: str, version: str) -> Experience | None:
    """None when there is no such version. One transaction, so never half of a change."""
    with engine.connect() as connection:
        begin_reading(connection)
        application = _one(connection, Application, id=application_id)
        settings = _one(connection, Version, application_id=application_id, name=version)
        if application is None or settings is None:
            return None
        groups = _groups(_all(connection, Group, application_id=application_id))
        endpoints = _all(connection, EndpointModel, version_id=settings.id)
        views = _all(connection, View, version_id=settings.id)
        allowed = _groups_by_endpoint(connection, settings.id)
        flows = experience_flows(connection, application, settings)
        around = application_flows(connection, application)
    enabled, disabled = _split(
        [_endpoint(row, version, allowed.get(row.id, []), groups) for row in endpoints],
        {row.id for row in endpoints if row.enabled},
    )
    names = {row.id: row.name for row in views}
    return Experience(
        application={"id": application.id, "name": application.name},
        token_secret=application.token_secret,
        token_cutoff=application.exp_user_token_cutoff,
        version=version,
        revision=application.revision,
        endpoints=enabled,
        disabled=disabled,
        router=Router((endpoint.method, endpoint.route, endpoint) for endpoint in enabled),
        views=compile_views([_source(row) for row in views]),
        view_resources={
            row.id: view_resource(row, version, names.get(row.layout_id)) for row in views
        },
        globals=merge_globals(application.globals, settings.globals),
        groups=groups,
        not_found_reply=ReplyConfig.of(settings.not_found_reply),
        unauthorized_reply=ReplyConfig.of(settings.unauthorized_reply),
        default_cors=settings.endpoint_default_cors,
        cors_origins=frozenset(settings.allowed_cors_origins),
        response_headers=tuple(
            (name.lower(), value) for name, value in settings.response_headers.items()
        ),
        flows=FlowIndex(flows),
        application_flows=tuple(flow for flow in around if handles_errors(flow)),
    )


def _one(connection: Connection, model: Any, **where: Any) -> Row[Any] | None:
    return connection.execute(select(model.__table__).filter_by(**where)).one_or_none()


def _all(connection: Connection, model: Any, **where: Any) -> list[Row[Any]]:
    table = model.__table__
    return list(connection.execute(select(table).filter_by(**where).order_by(table.c.id)))


def _groups(rows: list[Row[Any]]) -> dict[str, SnapshotGroup]:
    parents = {row.id: row.parent_id for row in rows}
    return {
        row.id: SnapshotGroup(row.id, row.name, row.parent_id, _lineage(row.id, parents))
        for row in rows
    }


def _lineage(group_id: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    lineage = [group_id]
    while (parent := parents.get(lineage[-1])) and parent not in lineage:
        lineage.append(parent)
    return tuple(lineage)


def _groups_by_endpoint(connection: Connection, version_id: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    statement = select(endpoint_groups.c.endpoint_id, endpoint_groups.c.group_id).where(
        endpoint_groups.c.version_id == version_id
    )
    for endpoint_id, group_id in connection.execute(statement):
        found.setdefault(endpoint_id, []).append(group_id)
    return found


def _endpoint(
    row: Row[Any], version: str, group_ids: list[str], groups: dict[str, SnapshotGroup]
) -> Endpoint:
    listed = sorted((groups[id] for id in group_ids), key=lambda group: (group.name, group.id))
    shown: list[Resource] = [{"id": group.id, "name": group.name} for group in listed]
    return Endpoint(
        id=row.id,
        method=row.method,
        route=row.route,
        access=row.access,
        group_ids=tuple(group.id for group in listed),
        static_reply=ReplyConfig.of(row.static_reply),
        unauthorized_reply=ReplyConfig.of(row.unauthorized_reply),
        resource=endpoint_resource(row, version, shown),
    )


def _split(
    endpoints: list[Endpoint], enabled: set[str]
) -> tuple[tuple[Endpoint, ...], tuple[Endpoint, ...]]:
    return (
        tuple(endpoint for endpoint in endpoints if endpoint.id in enabled),
        tuple(endpoint for endpoint in endpoints if endpoint.id not in enabled),
    )


def _source(row: Row[Any]) -> ViewSource:
    return ViewSource(
        id=row.id,
        name=row.name,
        view_type=row.view_type,
        body=row.body,
        layout_id=row.layout_id,
        content_type=(row.headers or {}).get("content-type") or DEFAULT_CONTENT_TYPE,
    )
