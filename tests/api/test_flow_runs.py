"""Requests run a workflow; its statistics, errors and recorded runs are read over the wire."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.experience.blueprint import site_of
from app.models import Application, Flow
from tests.api.conftest import Api
from tests.factories import make_application, make_endpoint, make_flow, make_run, make_slug

HOST = "http://museum.localhost"


@pytest.fixture
def flow(application: Application) -> Flow:
    """Says hello, unless it is asked to fail."""
    endpoint = make_endpoint(application, route="/hello")
    make_slug(application, slug="museum")
    trigger = {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["if"]]}
    expression = {"expression": "{{ data.query.fail }}"}
    wires = [["debug"], ["throw"]]
    nodes = [
        {"id": "if", "type": "ConditionalNode", "config": expression, "outputIds": wires},
        {"id": "debug", "type": "DebugNode", "config": {"message": "x"}, "outputIds": [["reply"]]},
        {"id": "reply", "type": "EndpointReplyNode", "config": {"bodyTemplate": "hello"}},
        {"id": "throw", "type": "ThrowErrorNode", "config": {"messageTemplate": "no"}},
    ]
    return make_flow(application, triggers=[trigger], nodes=[{"outputIds": []} | n for n in nodes])


@pytest.fixture
def at(root: Api, flow: Flow) -> Api:
    return root.at(f"/applications/{flow.application_id}/flows/{flow.id}")


@pytest.fixture
def requests(app: Flask, client: FlaskClient, flow: Flow) -> Iterator[None]:
    """Two that are answered and one that fails."""
    for query in ("", "?token=abc", "?fail=1"):
        client.get(f"/hello{query}", base_url=HOST)
    site = site_of(app)
    site.counters.flush()
    site.records.flush()
    yield
    site.records.stop()


@pytest.mark.usefixtures("requests")
def test_statistics_count_the_runs_of_requests(at: Api) -> None:
    metrics = at.get("/stats")["metrics"]
    names = ("runCount", "pathsCompleted", "pathsFailed")
    assert [sum(metric[name] for metric in metrics) for name in names] == [3, 2, 1]
    assert at.get("")["stats"]["runCount"] == 3


@pytest.mark.usefixtures("requests")
def test_errors_list_what_halted(at: Api) -> None:
    [error] = at.get("/errors")["errors"]
    assert (error["nodeId"], error["nodeLabel"], error["flowVersion"]) == (
        *("throw", "Throw Error", "develop"),
    )
    assert error["error"] == {"name": "Error", "message": "no"}


@pytest.mark.usefixtures("requests")
def test_runs_are_listed_newest_first(at: Api, flow: Flow) -> None:
    found = at.get("/runs")
    assert (found["count"], found["totalCount"], found["flowId"]) == (3, 3, flow.id)
    statuses = [run["status"] for run in found["items"]]
    assert statuses == ["error", "ended", "ended"]
    assert found["items"][0]["error"] == {"name": "Error", "message": "no", "nodeId": "throw"}
    assert found["items"][1]["replyStatus"] == 200
    assert [run["path"] for run in found["items"]] == ["/hello"] * 3


@pytest.mark.usefixtures("requests")
def test_the_list_is_paged_and_narrowed(at: Api) -> None:
    page = at.get("/runs", page=1, perPage=2)
    assert (page["count"], page["totalCount"], page["page"]) == (1, 3, 1)
    assert at.get("/runs", status="error")["totalCount"] == 1
    assert at.call("GET", "/runs?path=/hel*").json["totalCount"] == 3
    assert at.get("/runs", end=1000)["totalCount"] == 0
    assert at.get("/runs", flowVersion="v1")["totalCount"] == 0
    assert at.get("/runs", since=page["cursor"])["items"] == []
    assert at.refused("GET", "/runs?status=odd")[:2] == (400, "Validation")


@pytest.mark.usefixtures("requests")
def test_one_run_tells_its_steps_and_its_request(at: Api) -> None:
    listed = at.get("/runs")["items"][1]
    run = at.get(f"/runs/{listed['id']}")
    assert [(step["nodeId"], step["after"]) for step in run["steps"]] == [
        *(("if", 0), ("debug", 1), ("reply", 2)),
    ]
    payload: Any = run["steps"][2]["payload"]["value"]
    assert payload["data"]["query"] == {"token": "[redacted]"}
    assert payload["data"]["body"] is None
    assert run["messages"][0]["text"] == "x"
    assert run["reply"]["body"] == "hello"
    assert run["request"]["url"] == f"{HOST}/hello?token=[redacted]"
    assert run["request"]["decisions"][0]["step"] == "host"
    assert run["traceId"] == listed["traceId"] == run["request"]["traceId"]


def test_a_run_of_another_flow_is_not_found(at: Api, application: Application) -> None:
    others = make_run(make_flow(application)), make_run(make_flow(make_application()))
    for id in (*others, "f" * 24):
        assert at.refused("GET", f"/runs/{id}") == (404, "NotFound", "Run was not found")
    assert at.get("/runs")["items"] == []


def test_before_anything_has_run_the_list_is_empty(at: Api) -> None:
    found = at.get("/runs")
    assert (found["items"], found["totalCount"], found["cursor"]) == ([], 0, 0)
