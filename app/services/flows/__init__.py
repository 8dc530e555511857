"""Flows of develop. What versions of the experience froze stays as it is."""

from sqlalchemy import exists, select

from app.errors import ValidationError
from app.extensions import db
from app.models import (
    Application,
    Endpoint,
    Flow,
    FlowVersion,
    Version,
    flow_version_links,
    new_id,
)
from app.schemas.flow import FlowPatch, FlowPost
from app.services.author import Author, change, signed
from app.services.flows.custom_nodes import refuse_recursion, refuse_used
from app.services.flows.graph import GRAPH, checked_graph
from app.services.flows.parts import ids_triggered_by
from app.services.flows.problems import flow_problems
from app.services.transaction import transaction
from app.workflows.check import Problem


def create_flow(application: Application, post: FlowPost, by: Author, strict: bool = False) -> Flow:
    """strict: refuse also what would halt a run."""
    with transaction(application):
        id = new_id()
        values = post.columns()
        values |= checked_graph(values, post.flow_class, id, application.id, strict)
        flow = Flow(id=id, application_id=application.id, **values, **signed(by))
        refuse_recursion(flow, flow.nodes)
        flow.digest = flow.content_digest()
        db.session.add(flow)
    return flow


def update_flow(flow: Flow, patch: FlowPatch, by: Author, strict: bool = False) -> Flow:
    """Triggers, nodes and globals that are given replace those that are there."""
    with transaction(flow), db.session.no_autoflush:
        _refuse_deleted(flow)
        values = patch.changes()
        if patch.default_version_id is not None:
            _check_default(flow, patch.default_version_id)
        if values.keys() & set(GRAPH):  # or a flow from before a new rule could not be renamed
            given = {name: values.get(name, getattr(flow, name)) for name in GRAPH}
            values |= checked_graph(given, flow.flow_class, flow.id, flow.application_id, strict)
            refuse_recursion(flow, values["nodes"])
        change(flow, values, by)
        flow.digest = flow.content_digest()
    return flow


def delete_flow(flow: Flow, by: Author) -> None:
    """From develop. Where versions of the experience hold it, it lives on in them."""
    with transaction(flow):
        _refuse_deleted(flow)
        refuse_used(flow)
        remove_from_develop(flow, by)


def delete_flows_of(endpoint: Endpoint, by: Author) -> None:
    """All experience flows that it starts, even if something else starts them, too."""
    with transaction(endpoint):
        ids = ids_triggered_by(endpoint.application_id, endpoint.id, "endpoint")
        for flow in develop_flows(endpoint.application_id):
            if flow.id in ids:
                remove_from_develop(flow, by)


def delete_experience_flows(application: Application, by: Author) -> None:
    with transaction(application):
        for flow in develop_flows(application.id):
            remove_from_develop(flow, by)


def develop_flows(application_id: str) -> list[Flow]:
    """Of the experience."""
    query = select(Flow).filter_by(
        application_id=application_id, flow_class="experience", deleted_in_develop=False
    )
    return list(db.session.scalars(query.order_by(Flow.name, Flow.id)))


def develop_flow_names(application_id: str) -> dict[str, str]:
    """id → name, of the experience, by name."""
    query = select(Flow.id, Flow.name).filter_by(
        application_id=application_id, flow_class="experience", deleted_in_develop=False
    )
    return {row.id: row.name for row in db.session.execute(query.order_by(Flow.name, Flow.id))}


def remove_from_develop(flow: Flow, by: Author) -> None:
    """Within a transaction."""
    frozen = exists().where(flow_version_links.c.flow_id == flow.id)
    if db.session.scalar(select(frozen)):
        change(flow, {"deleted_in_develop": True}, by)
    else:
        db.session.delete(flow)


def warnings_about(flow: Flow | FlowVersion, version: Version | None = None) -> list[Problem]:
    """What will halt a run, and what its author hardly means.

    version: that it is looked at in, so that the replies of its endpoints are known.
    """
    id = flow.flow_id if isinstance(flow, FlowVersion) else flow.id
    graph = {name: getattr(flow, name) for name in GRAPH}
    problems = flow_problems(graph, flow.flow_class, version, id)
    return [problem for problem in problems if problem.level == "warning"]


def _refuse_deleted(flow: Flow) -> None:
    if flow.deleted_in_develop:
        raise ValidationError(
            f"The workflow `{flow.name}` is no longer in develop. "
            "To have it back, copy a version of the experience that holds it to develop"
        )


def _check_default(flow: Flow, version_id: str) -> None:
    version = db.session.get(FlowVersion, version_id)
    if flow.is_experience or version is None or version.flow_id != flow.id:
        raise ValidationError(
            f"defaultVersionId {version_id} is no version of this workflow", "defaultVersionId"
        )
