"""Flows from elsewhere, under new ids, which they use when they speak of each other."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Flow, FlowVersion, new_id
from app.schemas.flow_import import FlowImport, ImportedFlow, ImportedFlowVersion
from app.services.author import Author, signed
from app.services.flows.custom_nodes import refuse_recursion
from app.services.flows.graph import checked_graph
from app.services.transaction import transaction
from app.workflows.complete import pad_outputs

ID = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{24}(?![0-9A-Fa-f])")

Ids = dict[str, str]


@dataclass
class Imported:
    """The maps lead from old ids to new ones."""

    flows: list[Flow] = field(default_factory=list)
    flow_versions: list[FlowVersion] = field(default_factory=list)
    flow_ids: Ids = field(default_factory=dict)
    version_ids: Ids = field(default_factory=dict)
    known: Ids = field(default_factory=dict)


def import_flows(
    application: Application, given: FlowImport, by: Author, known: Ids | None = None
) -> Imported:
    """All of them or none. known: from ids of others that they speak of to what those are here."""
    found = Imported(
        flow_ids={flow.id: new_id() for flow in given.flows},
        version_ids={version.id: new_id() for version in given.flow_versions},
        known=known or {},
    )
    with transaction(application):
        for flow in given.flows:
            with about(f"the workflow `{flow.name}`"):
                found.flows.append(_flow(application, flow, found, by))
        db.session.add_all(found.flows)
        db.session.flush()
        for version in given.flow_versions:
            with about(f"the version `{version.version}`"):
                found.flow_versions.append(_version(application, version, found, by))
        db.session.add_all(found.flow_versions)
        db.session.flush()
        for row in found.flows:
            refuse_recursion(row, row.nodes)
    return found


@contextmanager
def about(part: str) -> Iterator[None]:
    """What is refused meanwhile says that it is in that part."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError(f"In {part}: {error.message}", error.field) from error


def _flow(application: Application, given: ImportedFlow, found: Imported, by: Author) -> Flow:
    id = found.flow_ids[given.id]
    values = given.columns("id", "default_version_id")
    values |= _graph(values, given.flow_class, id, application, found)
    flow = Flow(id=id, application_id=application.id, **values, **signed(by))
    flow.default_version_id = found.version_ids.get(given.default_version_id or "")
    flow.digest = flow.content_digest()
    return flow


def _version(
    application: Application, given: ImportedFlowVersion, found: Imported, by: Author
) -> FlowVersion:
    flow = db.session.get(Flow, found.flow_ids.get(given.flow_id, ""))
    if flow is None:
        raise ValidationError(
            f"The version `{given.version}` is of a workflow {given.flow_id}, "
            "which is not among those that are imported",
            "flowVersions",
        )
    if flow.is_experience:
        raise ValidationError(
            "Versions of experience workflows cannot be imported; create a version of the "
            "experience instead",
            "flowVersions",
        )
    values = given.columns("id", "flow_id")
    values |= _graph(values, flow.flow_class, flow.id, application, found)
    values |= {"name": flow.name, "description": flow.description}
    return FlowVersion(
        id=found.version_ids[given.id],
        flow_id=flow.id,
        application_id=application.id,
        flow_class=flow.flow_class,
        **values,
        **signed(by),
    )


def _graph(
    given: dict[str, Any], flow_class: str, id: str, application: Application, found: Imported
) -> dict[str, Any]:
    graph = with_new_ids(given, found.known | found.flow_ids | found.version_ids)
    graph["triggers"] = [_without_old_key(trigger) for trigger in graph["triggers"]]
    return checked_graph(_padded(graph), flow_class, id, application.id)


def with_new_ids(value: Any, ids: Ids) -> Any:
    """Wherever they stand, also within texts."""
    if isinstance(value, dict):
        return {name: with_new_ids(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_new_ids(inner, ids) for inner in value]
    if isinstance(value, str):
        return ID.sub(lambda id: ids.get(id[0].lower(), id[0]), value)
    return value


def _without_old_key(trigger: dict[str, Any]) -> dict[str, Any]:
    """That of a flow-error trigger may hold the id of another application; it is made anew."""
    if trigger.get("type") != "flowError":
        return trigger
    return {name: value for name, value in trigger.items() if name != "key"}


def _padded(graph: dict[str, Any]) -> dict[str, Any]:
    """What is no graph at all is left for the check to say so."""
    try:
        return pad_outputs(graph)
    except (AttributeError, KeyError, TypeError):
        return graph
