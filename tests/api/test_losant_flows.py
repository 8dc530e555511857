"""The official Python client drives a running server: the calls of workflows."""

from typing import Any

import pytest
from losant_rest import Client, LosantError

from tests.api.live import Live

SAY = {"id": "say", "type": "DebugNode", "config": {}, "meta": {}, "outputIds": [[]]}


@pytest.fixture
def client(live: Live) -> Client:
    return live.client()


@pytest.fixture
def api(client: Client) -> dict[str, Any]:
    return {"applicationId": client.applications.post(application={"name": "Flows"})["id"]}


def test_a_flow_from_its_first_day_to_its_last(client: Client, api: dict[str, Any]) -> None:
    endpoint = client.experience_endpoints.post(
        experienceEndpoint={"method": "get", "route": "/ships"}, **api
    )
    trigger = {"type": "endpoint", "key": endpoint["id"], "outputIds": [["say"]]}
    sent = {"name": "Say", "flowClass": "experience", "triggers": [trigger], "nodes": [SAY]}
    flow = {"flowId": client.flows.post(flow=sent, **api)["id"], **api}
    found = client.flows.get(
        flowClass="experience", triggerFilter=[{"type": "endpoint", "key": endpoint["id"]}], **api
    )
    assert [one["id"] for one in found["items"]] == [flow["flowId"]]
    assert (
        client.flows.get(flowClass="experience", triggerFilter=[{"type": "timer"}], **api)["items"]
        == []
    )
    queried = client.flows.get(query={"nodes": {"$eq": {"type": "DebugNode"}}}, **api)
    assert queried["totalCount"] == 1
    client.experience_versions.post(experienceVersion={"version": "spring 1/2"}, **api)
    changed = client.flow.patch(flow={"nodes": [], "triggers": []}, **flow)
    assert changed["nodes"] == []
    [frozen] = client.flows.get_by_version(version="spring 1/2", flowClass="experience", **api)[
        "items"
    ]
    assert (frozen["nodes"], frozen["versions"]) == ([SAY], ["spring 1/2"])
    named = client.flow_version.get(flowVersionId="spring 1/2", **flow)
    assert named["id"] == frozen["id"]
    assert client.flow_version.stats(flowVersionId="spring 1/2", **flow)["metrics"] == []
    assert client.flow.delete(**flow) == {"success": True}
    assert client.flow.get(**flow)["deletedInDevelop"] is True


def test_what_a_flow_keeps(client: Client, api: dict[str, Any]) -> None:
    flow = {"flowId": client.flows.post(flow={"name": "Count"}, **api)["id"], **api}
    client.flow.set_storage_entry(entry={"key": "a", "value": {"b": None}}, **flow)
    assert client.flow.get_storage_entries(**flow) == {"a": {"b": None}}
    assert client.flow.get_storage_entries_metadata(**flow)["keysCount"] == 1
    assert client.flow.clear_storage_entries(**flow) == {}
    assert client.flow.errors(**flow)["errors"] == client.flow.get_log_entries(**flow) == []
    assert client.flow.stats(**flow)["metrics"] == []
    with pytest.raises(LosantError) as refused:
        client.flow.press_virtual_button(button={"key": "nope"}, **flow)
    assert refused.value.status == 404


def test_versions_of_its_own(client: Client, api: dict[str, Any]) -> None:
    flow = {"flowId": client.flows.post(flow={"name": "Count"}, **api)["id"], **api}
    made = client.flow_versions.post(flowVersion={"version": "v1", "nodes": [SAY]}, **flow)
    client.flow.patch(flow={"defaultVersionId": made["id"]}, **flow)
    assert client.flow.get(**flow)["defaultVersionId"] == made["id"]
    assert client.flow_versions.get(query={"version": "v1"}, **flow)["totalCount"] == 1
    patched = client.flow_version.patch(flowVersionId="v1", flowVersion={"enabled": False}, **flow)
    assert patched["enabled"] is False
    assert client.flow_versions.delete(options={"query": {"version": "v1"}}, **flow)["removed"] == 1
    assert "defaultVersionId" not in client.flow.get(**flow)
    assert client.flows.palette(**api) == {"customNodes": []}


def test_an_import(client: Client, api: dict[str, Any]) -> None:
    old = {"id": "1" * 24, "name": "Say", "nodes": [SAY]}
    found = client.flows.api_import(importData={"flows": [old], "flowVersions": []}, **api)
    assert list(found["importedFlowIdMap"]) == [old["id"]]
