"""Workflows over the wire."""

from typing import Any

import pytest

from app.models import Application, Endpoint
from app.services.flows.buttons import Press
from tests.api.conftest import Api
from tests.factories import CUSTOM_NODE, make_custom_node, make_endpoint, make_flow, make_version

SAY = {
    "id": "a~b-C",
    "type": "DebugNode",
    "config": {"message": "{{ data }}", "unknown": {"kept": None}},
    "meta": {"label": "Say", "id": "stale", "x": 20, "y": 40},
    "outputIds": [[]],
}


@pytest.fixture
def flows(root: Api, application: Application) -> Api:
    return root.at(f"/applications/{application.id}/flows")


@pytest.fixture
def endpoint(application: Application) -> Endpoint:
    return make_endpoint(application)


def test_a_flow_comes_back_as_it_was_sent(flows: Api, endpoint: Endpoint) -> None:
    trigger = {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["a~b-C"]]}
    sent = {
        "name": "Greet",
        "description": "Says hello",
        "flowClass": "experience",
        "enabled": False,
        "triggers": [trigger],
        "nodes": [SAY],
        "globals": [{"key": "a-b", "json": '"c"'}],
    }
    made = flows.post("", sent)
    assert {name: made[name] for name in sent} == sent
    assert (made["id"], made["_type"]) == (made["flowId"], "flow")
    assert made["stats"] == {"runCount": 0, "errorCount": 0, "byVersion": {}}
    assert made["deletedInDevelop"] is False
    assert made["createdByType"] == "user"
    assert flows.get(f"/{made['id']}") == made
    assert made["_links"]["self"]["href"] == f"{flows.base}/{made['id']}"


def test_a_patch_replaces_lists_whole_and_leaves_the_rest(flows: Api) -> None:
    made = flows.post("", {"name": "Greet", "nodes": [SAY]})
    changed = flows.patch(f"/{made['id']}", {"nodes": [], "category": ""})
    assert (changed["name"], changed["nodes"], changed["category"]) == ("Greet", [], "")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": "A", "nope": 1}, "flow.nope is not a field"),
        ({}, "flow.name is required"),
        (
            {"name": "A", "nodes": [{"type": "Nope"}]},
            "Nope is not valid for Application workflows.",
        ),
        ({"name": "A", "nodes": ["x"]}, "flow.nodes.0 must be an object"),
        ({"name": "A", "globals": [{"key": "k", "json": "{"}]}, "flow.globals.0.json is not JSON"),
        ({"name": "A", "flowClass": "customNode"}, "exactly one customNodeStart trigger"),
        ({"name": "A", "nodes": [SAY | {"outputIds": [["a~b-C"]]}]}, "cannot connect to itself"),
    ],
)
def test_it_says_what_is_wrong(flows: Api, body: Any, message: str) -> None:
    status, kind, said = flows.refused("POST", "", body)
    assert (status, kind) == (400, "Validation")
    assert message in said


def test_a_class_is_for_ever(flows: Api) -> None:
    made = flows.post("", {"name": "Greet"})
    assert made["flowClass"] == "cloud"
    assert flows.refused("PATCH", f"/{made['id']}", {"flowClass": "experience"})[0] == 400


def test_configs_are_looked_at_if_that_is_asked_for(flows: Api) -> None:
    body = {"name": "Wait", "nodes": [{"type": "DelayNode", "config": {"delay": {}}}]}
    assert flows.refused("POST", "", body, strictValidation="true")[0] == 400
    assert flows.post("", body)["name"] == "Wait"


def test_lists_are_of_one_class_and_can_be_filtered(
    flows: Api, application: Application, endpoint: Endpoint
) -> None:
    trigger = {"type": "endpoint", "key": endpoint.id}
    mine = make_flow(application, name="Mine", triggers=[trigger])
    make_flow(application, name="Other"), make_flow(application, flow_class="cloud", name="Cloud")
    assert [one["name"] for one in flows.get()["items"]] == ["Cloud"]
    found = flows.get(
        flowClass="experience", triggerFilter=f'[{{"type":"endpoint","key":"{endpoint.id}"}}]'
    )
    assert [one["id"] for one in found["items"]] == [mine.id]
    assert (found["flowClass"], found["totalCount"], found["perPage"]) == ("experience", 1, 100)
    found = flows.get(query='{"triggers":{"type":"endpoint"}}')
    assert [one["id"] for one in found["items"]] == [mine.id]
    for name in ("query", "triggerFilter"):
        assert flows.refused("GET", "", **{name: "{"})[0] == 400


def test_flows_of_a_version_are_flow_versions(flows: Api, application: Application) -> None:
    flow = make_flow(application)
    make_version(application, version="v1"), make_version(application, version="v2")
    found = flows.get("/version", version="v1", flowClass="experience")
    [frozen] = found["items"]
    assert (found["_type"], frozen["_type"]) == ("flowVersions", "flowVersion")
    assert (frozen["flowId"], frozen["versions"]) == (flow.id, ["v1", "v2"])
    assert "version" not in frozen
    assert frozen["_links"]["self"]["href"] == f"{flows.base}/{flow.id}/versions/{frozen['id']}"
    assert flows.call("GET", "/version?version=v1").json["_links"]["self"]["href"] == (
        f"{flows.base}/version"
    )
    assert flows.refused("GET", "/version")[2] == "version is required"


def test_one_that_is_deleted_in_develop_can_be_looked_at(
    flows: Api, application: Application
) -> None:
    flow = make_flow(application)
    make_version(application)
    assert flows.delete(f"/{flow.id}") == {"success": True}
    assert flows.get(f"/{flow.id}")["deletedInDevelop"] is True
    assert flows.get(flowClass="experience")["items"] == []
    assert flows.refused("DELETE", f"/{flow.id}")[0] == 400


def test_the_palette_shows_custom_nodes(flows: Api, application: Application) -> None:
    config = {
        "outputCount": 1,
        "resultMode": "required",
        "fields": [{"type": "select", "id": "f", "label": "F", "options": [{"value": "a"}]}],
    }
    node = make_custom_node(application, name="Greeter")
    flows.patch(f"/{node.id}", {"customNodeConfig": config, "shortDescription": "Greets"})
    [shown] = flows.get("/palette")["customNodes"]
    assert (shown["id"], shown["name"]) == (node.id, "Greeter")
    assert (shown["customNodeConfig"], shown["shortDescription"]) == (config, "Greets")


def test_custom_nodes_come_along_if_asked(flows: Api, application: Application) -> None:
    node = make_custom_node(application)
    call = {"type": "CustomNodeExecuteNode", "config": {"customNodeId": node.id}}
    flow = make_flow(application, nodes=[call])
    assert "customNodes" not in flows.get(f"/{flow.id}")
    for found in (
        flows.get(f"/{flow.id}", includeCustomNodes="true"),
        flows.get(flowClass="experience", includeCustomNodes="true"),
    ):
        [inner] = found["customNodes"]
        assert (inner["id"], inner["customNodeUseCount"]) == (node.id, 1)
    assert flows.refused("DELETE", f"/{node.id}")[2].startswith("This custom node is used by 1")


def test_an_import_tells_the_new_ids(flows: Api) -> None:
    old = {"flow": "1" * 24, "version": "2" * 24}
    flow = {"id": old["flow"], "name": "N", "flowClass": "customNode", **CUSTOM_NODE}
    version = {"id": old["version"], "flowId": old["flow"], "version": "v1", **CUSTOM_NODE}
    found = flows.post("/import", {"flows": [flow], "flowVersions": [version]})
    assert found["importedFlowIdMap"] == {old["flow"]: found["flows"][0]["id"]}
    assert found["importedVersionIdMap"] == {old["version"]: found["flowVersions"][0]["id"]}
    assert found["flowVersions"][0]["flowId"] == found["flows"][0]["id"]


def test_a_button_is_pressed(flows: Api, application: Application, presses: list[Press]) -> None:
    button = {"type": "virtualButton", "key": "b", "meta": {"payload": '{"own": 1}'}}
    flow = make_flow(application, triggers=[button])
    make_version(application, version="v1")
    path = f"/{flow.id}/virtualButton"
    for body in ({"key": "b"}, {"key": "b", "payload": {"sent": 1}, "flowVersion": "v1"}):
        assert flows.call("POST", path, body).json == {"success": True}
    [frozen] = flows.get("/version", version="v1", flowClass="experience")["items"]
    flows.call("POST", path, {"key": "b", "flowVersion": frozen["id"]})
    first, second, third = presses
    assert third.version == "v1"
    assert (first.version, first.data, first.trigger["key"]) == ("develop", {"own": 1}, "b")
    assert (second.version, second.data, second.flow.id) == ("v1", {"sent": 1}, flow.id)
    assert flows.refused("POST", path, {"key": "c"})[2] == "Virtual button was not found"
    assert flows.refused("POST", path, {"key": "b", "flowVersion": "v9"})[0] == 404


def test_nobody_runs_flows_here(flows: Api, application: Application) -> None:
    flow = make_flow(application, triggers=[{"type": "virtualButton", "key": "b"}])
    refusal = flows.refused("POST", f"/{flow.id}/virtualButton", {"key": "b"})
    assert refusal[:2] == (503, "Unavailable")


def test_an_endpoint_takes_its_flows_along(api: Api, flows: Api, endpoint: Endpoint) -> None:
    trigger = {"type": "endpoint", "key": endpoint.id}
    body = {"name": "Greet", "flowClass": "experience", "triggers": [trigger]}
    made = flows.post("", body)
    linked = api.get(f"/endpoints/{endpoint.id}/linkedResources")["flows"]
    assert (linked["_type"], linked["items"][0]["id"]) == ("flows", made["id"])
    api.delete(f"/endpoints/{endpoint.id}", includeWorkflows="true")
    assert flows.refused("GET", f"/{made['id']}")[2] == "Workflow was not found"


def test_frozen_flows_are_linked(
    api: Api, flows: Api, application: Application, endpoint: Endpoint
) -> None:
    make_flow(application, triggers=[{"type": "endpoint", "key": endpoint.id}])
    make_version(application, version="v1")
    linked = api.get(f"/endpoints/{endpoint.id}/linkedResources", version="v1")
    assert set(linked) == {"flowVersions"}
    assert linked["flowVersions"]["items"][0]["versions"] == ["v1"]
