from typing import Any

import pytest

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Flow
from app.schemas.flow_import import FlowImport
from app.schemas.messages import read
from app.services.flows.importing import Imported, import_flows
from tests.factories import BY, CUSTOM_NODE

CALLER, CALLED, VERSION = "c" * 24, "d" * 24, "e" * 24


def bring(application: Application, **body: Any) -> Imported:
    return import_flows(application, read(FlowImport, body), BY)


def test_flows_speak_of_each_other_by_their_new_ids(application: Application) -> None:
    config = {"customNodeId": CALLED, "customNodeVersion": "v1"}
    caller = {
        "id": CALLER,
        "name": "Caller",
        "flowClass": "experience",
        "_type": "flow",
        "stats": {"runCount": 3},
        "nodes": [{"id": "a", "type": "CustomNodeExecuteNode", "config": config}],
        "triggers": [
            {"type": "virtualButton", "key": f"{CALLER}-xyz"},
            {"type": "flowError", "key": f"{'f' * 24}-experience-flowError"},
        ],
    }
    called = {"id": CALLED, "name": "Called", "flowClass": "customNode", **CUSTOM_NODE}
    called["defaultVersionId"] = VERSION
    version = {"id": VERSION, "flowId": CALLED, "version": "v1", **CUSTOM_NODE}
    found = bring(application, flows=[caller, called], flowVersions=[version])
    flow, node = found.flows
    assert found.flow_ids == {CALLER: flow.id, CALLED: node.id}
    assert found.version_ids == {VERSION: found.flow_versions[0].id}
    assert flow.nodes[0]["config"] == config | {"customNodeId": node.id}
    assert [one["key"] for one in flow.triggers] == [f"{flow.id}-xyz", f"{flow.id}-flowError"]
    assert node.default_version_id == found.flow_versions[0].id
    assert found.flow_versions[0].flow_id == node.id


def test_a_missing_output_of_old_exports_is_made_up(application: Application) -> None:
    nodes = [
        {"id": "a", "type": "ConditionalNode", "config": {"expression": "1"}, "outputIds": [["b"]]},
        {"id": "b", "type": "DebugNode"},
    ]
    [flow] = bring(application, flows=[{"id": CALLER, "name": "Old", "nodes": nodes}]).flows
    assert flow.nodes[0]["outputIds"] == [["b"], []]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"flows": [{"id": CALLER, "name": "A", "nodes": [{"type": "No"}]}]}, "No is not valid"),
        ({"flows": [{"id": CALLER, "name": "A", "nodes": ["text"]}]}, "nodes.0"),
        ({"flows": [{"id": CALLER, "name": "A", "nodes": [{}]}]}, "type is required"),
        ({"flowVersions": [{"id": VERSION, "flowId": CALLED, "version": "v1"}]}, "not among"),
        (
            {
                "flows": [{"id": CALLER, "name": "A", "flowClass": "experience"}],
                "flowVersions": [{"id": VERSION, "flowId": CALLER, "version": "v1"}],
            },
            "experience",
        ),
    ],
)
def test_all_of_them_come_or_none(application: Application, body: Any, message: str) -> None:
    good = {"id": "a" * 24, "name": "Good"}
    with pytest.raises(ValidationError, match=message):
        bring(application, **body | {"flows": [good, *body.get("flows", [])]})
    assert db.session.query(Flow).count() == 0
