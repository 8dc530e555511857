"""Flows that hang together with endpoints and views of a version."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Flow, FlowVersion, Version, flow_version_links
from app.services.flow_parts import Part, ids_with, started_by

REPLY = "EndpointReplyNode"
PAGES = ("pageIdTemplate", "layoutIdTemplate")

AnyFlow = Flow | FlowVersion


def flows_started_by(endpoint_id: str, version: Version) -> Sequence[AnyFlow]:
    """In develop flows, in any other version the frozen ones; by name."""
    return _flows(
        version, "triggers", lambda one: started_by(one, endpoint_id, "endpoint"), endpoint_id
    )


def flows_showing(view_id: str, version: Version) -> Sequence[AnyFlow]:
    """Those with a reply that names the page, or the layout, by its id."""
    return _flows(version, "nodes", lambda node: view_id in _pages(node), view_id)


def pages_shown_by(flows: Iterable[AnyFlow]) -> set[str]:
    """Ids that stand in replies. A page that a template chooses cannot be found."""
    return {id for flow in flows for node in flow.nodes for id in _pages(node)}


def _pages(node: Part) -> set[str]:
    config = node.get("config") or {}
    if node["type"] != REPLY or config.get("replyType") != "page":
        return set()
    return {str(config[name]).strip() for name in PAGES if config.get(name)}


def _flows(
    version: Version, parts: str, fits: Callable[[Part], bool], word: str
) -> Sequence[AnyFlow]:
    model: Any = Flow if version.is_develop else FlowVersion
    ids = ids_with(getattr(model, parts), version.application_id, fits, word)
    query = select(model).where(model.id.in_(ids), model.flow_class == "experience")
    if version.is_develop:
        query = query.where(Flow.deleted_in_develop.is_(False))
    else:
        links = flow_version_links.c
        query = query.join(flow_version_links, links.flow_version_id == FlowVersion.id)
        query = query.where(links.version_id == version.id)
        query = query.options(selectinload(FlowVersion.experience_versions))
    return db.session.scalars(query.order_by(model.name, model.id)).all()
