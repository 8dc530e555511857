"""Which flows call which custom nodes."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.errors import ValidationError
from app.extensions import db
from app.models import Flow, FlowVersion
from app.services.flows.parts import ids_with

CALL = "CustomNodeExecuteNode"

Node = dict[str, Any]


def called_by(nodes: Iterable[Node]) -> set[str]:
    """Ids of custom nodes."""
    calls = (node.get("config") or {} for node in nodes if node["type"] == CALL)
    return {str(config["customNodeId"]) for config in calls if config.get("customNodeId")}


def reached_from(application_id: str, nodes: Iterable[Node]) -> list[Flow]:
    """The custom nodes that are called, and those that they call, by name."""
    known = {flow.id: flow for flow in db.session.scalars(_custom_nodes(application_id))}
    found: dict[str, Flow] = {}
    ahead = called_by(nodes)
    while ahead:
        id = ahead.pop()
        if id in known and id not in found:
            found[id] = known[id]
            ahead |= called_by(known[id].nodes)
    return sorted(found.values(), key=lambda flow: (flow.name, flow.id))


def refuse_recursion(flow: Flow, nodes: Iterable[Node]) -> None:
    """nodes: of the custom node, as they would be. All versions of the others count."""
    if flow.flow_class != "customNode":
        return
    calls = _calls(flow.application_id)
    ahead, seen = called_by(nodes), set[str]()
    while ahead:
        id = ahead.pop()
        if id == flow.id:
            raise ValidationError("A custom node cannot call itself, not even through others.")
        if id not in seen:
            seen.add(id)
            ahead |= calls.get(id, set())


def refuse_used(flow: Flow, version: FlowVersion | None = None) -> None:
    """version: what is to be deleted; None for the whole custom node."""
    if flow.flow_class != "customNode":
        return
    names = None
    if version is not None:
        is_default = flow.default_version_id == version.id
        names = {version.version, version.id, *(["default"] if is_default else [])}

    def uses(node: Node) -> bool:
        config = node.get("config") or {}
        called = node["type"] == CALL and config.get("customNodeId") == flow.id
        return called and (names is None or config.get("customNodeVersion") in names)

    users = ids_with(Flow.nodes, flow.application_id, uses, flow.id)
    users += ids_with(FlowVersion.nodes, flow.application_id, uses, flow.id)
    if users:
        what = "version" if version else "custom node"
        raise ValidationError(f"This {what} is used by {len(users)} workflows or their versions.")


def palette_of(application_id: str) -> list[Flow]:
    """All custom nodes, by name."""
    return list(db.session.scalars(_custom_nodes(application_id).order_by(Flow.name, Flow.id)))


def versions_asking(application_id: str) -> dict[str, dict[str, Node]]:
    """What each custom node asks for in its frozen versions, by the names that a call gives."""
    flows = select(Flow.default_version_id).filter_by(**_class_of(application_id))
    defaults = set(db.session.scalars(flows))
    columns = FlowVersion.id, FlowVersion.flow_id, FlowVersion.version
    query = select(*columns, FlowVersion.custom_node_config).filter_by(**_class_of(application_id))
    found: dict[str, dict[str, Node]] = {}
    for row in db.session.execute(query):
        names = [row.version, *(["default"] if row.id in defaults else [])]
        found.setdefault(row.flow_id, {}).update(dict.fromkeys(names, row.custom_node_config or {}))
    return found


def use_counts(application_id: str) -> Counter[str]:
    """By custom node, how many flows call it in develop."""
    called = select(Flow.nodes).where(
        Flow.application_id == application_id,
        Flow.deleted_in_develop.is_(False),
        Flow.id.in_(ids_with(Flow.nodes, application_id, _is_call, CALL)),
    )
    return Counter(id for nodes in db.session.scalars(called) for id in called_by(nodes))


def _is_call(node: Node) -> bool:
    return bool(node["type"] == CALL)


def _custom_nodes(application_id: str) -> Any:
    return select(Flow).filter_by(**_class_of(application_id))


def _class_of(application_id: str) -> dict[str, str]:
    return {"application_id": application_id, "flow_class": "customNode"}


def _calls(application_id: str) -> dict[str, set[str]]:
    """By custom node, whom it calls in develop or in any version."""
    found: dict[str, set[str]] = {}
    for id, nodes in db.session.execute(
        select(Flow.id, Flow.nodes).filter_by(**_class_of(application_id))
    ):
        found[id] = called_by(nodes)
    for id, nodes in db.session.execute(
        select(FlowVersion.flow_id, FlowVersion.nodes).filter_by(**_class_of(application_id))
    ):
        found.setdefault(id, set()).update(called_by(nodes))
    return found
