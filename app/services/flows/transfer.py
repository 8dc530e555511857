"""Flows from files, brought in beside what is there: equal custom nodes are used again, and what is
called like something else gets another name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Flow, FlowVersion
from app.schemas.flow_import import FlowImport, ImportedFlow, ImportedFlowVersion
from app.schemas.texts import NAME_LENGTH
from app.services.author import Author
from app.services.flows.custom_nodes import called_by
from app.services.flows.importing import import_flows, with_new_ids
from app.services.transaction import transaction

CLASS = "customNode"
SAME = ("triggers", "nodes", "globals", "custom_node_config")

Ids = dict[str, str]


@dataclass
class Brought:
    """reused: names of custom nodes that were here already; renamed: from the file's name to the
    one that it got; missing: ids of custom nodes that are called, and are nowhere."""

    flows: list[Flow] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def bring_flows(application: Application, given: FlowImport, by: Author) -> Brought:
    """All of them or none. Raises ValidationError."""
    with transaction(application):
        here = _Here(application)
        known = here.equal_to(given)
        found = Brought(reused=[flow.name for flow in given.flows if flow.id in known])
        new = FlowImport.model_construct(
            flows=[here.named_apart(flow, found) for flow in given.flows if flow.id not in known],
            flow_versions=[one for one in given.flow_versions if one.flow_id not in known],
        )
        found.flows = import_flows(application, new, by, known).flows
        called = {id for flow in found.flows for id in called_by(flow.nodes)}
        found.missing = called - {flow.id for flow in found.flows} - here.nodes.keys()
    return found


class _Here:
    """What the application has."""

    def __init__(self, application: Application) -> None:
        flows = select(Flow).filter_by(application_id=application.id, deleted_in_develop=False)
        rows = list(db.session.scalars(flows.order_by(Flow.creation_date)))
        self.names = {(flow.flow_class, flow.name) for flow in rows}
        self.nodes = {flow.id: flow for flow in rows if flow.flow_class == CLASS}
        self.versions: dict[str, dict[str | None, FlowVersion]] = {}
        versions = select(FlowVersion).where(FlowVersion.flow_id.in_(self.nodes))
        for version in db.session.scalars(versions):
            self.versions.setdefault(version.flow_id, {})[version.version] = version

    def equal_to(self, given: FlowImport) -> Ids:
        """From the ids of custom nodes in the file, and of their versions, to those of equal ones
        here. One is not equal if it calls one that is not."""
        nodes = [flow for flow in given.flows if flow.flow_class == CLASS]
        twins = {flow.id: twin for flow in nodes if (twin := self._twin(flow))}
        while True:
            ids = self._ids(twins, given.flow_versions)
            foreign = {flow.id for flow in nodes} - twins.keys()
            unequal = {
                flow.id
                for flow in nodes
                if flow.id in twins
                if called_by(flow.nodes) & foreign
                or not self._is_equal(flow, twins[flow.id], given.flow_versions, ids)
            }
            if not unequal:
                return ids
            twins = {id: twin for id, twin in twins.items() if id not in unequal}

    def named_apart(self, flow: ImportedFlow, found: Brought) -> ImportedFlow:
        name, number = flow.name, 1
        while (flow.flow_class, name) in self.names:
            number += 1
            end = f" ({number})"
            name = flow.name[: NAME_LENGTH - len(end)] + end
        self.names.add((flow.flow_class, name))
        if name != flow.name:
            found.renamed.append((flow.name, name))
        return flow.model_copy(update={"name": name})

    def _twin(self, flow: ImportedFlow) -> Flow | None:
        """Of the same id, else of the same name."""
        named = (one for one in self.nodes.values() if one.name == flow.name)
        return self.nodes.get(flow.id) or next(named, None)

    def _ids(self, twins: Mapping[str, Flow], versions: Iterable[ImportedFlowVersion]) -> Ids:
        ids = {id: twin.id for id, twin in twins.items()}
        for version in versions:
            if version.flow_id in twins:
                there = self.versions.get(twins[version.flow_id].id, {}).get(version.version)
                ids |= {version.id: there.id} if there else {}
        return ids

    def _is_equal(
        self, flow: ImportedFlow, twin: Flow, versions: Iterable[ImportedFlowVersion], ids: Ids
    ) -> bool:
        """With each of the versions that come with it."""
        own = [version for version in versions if version.flow_id == flow.id]
        there = self.versions.get(twin.id, {})
        return _is_same(flow, twin, ids) and all(
            version.version in there and _is_same(version, there[version.version], ids)
            for version in own
        )


def _is_same(given: ImportedFlow | ImportedFlowVersion, row: Flow | FlowVersion, ids: Ids) -> bool:
    columns: dict[str, Any] = with_new_ids(given.columns(), ids)
    return all(columns[name] == getattr(row, name) for name in SAME)
