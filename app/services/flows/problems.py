"""What is wrong with a workflow, whether it is stored or still being drawn."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Text, cast, or_, select

from app.extensions import db
from app.models import Endpoint, Flow, FlowVersion, Version, flow_version_links
from app.workflows.check import Problem, check_configs, check_flow, shape_problems
from app.workflows.lint import lint_flow
from app.workflows.replies import REPLIERS
from app.workflows.triggers import ANY_ENDPOINT

Json = Mapping[str, Any]


def flow_problems(
    graph: Json, flow_class: str, version: Version | None = None, flow_id: str | None = None
) -> list[Problem]:
    """What keeps it from being saved comes first.

    graph: triggers, nodes and globals, as posted; version: of the experience that it is or will be
    in; flow_id: its own, if it has one already.
    """
    if any(shape_problems(graph)):
        return check_flow(graph, flow_class)
    if errors := check_flow(graph, flow_class):
        return [*errors, *check_configs(graph)]
    answered = answered_endpoints(version, graph, flow_id) if version else None
    return [*check_configs(graph), *lint_flow(graph, answered=answered)]


def answered_endpoints(version: Version, graph: Json, flow_id: str | None) -> set[str]:
    """Ids of those that start this flow, and that something else answers, or that are gone."""
    triggers = graph.get("triggers") or []
    own = {str(t["key"]) for t in triggers if t["type"] == "endpoint" and t.get("key")}
    if not own:
        return set()
    query = select(Endpoint.id).filter_by(version_id=version.id).where(Endpoint.id.in_(own))
    awaiting = set(db.session.scalars(query.where(Endpoint.static_reply.is_(None))))
    others = _endpoints_of_repliers(version, flow_id, own | {ANY_ENDPOINT})
    return own - awaiting | (own if ANY_ENDPOINT in others else own & others)


def _endpoints_of_repliers(version: Version, flow_id: str | None, keys: set[str]) -> set[str]:
    """Those of the endpoints that start other flows which hold a reply. keys: their ids."""
    return {
        trigger.get("key", "")
        for triggers, nodes in _other_flows(version, flow_id, keys)
        if any(node["type"] in REPLIERS for node in nodes)
        for trigger in triggers
        if trigger["type"] == "endpoint"
    }


def _other_flows(version: Version, flow_id: str | None, keys: set[str]) -> Iterable[Any]:
    """Triggers and nodes of those that are switched on and name one of the keys."""

    def names_one(model: Any) -> Any:
        text = cast(model.triggers, Text)
        return or_(*(text.contains(key, autoescape=True) for key in keys))

    if version.is_develop:
        return db.session.execute(
            select(Flow.triggers, Flow.nodes)
            .filter_by(application_id=version.application_id, flow_class="experience")
            .where(Flow.id != (flow_id or ""), ~Flow.deleted_in_develop, Flow.enabled)
            .where(names_one(Flow))
        )
    return db.session.execute(
        select(FlowVersion.triggers, FlowVersion.nodes)
        .join(flow_version_links, flow_version_links.c.flow_version_id == FlowVersion.id)
        .where(flow_version_links.c.version_id == version.id)
        .where(FlowVersion.flow_id != (flow_id or ""), FlowVersion.enabled)
        .where(names_one(FlowVersion))
    )
