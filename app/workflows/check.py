"""What keeps a flow from being saved, and what its author should know besides."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from app.schemas.messages import path, reason
from app.workflows.catalogue import CLASS_LABELS, TRIGGERS, is_valid_node, is_valid_trigger
from app.workflows.flow import read_config
from app.workflows.registry import node_specs
from app.workflows.shape import FlowShape

Json = Mapping[str, Any]

NAMES = ("triggers", "nodes", "globals")
BODY = 1  # the output of a loop that leads into its group


Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """node_id: where, if it is one node's; level: an error keeps the flow from being saved; rule:
    what it breaks, a short name that stays; trigger: the place in the list, if it is one of them.
    """

    message: str
    node_id: str | None = None
    level: Level = "error"
    rule: str = "shape"
    trigger: int | None = None


def check_flow(flow: Json, flow_class: str) -> list[Problem]:
    """Why it cannot be saved; empty if it can. flow: as it is posted; only its triggers, nodes and
    globals are looked at."""
    if wrong := list(shape_problems(flow)):
        return wrong
    return [
        *_kind_problems(flow, flow_class),
        *_id_problems(_nodes(flow)),
        *_wire_problems(flow),
        *_output_problems(_nodes(flow)),
        *_circle_problems(_nodes(flow)),
        *_custom_node_problems(flow, flow_class),
    ]


def check_configs(flow: Json) -> list[Problem]:
    """What will halt a run that comes there. The flow can be saved all the same."""
    return list(_config_problems(_nodes(flow)))


def _nodes(flow: Json) -> list[Json]:
    return flow.get("nodes") or []


def _outputs(item: Json) -> list[list[str]]:
    return item.get("outputIds") or []


def shape_problems(flow: Json) -> Iterator[Problem]:
    """Where it is no flow at all, so that no other check could read it."""
    try:
        FlowShape.model_validate({name: flow[name] for name in NAMES if name in flow})
    except ValidationError as error:
        for failure in error.errors(include_url=False, include_input=False):
            yield Problem(f"{path(failure)} {reason(failure)}")


def _kind_problems(flow: Json, flow_class: str) -> Iterator[Problem]:
    label = CLASS_LABELS.get(flow_class, flow_class)
    for index, trigger in enumerate(flow.get("triggers") or []):
        kind = trigger["type"]
        if not is_valid_trigger(kind, flow_class):
            message = f"{kind} is not valid for {label} workflows."
            yield Problem(message, rule="kind", trigger=index)
        elif odd := (trigger.get("config") or {}).keys() - {*TRIGGERS[flow_class][kind]}:
            message = f"The config of a trigger of type {kind} has no field {min(odd)}."
            yield Problem(message, rule="trigger", trigger=index)
    for node in _nodes(flow):
        if not is_valid_node(node["type"], flow_class):
            message = f"{node['type']} is not valid for {label} workflows."
            yield Problem(message, node.get("id"), rule="kind")


def _id_problems(nodes: list[Json]) -> Iterator[Problem]:
    times = Counter(node["id"] for node in nodes if node.get("id"))
    for id, count in times.items():
        if count > 1:
            yield Problem("Node IDs must be unique.", id, rule="id")


def _wire_problems(flow: Json) -> Iterator[Problem]:
    nodes = {node["id"]: node for node in _nodes(flow) if node.get("id")}
    loops = {id for id, node in nodes.items() if node["type"] == "LoopNode"}

    def group(item: Json | None) -> str | None:
        """The loop whose body it is in; a group that no loop has is left-over."""
        id = ((item or {}).get("meta") or {}).get("groupId")
        return id if id in loops else None

    for item in [*(flow.get("triggers") or []), *_nodes(flow)]:
        own = item.get("id")
        for output, targets in enumerate(_outputs(item)):
            inside = own if own in loops and output == BODY else group(item)
            for target in targets:
                if target not in nodes:
                    message = f"Referenced output ID {target} does not exist."
                    yield Problem(message, own, rule="wire")
                elif target == own:
                    yield Problem("A node cannot connect to itself.", own, rule="wire")
                elif group(nodes[target]) != inside:
                    message = f"Referenced output ID {target} does not exist in the required group."
                    yield Problem(message, own, rule="wire")


def _output_problems(nodes: list[Json]) -> Iterator[Problem]:
    """Too few arrays for a node with two fixed outputs; the editor cannot tell them apart."""
    for node in nodes:
        spec = node_specs().get(node["type"])
        if spec and len(spec.outputs) == 2 and len(_outputs(node)) < 2:
            message = (
                f"{node['type']} needs two lists in outputIds, for {' and '.join(spec.outputs)}."
            )
            yield Problem(message, node.get("id"), rule="outputs")


def _circle_problems(nodes: list[Json]) -> Iterator[Problem]:
    after = {
        node["id"]: [target for targets in _outputs(node) for target in targets]
        for node in nodes
        if node.get("id")
    }
    done: set[str] = set()
    for start in after:
        trail: dict[str, Iterator[str]] = {start: iter(after[start])} if start not in done else {}
        while trail:
            id = next(reversed(trail))
            ahead = next(trail[id], None)
            if ahead is None:
                done.add(id)
                trail.popitem()
            elif ahead in trail and ahead != id:
                message = f"The wires lead round in a circle, from {id} back to {ahead}."
                yield Problem(message, id, rule="circle")
            elif ahead in after and ahead not in done and ahead != id:
                trail[ahead] = iter(after[ahead])


def _custom_node_problems(flow: Json, flow_class: str) -> Iterator[Problem]:
    if flow_class != "customNode":
        return
    starts = [t for t in flow.get("triggers") or [] if t["type"] == "customNodeStart"]
    if len(starts) != 1:
        message = "A custom node needs exactly one customNodeStart trigger."
        yield Problem(message, rule="custom-node")
    if not any(node["type"] == "CustomNodeCapNode" for node in _nodes(flow)):
        yield Problem("A custom node needs a CustomNodeCapNode.", rule="custom-node")


def _config_problems(nodes: list[Json]) -> Iterator[Problem]:
    for node in nodes:
        spec = node_specs().get(node["type"])
        if spec is None:
            message = f"{node['type']} is kept, but cannot run here."
            yield Problem(message, node.get("id"), "warning", "unknown-node")
        elif problem := read_config(spec, node.get("config") or {})[1]:
            yield Problem(problem, node.get("id"), "warning", "config")
