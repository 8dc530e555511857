"""Tests of workflows in the console: their list, their form, and running on from a step."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Application, Flow, FlowTest
from app.services.flow_tests import find_flow_test, flow_tests_of, keep_result
from app.services.run_records.reading import RunFilter, find_runs, runs_path
from tests.factories import make_endpoint, make_flow, make_flow_test, make_slug, make_version

from .conftest import counted, post

NODES: list[dict[str, Any]] = [
    {
        "id": "keep",
        "type": "StoreValueNode",
        "config": {"keyName": "n", "valueType": "json", "value": "1"},
        "outputIds": [["reply"]],
    },
    {
        "id": "reply",
        "type": "EndpointReplyNode",
        "config": {"bodyTemplate": "Hello {{ data.body.name }}"},
        "outputIds": [[]],
    },
]


@pytest.fixture
def flow(application: Application) -> Flow:
    endpoint = make_endpoint(application, method="post", route="/greet")
    trigger = {"type": "endpoint", "key": endpoint.id, "outputIds": [["keep"]]}
    return make_flow(application, name="Greet", triggers=[trigger], nodes=NODES)


@pytest.fixture
def base(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions"


@pytest.fixture
def path(base: str, flow: Flow) -> str:
    return f"{base}/develop/workflows/{flow.id}/tests"


def fields(flow: Flow, **changed: Any) -> dict[str, str]:
    """Of the form, as a browser sends them."""
    values: dict[str, Any] = {"name": "Greets Ann", "trigger": flow.triggers[0]["key"]}
    values |= {"payload": {"data": {"body": {"name": "Ann"}}}, "stubs": []}
    values |= {"expected": {"body": "Hello Ann"}}
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in (values | changed).items()
    }


class TestForm:
    def test_a_trigger_that_is_gone_is_not_taken_for_another(
        self, owner_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        post(owner_client, f"{path}/new", **fields(flow))
        [test] = flow_tests_of(flow.id)
        gone = test.trigger
        flow.triggers = [{"type": "virtualButton", "key": "b", "outputIds": []}]
        db.session.commit()
        form = owner_client.get(f"{path}/{test.id}").text
        assert f'<option selected value="{gone}">a trigger that is gone</option>' in form
        refused = post(owner_client, f"{path}/{test.id}", **fields(flow, trigger=gone))
        assert refused.status_code == 400
        assert "Choose one of the triggers that the workflow has" in refused.text
        assert find_flow_test(flow.id, test.id).trigger == gone

    def test_buttons_are_told_apart_by_their_labels(
        self, owner_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        flow.triggers = [
            {"type": "virtualButton", "key": name, "meta": {"label": name}, "outputIds": []}
            for name in ("Begin", "Stop")
        ]
        db.session.commit()
        form = owner_client.get(f"{path}/new").text
        assert "a button, Begin<" in form
        assert "a button, Stop<" in form

    def test_a_test_is_added_and_runs(
        self, owner_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        assert "No test yet" in owner_client.get(path).text
        assert post(owner_client, f"{path}/new", **fields(flow)).location.endswith(path)
        [test] = flow_tests_of(flow.id)
        assert test.payload == {"data": {"body": {"name": "Ann"}}}
        post(owner_client, f"{path}/run", form_on=path)
        listed = owner_client.get(path).text
        assert "1 passed, 0 failed" in listed
        assert "Greets Ann: passed." in listed

    def test_what_differs_is_shown(self, owner_client: FlaskClient, flow: Flow, path: str) -> None:
        test = make_flow_test(flow, expected={"body": "Hello Ann", "status": 201})
        post(owner_client, f"{path}/run", form_on=path, test=test.id)
        listed = owner_client.get(path).text
        assert "0 passed, 1 failed" in listed
        assert ">201</code> got" in listed

    @pytest.mark.parametrize(
        ("name", "typed", "said"),
        [
            ("payload", '{"data": ', "Line 1, column 10: this is no JSON."),
            ("stubs", '[{"port": "ftp", "method": "get"}]', "Row 1: port must be"),
            ("expected", '{"status": "fine"}', "<code>status</code> must be"),
            ("payload", "[]", "This must be an object."),
            ("name", "", "This is required."),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
        self, owner_client: FlaskClient, flow: Flow, path: str, name: str, typed: str, said: str
    ) -> None:
        answer = post(
            owner_client, f"{path}/new", **fields(flow, user="ann@example.com", **{name: typed})
        )
        assert answer.status_code == 400
        assert said in answer.text
        assert 'value="ann@example.com"' in answer.text
        assert typed.replace('"', "&#34;") in answer.text
        assert flow_tests_of(flow.id) == []

    def test_an_edit_is_saved(self, owner_client: FlaskClient, flow: Flow, path: str) -> None:
        test = make_flow_test(flow, expected={"status": 200})
        keep_result(test, {"passed": True})
        answer = post(owner_client, f"{path}/{test.id}", **fields(flow, expected=""))
        assert answer.status_code == 302
        db.session.expire_all()
        assert (test.name, test.expected, test.last_result) == ("Greets Ann", None, None)

    def test_a_stale_edit_is_refused_with_the_difference(
        self, owner_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        test = make_flow_test(flow, expected={"status": 200})
        answer = post(owner_client, f"{path}/{test.id}", **fields(flow) | {"seen": "another"})
        assert answer.status_code == 409
        assert "Somebody saved this" in answer.text
        assert find_flow_test(flow.id, test.id).expected == {
            "cookies": {},
            "headers": {},
            "match": "exact",
            "status": 200,
        }

    def test_it_goes_when_asked_to(self, owner_client: FlaskClient, flow: Flow, path: str) -> None:
        test = make_flow_test(flow)
        assert post(owner_client, f"{path}/{test.id}/delete").location.endswith(path)
        assert flow_tests_of(flow.id) == []

    def test_hidden_values_are_asked_for(
        self, owner_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        hidden = {"data": {"body": {"name": "Ann", "password": "[redacted]"}}}
        test = make_flow_test(flow, payload=hidden)
        place = "payload.data.body.password"
        assert place in owner_client.get(f"{path}/{test.id}").text
        shown = {"shown-place": place, "shown-text": "correct horse"}
        post(owner_client, f"{path}/{test.id}", **fields(flow, payload=hidden) | shown)
        db.session.expire_all()
        assert test.payload["data"]["body"]["password"] == "correct horse"


class TestPlace:
    def test_a_test_of_a_stranger_is_not_found(
        self, stranger_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        test = make_flow_test(flow)
        assert stranger_client.get(path).status_code == 404
        assert stranger_client.get(f"{path}/{test.id}").status_code == 404

    def test_a_test_of_another_workflow_is_not_found(
        self, owner_client: FlaskClient, application: Application, flow: Flow, path: str
    ) -> None:
        other = make_flow_test(make_flow(application, triggers=flow.triggers, nodes=NODES))
        assert owner_client.get(f"{path}/{other.id}").status_code == 404

    def test_a_frozen_version_runs_its_own_workflow_and_changes_no_test(
        self, owner_client: FlaskClient, application: Application, flow: Flow, base: str
    ) -> None:
        test = make_flow_test(flow, expected={"body": "Hello "})
        make_version(application, version="v1")
        flow.nodes = []
        db.session.commit()
        frozen = f"{base}/v1/workflows/{flow.id}/tests"
        page = owner_client.get(frozen).text
        assert "Add test" not in page
        post(owner_client, f"{frozen}/run", form_on=frozen)
        db.session.expire_all()
        assert test.last_result is not None
        assert (test.last_result["passed"], test.last_result["version"]) == (True, "v1")
        assert owner_client.get(f"{frozen}/{test.id}").status_code == 409

    def test_a_long_list_takes_no_more_queries(
        self, owner_client: FlaskClient, flow: Flow, path: str
    ) -> None:
        make_flow_test(flow)
        owner_client.get(path)
        with counted() as few:
            owner_client.get(path)
        for _ in range(5):
            make_flow_test(flow)
        with counted() as many:
            owner_client.get(path)
        assert len(many) == len(few)


class TestOfRun:
    @pytest.fixture
    def run_id(self, app: Flask, client: FlaskClient, application: Application, flow: Flow) -> str:
        make_slug(application, slug="greet")
        body = {"name": "Ann", "password": "hidden"}
        client.post("/greet", json=body, base_url="http://greet.localhost")
        site = site_of(app)
        site.records.flush()
        runs = find_runs(runs_path(site.settings.data), application.id, RunFilter(flow_id=flow.id))
        return runs.items[0].id

    def test_a_run_fills_the_form(
        self, owner_client: FlaskClient, flow: Flow, path: str, run_id: str
    ) -> None:
        there = f"{path}/new?run_id={run_id}"
        page = owner_client.get(there).text
        assert 'value="POST /greet → 200"' in page
        assert "payload.data.body.password" in page
        assert "Hello Ann" in page

    def test_a_run_that_is_not_of_the_workflow_is_not_found(
        self, owner_client: FlaskClient, path: str
    ) -> None:
        assert owner_client.get(f"{path}/new?run_id=nothing").status_code == 404

    def test_it_runs_on_from_a_step_with_another_payload(
        self, owner_client: FlaskClient, app: Flask, flow: Flow, path: str, run_id: str
    ) -> None:
        there = f"{path.removesuffix('/tests')}/runs/{run_id}/steps/2/on"
        page = owner_client.get(there).text
        assert "It acts for real." in page
        assert "&#34;name&#34;: &#34;Ann&#34;" in page
        payload = json.dumps({"data": {"body": {"name": "Bob"}}})
        answer = post(owner_client, there, payload=payload)
        assert answer.status_code == 303
        assert answer.location.rpartition("/")[2] != run_id
        seen = owner_client.get(answer.location).text
        assert "Run of Greet" in seen
        assert "It took no step" not in seen

    @pytest.mark.parametrize(
        ("typed", "said"), [("{", "no JSON"), ("[1]", "is an object"), ("", "is an object")]
    )
    def test_a_payload_must_be_an_object(
        self, owner_client: FlaskClient, path: str, run_id: str, typed: str, said: str
    ) -> None:
        there = f"{path.removesuffix('/tests')}/runs/{run_id}/steps/2/on"
        answer = post(owner_client, there, payload=typed)
        assert answer.status_code == 400
        assert said in answer.text

    def test_a_step_that_is_not_there_is_not_found(
        self, owner_client: FlaskClient, path: str, run_id: str
    ) -> None:
        there = f"{path.removesuffix('/tests')}/runs/{run_id}/steps/9/on"
        assert owner_client.get(there).status_code == 404


class TestCommand:
    def test_it_tells_each_test_and_how_many_failed(
        self, app: Flask, application: Application, flow: Flow
    ) -> None:
        make_flow_test(flow, name="Right", expected={"status": 200})
        make_flow_test(flow, name="Wrong", expected={"status": 201, "body": {"n": 1}})
        said = app.test_cli_runner().invoke(args=["test-flows", "--application", application.id])
        assert said.exit_code == 1
        assert "passed  Greet / Right" in said.output
        assert "failed  Greet / Wrong" in said.output
        assert "status: expected 201, got 200" in said.output
        assert said.output.endswith("2 tests, 1 failed\n")

    def test_it_ends_well_if_all_pass(self, app: Flask, flow: Flow) -> None:
        make_flow_test(flow, expected={"status": 200})
        said = app.test_cli_runner().invoke(args=["test-flows", "--flow", flow.id])
        assert said.exit_code == 0
        assert db.session.query(FlowTest).one().last_result["passed"] is True

    def test_a_version_without_the_workflow_fails(self, app: Flask, flow: Flow) -> None:
        make_flow_test(flow)
        said = app.test_cli_runner().invoke(args=["test-flows", "--version", "v9"])
        assert said.exit_code == 1
        assert "Workflow was not found" in said.output

    def test_without_tests_it_says_so(self, app: Flask) -> None:
        said = app.test_cli_runner().invoke(args=["test-flows"])
        assert (said.exit_code, said.output) == (0, "No test is saved.\n")
