"""What the scripts of the workflow editor are given, and what they may send."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Application, Flow

from .. import factories
from .conftest import counted

DATA = re.compile(r"data-flow-data>(.*?)</script>", re.DOTALL)
STEP = {
    "id": "a",
    "type": "DelayNode",
    "config": {"delay": 1},
    "meta": {"later": [None]},
    "outputIds": [["b"]],
}
LAST = {
    "id": "b",
    "type": "AwsLambdaNode",
    "meta": {"label": "</script><b>Cloud</b>", "x": 1.5},
    "outputIds": [],
}
GLOBALS = [{"key": "limit", "json": "3"}]


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/workflows"


@pytest.fixture
def flow(application: Application) -> Flow:
    return factories.make_flow(application, nodes=[STEP, LAST], globals=GLOBALS)


def opened(client: FlaskClient, address: str) -> dict[str, Any]:
    found = DATA.search(client.get(address).text)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def send(client: FlaskClient, data: dict[str, Any], place: str, **changes: Any) -> TestResponse:
    graph = {name: data["flow"][name] for name in ("triggers", "nodes", "globals")}
    body = graph | {"seen": data["seen"]} | changes
    return client.post(
        data["places"][place], json=body, headers={"X-CSRFToken": data.get("csrf", "")}
    )


class TestOpen:
    def test_it_hands_over_the_flow_as_it_is_stored(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        assert data["flow"]["nodes"] == [STEP, LAST]
        assert data["flow"]["globals"] == GLOBALS
        assert data["readOnly"] is False
        assert {"endpoint", "flowError", "virtualButton"} == {*data["palette"]["triggers"]}

    def test_it_tells_what_will_go_wrong(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        problems = opened(owner_client, f"{path}/{flow.id}")["problems"]
        assert [one["message"] for one in problems if one["nodeId"] == "b"] == [
            "AwsLambdaNode is kept, but cannot run here."
        ]
        assert {one["level"] for one in problems} == {"warning"}

    def test_fields_are_offered_what_the_version_has(
        self, application: Application, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        endpoint = factories.make_endpoint(application, method="post", route="/login")
        page = factories.make_view(application, name="Hall")
        group = factories.make_group(application, name="Crew")
        button = {"type": "virtualButton", "meta": {"uiId": "u", "label": "Try"}}
        other = factories.make_flow(
            application, name="Other", flow_class="cloud", triggers=[button]
        )
        options = opened(owner_client, f"{path}/{flow.id}")["options"]
        found = {"id": endpoint.id, "method": "post", "route": "/login", "name": "POST /login"}
        assert options["endpoints"] == [found]
        assert options["pages"] == [{"id": page.id, "name": "Hall"}]
        assert options["groups"] == [{"id": group.id, "name": "Crew"}]
        [pressed] = [one for one in options["workflows"] if one["id"] == other.id]
        assert pressed["buttons"] == [{"id": "u", "name": "Try"}]

    def test_the_number_of_queries_does_not_grow_with_what_is_there(
        self, application: Application, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        with counted() as few:
            owner_client.get(f"{path}/{flow.id}")
        for _ in range(3):
            factories.make_flow(application)
            factories.make_endpoint(application)
            factories.make_view(application)
        with counted() as many:
            owner_client.get(f"{path}/{flow.id}")
        assert len(many) == len(few)

    def test_a_frozen_one_is_read_only(
        self, application: Application, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        factories.make_version(application, version="v1")
        there = path.replace("/develop/", "/v1/")
        data = opened(owner_client, f"{there}/{flow.id}")
        assert data["readOnly"] is True
        assert send(owner_client, data, "save").status_code == 409
        assert send(owner_client, data, "check").status_code == 200


class TestSave:
    def test_unchanged_it_stays_as_it_was(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        before = (flow.triggers, flow.nodes, flow.globals)
        data = opened(owner_client, f"{path}/{flow.id}")
        answer = send(owner_client, data, "save")
        assert answer.status_code == 200
        assert answer.json
        assert answer.json["seen"] == data["seen"]
        db.session.expire_all()
        assert (flow.triggers, flow.nodes, flow.globals) == before

    def test_numbers_that_a_browser_cannot_hold_stay_exact(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        flow.nodes = [STEP | {"meta": {"big": [2**53 + 1, 7, True, 1, 2.0], "x": 20}}, LAST]
        db.session.commit()
        data = opened(owner_client, f"{path}/{flow.id}")
        rounded = {"big": [2**53, 8, 1, True, 2], "x": 40, "new": 2**53}
        yours = [STEP | {"meta": rounded}, LAST]
        assert send(owner_client, data, "save", nodes=yours).status_code == 200
        db.session.expire_all()
        stored = flow.nodes[0]["meta"]
        assert json.dumps(stored["big"]) == f"[{2**53 + 1}, 8, 1, true, 2.0]"
        assert (stored["x"], stored["new"]) == (40, 2**53)

    def test_it_gives_back_what_it_has_made_up(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        answer = send(owner_client, data, "save", triggers=[{"type": "virtualButton"}])
        assert answer.json
        assert answer.json["flow"]["triggers"][0]["key"].startswith(flow.id)
        assert answer.json["seen"] != data["seen"]

    def test_what_cannot_be_says_why(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        refused = send(owner_client, data, "save", nodes=[STEP])
        assert refused.status_code == 400
        assert refused.json == {"message": "Referenced output ID b does not exist."}
        assert send(owner_client, data, "save", nodes="none").status_code == 400
        assert send(owner_client, data, "save", name="Not here").status_code == 400

    def test_a_stale_one_is_refused_with_theirs_and_the_difference(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        flow.nodes = [STEP | {"config": {"delay": 9}}, LAST]
        db.session.commit()
        yours = [STEP | {"config": {"delay": 2}}, LAST]
        refused = send(owner_client, data, "save", nodes=yours)
        assert refused.status_code == 409
        assert refused.json
        assert refused.json["flow"]["nodes"][0]["config"] == {"delay": 9}
        assert re.search(r"Delay</b>.*9.*2", refused.json["html"], re.DOTALL)
        again = send(owner_client, data, "save", nodes=yours, seen=refused.json["seen"])
        assert again.status_code == 200
        db.session.expire_all()
        assert flow.nodes[0]["config"] == {"delay": 2}

    def test_it_needs_the_token_of_the_page(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        assert send(owner_client, data | {"csrf": ""}, "save", nodes=[]).status_code == 400
        db.session.expire_all()
        assert len(flow.nodes) == 2

    def test_workflows_of_others_are_not_there(
        self, owner_client: FlaskClient, stranger_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        theirs = re.search(r'"X-CSRFToken": "([^"]+)"', stranger_client.get("/console/").text)
        assert theirs
        for place in ("save", "check"):
            answer = send(stranger_client, data | {"csrf": theirs[1]}, place)
            assert answer.status_code == 404


class TestCheck:
    def test_errors_come_before_warnings(
        self, owner_client: FlaskClient, path: str, flow: Flow
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        broken = [STEP | {"outputIds": [["b", "c"]]}, LAST]
        answer = send(owner_client, data, "check", nodes=broken)
        assert answer.json
        levels = [(one["level"], one["nodeId"]) for one in answer.json["problems"]]
        assert levels == [("error", "a"), ("warning", "b")]

    @pytest.mark.parametrize("nodes", [[{}], [{"type": 3}], [1], {"a": 1}, "no", None])
    def test_what_is_no_flow_at_all_is_told_too(
        self, owner_client: FlaskClient, path: str, flow: Flow, nodes: Any
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        answer = send(owner_client, data, "check", nodes=nodes)
        assert answer.status_code == 200
        assert answer.json
        assert answer.json["problems"][0]["level"] == "error"

    @pytest.mark.parametrize(
        "body", ["", "null", "1", '"x"', "[]", "{", pytest.param("[" * 10000, id="deep")]
    )
    @pytest.mark.parametrize("place", ["save", "check"])
    def test_what_is_no_object_is_refused(
        self, owner_client: FlaskClient, flow: Flow, path: str, body: str, place: str
    ) -> None:
        data = opened(owner_client, f"{path}/{flow.id}")
        headers = {"Content-Type": "application/json", "X-CSRFToken": data["csrf"]}
        answer = owner_client.post(data["places"][place], data=body, headers=headers)
        assert answer.status_code == 400
