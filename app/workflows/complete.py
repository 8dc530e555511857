"""What the server adds to a flow before it is stored: ids, keys and missing outputs."""

import secrets
import string
from collections.abc import Mapping
from typing import Any

from app.workflows.registry import node_specs

ALPHABET = string.ascii_letters + string.digits + "-_"
ID_LENGTH = 10

Json = dict[str, Any]


def complete_flow(flow: Mapping[str, Any], flow_id: str, application_id: str) -> Json:
    """A flow with an id for each node and a key for each trigger that can have one made up."""
    return dict(flow) | {
        "triggers": [
            trigger if trigger.get("key") else _with_key(trigger, flow_id, application_id)
            for trigger in flow.get("triggers") or []
        ],
        "nodes": [
            node if node.get("id") else dict(node) | {"id": new_id()}
            for node in flow.get("nodes") or []
        ],
    }


def pad_outputs(flow: Mapping[str, Any]) -> Json:
    """For imports: nodes of two outputs, of which old exports may have only one."""
    return dict(flow) | {"nodes": [_padded(node) for node in flow.get("nodes") or []]}


def new_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


def _with_key(trigger: Json, flow_id: str, application_id: str) -> Json:
    match trigger["type"], (trigger.get("config") or {}).get("scope"):
        case "virtualButton" | "timer", _:
            key = f"{flow_id}-{new_id()}"
        case "flowError", None | "local":
            key = f"{flow_id}-flowError"
        case "flowError", scope:
            key = f"{application_id}-{scope}-flowError"
        case "customNodeStart", _:
            key = "customNodeStart"
        case _:
            return trigger
    return dict(trigger) | {"key": key}


def _padded(node: Json) -> Json:
    spec = node_specs().get(node["type"])
    outputs = node.get("outputIds") or []
    if spec is None or len(spec.outputs) != 2 or len(outputs) >= 2:
        return node
    return dict(node) | {"outputIds": [*outputs, [], []][:2]}
