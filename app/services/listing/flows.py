"""Flows and their versions."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Application, Flow, FlowVersion, Version, flow_version_links
from app.schemas.advanced import read_query
from app.schemas.advanced_flow import FlowQuery, FlowVersionQuery
from app.schemas.flow import TriggerFilter
from app.services.flows.parts import ids_triggered_by
from app.services.listing.advanced_flows import (
    flow_condition,
    flow_version_condition,
    frozen_condition,
)
from app.services.listing.base import Fields, ListQuery, Page

FLOWS = Fields(
    id=Flow.id,
    sorts={
        "name": Flow.name,
        "id": Flow.id,
        "creationDate": Flow.creation_date,
        "lastUpdated": Flow.last_updated,
    },
    filters={"name": Flow.name},
)
VERSIONS = Fields(
    id=FlowVersion.id,
    sorts={
        "version": FlowVersion.version,
        "name": FlowVersion.name,
        "id": FlowVersion.id,
        "creationDate": FlowVersion.creation_date,
        "lastUpdated": FlowVersion.last_updated,
    },
    filters={"version": FlowVersion.version, "name": FlowVersion.name},
)


def list_flows(application: Application, q: ListQuery) -> Page[Flow]:
    """As they are in develop. extra: flow_class; trigger_filter, a list of which one must fit;
    all_versions, with a query: flows of which only a frozen version fits count, too."""
    statement = select(Flow).filter_by(application_id=application.id)
    if q.query is None:
        statement = statement.where(Flow.deleted_in_develop.is_(False))
        statement = _filtered(FLOWS.matching(statement, q), Flow, application.id, q)
        return FLOWS.page(statement, q)
    query = read_query(FlowQuery, q.query)
    condition: ColumnElement[bool] = and_(
        flow_condition(application.id, query), Flow.deleted_in_develop.is_(False)
    )
    if q.extra.get("all_versions"):
        condition = or_(condition, frozen_condition(application.id, query))
    return FLOWS.page(statement.where(condition), q)


def list_flows_by_version(
    application: Application, version: str, q: ListQuery
) -> Page[FlowVersion]:
    """version: a name: of a version of the experience, or of the flow's own. extra: flow_class,
    trigger_filter."""
    q = replace(q, sort_field=q.sort_field or "name")
    links = flow_version_links.c
    in_experience = (
        select(links.flow_version_id)
        .join(Version, Version.id == links.version_id)
        .where(Version.application_id == application.id, Version.name == version)
    )
    statement = _with_names(application.id).where(
        or_(FlowVersion.version == version, FlowVersion.id.in_(in_experience))
    )
    if q.query is not None:
        condition = flow_version_condition(application.id, read_query(FlowVersionQuery, q.query))
        return VERSIONS.page(statement.where(condition), q)
    return VERSIONS.page(
        _filtered(VERSIONS.matching(statement, q), FlowVersion, application.id, q), q
    )


def list_flow_versions(flow: Flow, q: ListQuery) -> Page[FlowVersion]:
    statement = _with_names(flow.application_id).where(FlowVersion.flow_id == flow.id)
    if q.query is not None:
        condition = flow_version_condition(
            flow.application_id, read_query(FlowVersionQuery, q.query)
        )
        return VERSIONS.page(statement.where(condition), q)
    return VERSIONS.page(VERSIONS.matching(statement, q), q)


def flow_version_ids(flow: Flow, query: dict[str, Any] | None) -> list[str]:
    """Those that an advanced query fits; without one, all."""
    read = read_query(FlowVersionQuery, query or {})
    condition = flow_version_condition(flow.application_id, read)
    ids = select(FlowVersion.id).where(FlowVersion.flow_id == flow.id, condition)
    return list(db.session.scalars(ids.order_by(FlowVersion.id)))


def _with_names(application_id: str) -> Select[Any]:
    """Of the versions of the experience that share it."""
    statement = select(FlowVersion).where(FlowVersion.application_id == application_id)
    return statement.options(selectinload(FlowVersion.experience_versions))


def _filtered(statement: Select[Any], model: Any, application_id: str, q: ListQuery) -> Select[Any]:
    if flow_class := q.extra.get("flow_class"):
        statement = statement.where(model.flow_class == flow_class)
    wanted: list[TriggerFilter] | None = q.extra.get("trigger_filter")
    if wanted:
        ids = {
            id
            for one in wanted
            for id in ids_triggered_by(application_id, one.key, one.kind, of=model)
        }
        statement = statement.where(model.id.in_(ids))
    return statement
