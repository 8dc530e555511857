"""Single workflows as files: written as the original does, and read however it wrote them."""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from app.errors import ValidationError
from app.extensions import db
from app.models import FlowVersion, new_id
from app.schemas.flow_import import FlowImport, ImportedFlow, ImportedFlowVersion
from app.schemas.messages import read
from app.services.clock import now
from app.services.flows.custom_nodes import reached_from
from app.services.flows.importing import about
from app.services.flows.linked import AnyFlow, flow_id
from app.workflows.triggers import ANY_ENDPOINT

Json = dict[str, Any]

GRAPH = ("enabled", "triggers", "nodes", "globals")
BESIDES = {
    "minimumAgentVersion": "minimum_agent_version",
    "shortDescription": "short_description",
    "iconData": "icon_data",
    "docsUrl": "docs_url",
    "category": "category",
    "customNodeSupports": "custom_node_supports",
    "notes": "notes",
}
"""What only some have, by its name on the wire."""
CLASSES = ("experience", "customNode")


def export_flow(flow: AnyFlow) -> Json:
    """With the custom nodes that it calls, and their versions."""
    nodes = reached_from(flow.application_id, flow.nodes)
    return {
        "_type": "flow",
        "_exportDate": _stamp(),
        **_exported(flow, flow_id(flow)),
        "customNodes": [_exported(node, node.id) for node in nodes],
        "customNodeVersions": _versions_of([node.id for node in nodes]),
    }


def export_flows(flows: Sequence[AnyFlow], application_id: str) -> Json:
    """Several in one file, which `POST …/flows/import` takes as well: with all custom nodes that
    they call."""
    nodes = reached_from(application_id, [node for flow in flows for node in flow.nodes])
    return {
        "_type": "flows",
        "_exportDate": _stamp(),
        "flows": [
            *(_exported(flow, flow_id(flow)) for flow in flows),
            *(_exported(node, node.id) for node in nodes),
        ],
        "flowVersions": _versions_of([node.id for node in nodes]),
    }


def read_export(
    text: str | bytes, endpoint_ids: Collection[str], *, endpoint_id: str = "", enabled: bool = True
) -> FlowImport:
    """endpoint_ids: those there are. endpoint_id: what starts the flows instead of an endpoint
    that there is not. Raises ValidationError."""
    flows, versions = _parts(text)
    known = {*endpoint_ids, ANY_ENDPOINT}
    for flow in flows:
        if flow.get("flowClass") == "experience":
            flow["enabled"] = enabled
            flow["triggers"] = [_led(one, known, endpoint_id) for one in flow.get("triggers") or []]
    for number, flow in enumerate(flows):
        with about(_named(flow, number)):
            read(ImportedFlow, flow)
    for number, version in enumerate(versions):
        with about(f"the version {version.get('version', '')!r}, number {number + 1} in the file"):
            read(ImportedFlowVersion, version)
    return read(FlowImport, {"flows": flows, "flowVersions": versions})


def _named(flow: Json, number: int) -> str:
    """number: from 0, of those in the file."""
    name = flow.get("name")
    called = f"`{name}`, " if isinstance(name, str) else ""
    kind = "the custom node" if flow.get("flowClass") == "customNode" else "the workflow"
    return f"{kind} {called}number {number + 1} in the file"


def _stamp() -> str:
    return now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _exported(flow: AnyFlow, id: str) -> Json:
    found = {
        "id": id,
        "flowId": id,
        "applicationId": flow.application_id,
        "name": flow.name,
        "description": flow.description,
        "flowClass": flow.flow_class,
        "customNodeConfig": flow.custom_node_config,
        "defaultVersionId": getattr(flow, "default_version_id", None),
        **{name: getattr(flow, name) for name in GRAPH},
        **{wire: getattr(flow, name, None) for wire, name in BESIDES.items()},
    }
    return {name: value for name, value in found.items() if value is not None}


def _versions_of(ids: Collection[str]) -> list[Json]:
    query = select(FlowVersion).where(FlowVersion.flow_id.in_(ids))
    return [
        {**_exported(version, version.id), "flowId": version.flow_id, "version": version.version}
        for version in db.session.scalars(query.order_by(FlowVersion.id))
    ]


def _parts(text: str | bytes) -> tuple[list[Json], list[Json]]:
    """Flows, and versions of custom nodes. Each flow has an id and a class."""
    data = _loaded(text)
    if isinstance(data, dict) and ("nodes" in data or "triggers" in data):
        flows = [data, *_dicts(data.get("customNodes"))]
        versions = _dicts(data.get("customNodeVersions"))
    elif isinstance(data, dict):
        flows, versions = _dicts(data.get("flows")), _dicts(data.get("flowVersions"))
    else:
        flows, versions = _dicts(data), []
    flows = [_completed(flow) for flow in flows]
    if other := next((flow for flow in flows if flow["flowClass"] not in CLASSES), None):
        raise ValidationError(
            f"`{other.get('name')}` is no workflow of an experience: its class is "
            f"{other['flowClass']}",
            "file",
        )
    if all(flow["flowClass"] != "experience" for flow in flows):
        raise ValidationError(
            "There is no workflow in it. Choose a file that an export of a workflow made", "file"
        )
    return flows, [_without_nulls(version) for version in versions]


def _loaded(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValidationError(
            f"This is not JSON (line {error.lineno}, column {error.colno}). Choose a file that an "
            "export of a workflow made",
            "file",
        ) from None


def _dicts(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _completed(flow: Json) -> Json:
    flow = _without_nulls(flow)
    id = flow.get("id") or flow.get("flowId") or new_id()
    return {"name": "Imported", "flowClass": "experience", **flow, "id": id}


def _without_nulls(value: Json) -> Json:
    return {name: one for name, one in value.items() if one is not None}


def _led(trigger: Any, known: Collection[str], endpoint_id: str) -> Any:
    if not endpoint_id or not isinstance(trigger, dict) or trigger.get("type") != "endpoint":
        return trigger
    return trigger if trigger.get("key") in known else {**trigger, "key": endpoint_id}
