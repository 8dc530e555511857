"""The flows that the endpoints of a version start, told for all of them with a query or two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Flow, FlowVersion, Version, flow_version_links
from app.workflows.replies import REPLIERS
from app.workflows.triggers import ANY_ENDPOINT


@dataclass(frozen=True)
class StartedFlow:
    """id: of the flow, in every version. endpoint_ids: what starts it; others: the types of its
    other triggers."""

    id: str
    name: str
    enabled: bool
    endpoint_ids: tuple[str, ...]
    others: tuple[str, ...]

    def is_started_elsewhere(self, endpoint_id: str) -> bool:
        return bool(self.others) or any(id != endpoint_id for id in self.endpoint_ids)


@dataclass(frozen=True)
class Starts:
    """own: by endpoint id, those that name the endpoint; any: those that every request starts;
    answers_any: whether one of the latter may answer it."""

    own: dict[str, list[StartedFlow]] = field(default_factory=dict)
    any: list[StartedFlow] = field(default_factory=list)
    answers_any: bool = False

    def may_answer(self, endpoint_id: str) -> bool:
        return self.answers_any or any(flow.enabled for flow in self.own.get(endpoint_id, []))


def flows_by_endpoint(version: Version) -> Starts:
    """By name. In develop flows, in any other version the frozen ones."""
    model: Any = Flow if version.is_develop else FlowVersion
    id = model.id if version.is_develop else model.flow_id
    rows = db.session.execute(
        _of(version, select(id.label("id"), model.name, model.enabled, model.triggers))
    )
    flows = [_started(row) for row in rows.all()]
    own: dict[str, list[StartedFlow]] = {}
    for flow in flows:
        for endpoint_id in flow.endpoint_ids:
            own.setdefault(endpoint_id, []).append(flow)
    every = own.pop(ANY_ENDPOINT, [])
    return Starts(own, every, _answers(version, model, [flow.id for flow in every if flow.enabled]))


def _started(row: Any) -> StartedFlow:
    kinds = [trigger["type"] for trigger in row.triggers]
    return StartedFlow(
        id=row.id,
        name=row.name,
        enabled=row.enabled,
        endpoint_ids=tuple(
            dict.fromkeys(
                trigger.get("key", "") for trigger in row.triggers if trigger["type"] == "endpoint"
            )
        ),
        others=tuple(dict.fromkeys(kind for kind in kinds if kind != "endpoint")),
    )


def _answers(version: Version, model: Any, ids: Sequence[str]) -> bool:
    if not ids:
        return False
    id = model.id if version.is_develop else model.flow_id
    nodes = db.session.scalars(_of(version, select(model.nodes)).where(id.in_(ids)))
    return any(node["type"] in REPLIERS for found in nodes for node in found)


def _of(version: Version, query: Select[Any]) -> Select[Any]:
    if version.is_develop:
        return query.where(
            Flow.application_id == version.application_id,
            Flow.flow_class == "experience",
            Flow.deleted_in_develop.is_(False),
        ).order_by(Flow.name, Flow.id)
    links = flow_version_links.c
    query = query.join(flow_version_links, links.flow_version_id == FlowVersion.id)
    return query.where(links.version_id == version.id).order_by(FlowVersion.name, FlowVersion.id)
