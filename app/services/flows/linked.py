"""Flows that hang together with endpoints and views of a version."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Flow, FlowVersion, Version, flow_version_links
from app.services.flows import develop_flows
from app.services.flows.parts import Part, ids_with, started_by

REPLY = "EndpointReplyNode"
PAGES = ("pageIdTemplate", "layoutIdTemplate")

AnyFlow = Flow | FlowVersion


def flow_id(flow: AnyFlow) -> str:
    """The same in every version."""
    return flow.flow_id if isinstance(flow, FlowVersion) else flow.id


def flows_in(version: Version) -> Sequence[AnyFlow]:
    """All of the experience, as that version has them; by name."""
    if version.is_develop:
        return develop_flows(version.application_id)
    links = flow_version_links.c
    query = (
        select(FlowVersion)
        .join(flow_version_links, links.flow_version_id == FlowVersion.id)
        .where(links.version_id == version.id)
        .order_by(FlowVersion.name, FlowVersion.id)
    )
    return db.session.scalars(query).all()


def flows_started_by(endpoint_id: str, version: Version) -> Sequence[AnyFlow]:
    """In develop flows, in any other version the frozen ones; by name."""
    return _flows(
        version, "triggers", lambda one: started_by(one, endpoint_id, "endpoint"), endpoint_id
    )


def flows_showing(view_id: str, version: Version) -> Sequence[AnyFlow]:
    """Those with a reply that names the page, or the layout, by its id."""
    return _flows(version, "nodes", lambda node: view_id in _pages(node), view_id)


class PageReply(NamedTuple):
    """A reply node that shows a page. flow: its name; label: of the node; page_id: an id, or a
    template for one; status: as it was set, "" if it was not."""

    flow: str
    label: str
    page_id: str
    status: str


def page_replies(flows: Iterable[AnyFlow]) -> list[PageReply]:
    return [
        PageReply(
            flow.name,
            (node.get("meta") or {}).get("label") or "Endpoint Reply",
            str(config["pageIdTemplate"]).strip(),
            str(config.get("responseCodeTemplate") or ""),
        )
        for flow in flows
        for node in flow.nodes
        for config in [node.get("config") or {}]
        if node["type"] == REPLY and config.get("replyType") == "page"
        if config.get("pageIdTemplate")
    ]


def pages_shown_by(flows: Iterable[AnyFlow]) -> set[str]:
    """Ids that stand in replies. A page that a template chooses cannot be found."""
    return {id for flow in flows for node in flow.nodes for id in _pages(node)}


def views_in_flows(version: Version) -> Iterator[str]:
    """The id of each page and layout that a flow names in its replies, once for each flow."""
    model: Any = Flow if version.is_develop else FlowVersion
    query = select(model.nodes).where(
        model.application_id == version.application_id, model.flow_class == "experience"
    )
    for nodes in db.session.scalars(_in_version(query, version)):
        yield from {id for node in nodes for id in _pages(node)}


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
    if not version.is_develop:
        query = query.options(selectinload(FlowVersion.experience_versions))
    return db.session.scalars(_in_version(query, version).order_by(model.name, model.id)).all()


def _in_version(query: Select[Any], version: Version) -> Select[Any]:
    if version.is_develop:
        return query.where(Flow.deleted_in_develop.is_(False))
    links = flow_version_links.c
    query = query.join(flow_version_links, links.flow_version_id == FlowVersion.id)
    return query.where(links.version_id == version.id)
