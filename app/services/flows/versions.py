"""Versions of cloud flows and custom nodes. Those of experience flows come with the experience."""

from sqlalchemy import select

from app.errors import AlreadyExists, NotFound, ValidationError
from app.extensions import db
from app.models import Flow, FlowVersion, Version, flow_version_links
from app.schemas.flow_version import FlowVersionPatch, FlowVersionPost
from app.services.author import Author, change, signed
from app.services.flows.custom_nodes import refuse_recursion, refuse_used
from app.services.flows.graph import checked_graph
from app.services.transaction import transaction

TITLE = "Workflow version"


def create_flow_version(
    flow: Flow,
    post: FlowVersionPost,
    by: Author,
    allow_replacement: bool = False,
    strict: bool = False,
) -> FlowVersion:
    """allow_replacement: of a version of that name, which keeps its id then; strict: refuse
    also what would halt a run."""
    with transaction(flow):
        _refuse_experience(flow)
        values = post.columns()
        values |= checked_graph(values, flow.flow_class, flow.id, flow.application_id, strict)
        refuse_recursion(flow, values["nodes"])
        values |= {"name": flow.name, "description": flow.description}
        version = _named(flow, post.version)
        if version is not None:
            if not allow_replacement:
                raise AlreadyExists(f"The version `{post.version}` already exists", "version")
            change(version, values, by)
            return version
        version = FlowVersion(
            flow_id=flow.id,
            application_id=flow.application_id,
            flow_class=flow.flow_class,
            **values,
            **signed(by),
        )
        db.session.add(version)
    return version


def update_flow_version(version: FlowVersion, patch: FlowVersionPatch, by: Author) -> FlowVersion:
    with transaction(version):
        _refuse_experience(version)
        change(version, patch.changes(), by)
    return version


def delete_flow_version(version: FlowVersion, by: Author) -> None:
    """Where it was the default, there is none any more."""
    with transaction(version):
        _refuse_experience(version)
        flow = db.session.get_one(Flow, version.flow_id)
        refuse_used(flow, version)
        if flow.default_version_id == version.id:
            change(flow, {"default_version_id": None}, by)
        db.session.delete(version)


def delete_flow_versions(flow: Flow, ids: list[str], by: Author) -> tuple[int, int]:
    """How many are deleted, and how many could not be, since they are used."""
    failed = 0
    with transaction(flow):
        _refuse_experience(flow)
        for id in ids:
            try:
                delete_flow_version(db.session.get_one(FlowVersion, id), by)
            except ValidationError:
                failed += 1
    return len(ids) - failed, failed


def find_flow_version(flow: Flow, id_or_name: str) -> FlowVersion:
    """A name goes before an id; of an experience flow, it is a version's of the experience.

    Raises NotFound."""
    if version := _named(flow, id_or_name):
        return version
    version = db.session.get(FlowVersion, id_or_name.lower())
    if version is None or version.flow_id != flow.id:
        raise NotFound(TITLE)
    return version


def _named(flow: Flow, name: str) -> FlowVersion | None:
    query = select(FlowVersion).where(FlowVersion.flow_id == flow.id)
    if flow.is_experience:
        links = flow_version_links
        query = (
            query.join(links, links.c.flow_version_id == FlowVersion.id)
            .join(Version, Version.id == links.c.version_id)
            .where(Version.name == name)
        )
    else:
        query = query.where(FlowVersion.version == name)
    return db.session.scalar(query)


def _refuse_experience(flow: Flow | FlowVersion) -> None:
    if flow.flow_class == "experience":
        raise ValidationError(
            "Versions of an experience workflow come and go with versions of the experience"
        )
