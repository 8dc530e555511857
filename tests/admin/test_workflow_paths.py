"""The payload paths that the editor's fields complete."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.experience.blueprint import site_of
from app.models import Application, Flow
from app.workflows.given import given_paths

from .. import factories

RULES = [
    {
        "type": "set",
        "valueTemplate": '[{"name": "Ida"}, {}, {}]',
        "valueTemplateType": "json",
        "destination": "working.users",
    },
    {"type": "set", "valueTemplate": "x", "destination": "working.[odd key.x]"},
    {"type": "set", "valueTemplate": "y" * 200, "destination": "working.long"},
]


@pytest.fixture
def flow(application: Application) -> Flow:
    endpoint = factories.make_endpoint(application, method="post", route="/pumps")
    factories.make_slug(application, slug="museum")
    trigger = {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["set"]]}
    nodes = [
        {"id": "set", "type": "MutateNode", "config": {"rules": RULES}, "outputIds": [["reply"]]},
        {"id": "reply", "type": "EndpointReplyNode", "config": {}, "outputIds": []},
    ]
    return factories.make_flow(application, triggers=[trigger], nodes=nodes)


@pytest.fixture
def path(flow: Flow) -> str:
    version = f"/console/applications/{flow.application_id}/experience/versions/develop"
    return f"{version}/workflows/{flow.id}/paths"


@pytest.fixture
def requested(app: Flask, client: FlaskClient, flow: Flow) -> Iterator[None]:
    client.post("/pumps?page=2", base_url="http://museum.localhost", json={"name": "P1"})
    records = site_of(app).records
    records.flush()
    yield
    records.stop()


def samples(client: FlaskClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(path, query_string=query).get_json()
    return {one["path"]: one["sample"] for one in answer["paths"]}


@pytest.mark.usefixtures("requested")
def test_it_tells_what_was_there_before_the_node(owner_client: FlaskClient, path: str) -> None:
    at_first = samples(owner_client, path, node="set")
    assert at_first["data.body.name"] == "P1"
    assert at_first["data.query.page"] == "2"
    assert "working.users" not in at_first
    then = samples(owner_client, path, node="reply")
    assert then["working.users"] == "3 items"
    assert then["working.users.[0].name"] == "Ida"
    assert "working.users.[1]" not in then
    assert then["working.[odd key.x]"] == "x"
    assert then["working.long"] == "y" * 60 + "…"


@pytest.mark.usefixtures("requested")
def test_of_a_new_node_it_tells_what_the_one_before_it_left(
    owner_client: FlaskClient, path: str
) -> None:
    assert samples(owner_client, path, node="new", after="set")["working.users"] == "3 items"


@pytest.mark.usefixtures("requested")
def test_of_a_node_that_no_run_came_near_it_tells_what_its_trigger_gave(
    owner_client: FlaskClient, path: str
) -> None:
    found = samples(owner_client, path, node="new", trigger="endpoint")
    assert found["data.body.name"] == "P1"
    assert samples(owner_client, path, node="new", trigger="flowError")["data.replyId"] is None


@pytest.mark.usefixtures("requested")
def test_what_a_trigger_is_said_to_give_is_there(owner_client: FlaskClient, path: str) -> None:
    """But for what only a visitor who is signed in has."""
    found = samples(owner_client, path, node="set", trigger="endpoint")
    of_users = ("experience.user.", "experience.authInfo.")
    missing = [p for p in given_paths(["endpoint"]) if found[p] is None]
    assert [p for p in missing if not p.startswith(of_users)] == []


def test_without_runs_it_tells_what_the_trigger_always_gives(
    owner_client: FlaskClient, path: str
) -> None:
    found = samples(owner_client, path, node="set", trigger="endpoint")
    assert found["data.body"] is None
    assert found["experience.user.email"] is None
    assert "data.errorInfo.error.name" not in found


def test_it_tells_a_stranger_nothing(stranger_client: FlaskClient, path: str) -> None:
    assert stranger_client.get(path).status_code == 404
