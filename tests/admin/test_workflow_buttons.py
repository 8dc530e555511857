from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Flow
from app.services.flows.buttons import run_with
from app.services.flows.storage import storage_of
from app.serving.runs.buttons import press_button
from app.serving.site import Site

from .. import factories
from ..serving.flows import button, node, throw
from .conftest import TOKEN, post

KEEP = {"keyName": "n", "valueType": "template", "value": "{{ data.n }}"}
JSON = {"Accept": "application/json"}


def make(application: Application, *parts: dict[str, Any], **fields: Any) -> Flow:
    triggers = [part for part in parts if "id" not in part]
    nodes = [part for part in parts if "id" in part]
    return factories.make_flow(application, triggers=triggers, nodes=nodes, **fields)


@pytest.fixture(autouse=True)
def _flows_run(app: Flask) -> Iterator[None]:
    run_with(partial(press_button, Site.of(app)))
    yield
    run_with(None)


@pytest.fixture
def base(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions"


@pytest.fixture
def flow(application: Application) -> Flow:
    start = button("keep", key="k", payload='{"n": 5}')
    return make(application, start, node("keep", "StoreValueNode", KEEP))


def path_of(base: str, flow: Flow, version: str = "develop") -> str:
    return f"{base}/{version}/workflows/{flow.id}/press"


def kept(flow: Flow) -> Any:
    db.session.expire_all()
    return storage_of(flow)


def test_the_buttons_own_payload_stands_in_the_form(
    owner_client: FlaskClient, base: str, flow: Flow
) -> None:
    assert "&#34;n&#34;: 5" in owner_client.get(path_of(base, flow)).text


def test_a_press_tells_what_came_of_it_and_leads_to_the_run(
    owner_client: FlaskClient, base: str, flow: Flow
) -> None:
    text = post(owner_client, path_of(base, flow), payload='{"n": 7}').text
    assert "The run came to its end" in text
    assert kept(flow) == {"n": 7}
    link = text.split("See the run")[0].rpartition('href="')[2].partition('"')[0]
    assert owner_client.get(link).status_code == 200


def test_a_run_that_halts_tells_where(
    application: Application, owner_client: FlaskClient, base: str
) -> None:
    flow = make(application, button("throw", key="k"), throw("Out of <order>"))
    text = post(owner_client, path_of(base, flow), payload="{}").text
    assert "The run halted" in text
    assert "Out of &lt;order&gt;" in text


def test_bad_json_is_told_beside_the_field(
    owner_client: FlaskClient, base: str, flow: Flow
) -> None:
    refused = post(owner_client, path_of(base, flow), payload="{oops")
    assert refused.status_code == 400
    assert "this is no JSON" in refused.text
    assert "{oops" in refused.text
    assert kept(flow) == {}


def test_one_that_is_off_refuses(
    application: Application, owner_client: FlaskClient, base: str
) -> None:
    flow = make(application, button("keep", key="k"), node("keep", "StoreValueNode", KEEP))
    flow.enabled = False
    db.session.commit()
    assert "The workflow is off." in owner_client.get(path_of(base, flow)).text
    refused = post(owner_client, path_of(base, flow), payload="{}")
    assert refused.status_code == 400
    assert "is disabled in develop" in refused.text


def test_a_frozen_one_is_pressed_as_it_was(
    application: Application, owner_client: FlaskClient, base: str, flow: Flow
) -> None:
    factories.make_version(application, version="v1")
    flow.triggers = []
    db.session.commit()
    assert "No button yet" in owner_client.get(path_of(base, flow)).text
    post(owner_client, path_of(base, flow, "v1"), payload='{"n": 1}')
    assert kept(flow) == {"n": 1}


def test_scripts_are_answered_with_json(owner_client: FlaskClient, base: str, flow: Flow) -> None:
    path = path_of(base, flow)
    token = TOKEN.search(owner_client.get(path).text)
    assert token
    sent = {"headers": {**JSON, "X-CSRFToken": token[1]}}
    done = owner_client.post(f"{path}?key=k", data={"payload": '{"n": 2}'}, **sent)
    assert (done.json["hasEnded"], done.json["error"]) == (True, "")
    assert done.json["runId"] in done.json["run"]
    refused = owner_client.post(path, data={"payload": "{"}, **sent)
    assert refused.status_code == 400
    assert "no JSON" in refused.json["message"]
    assert owner_client.get(path, headers=JSON).json == {"payload": '{\n  "n": 5\n}'}


def test_a_key_that_no_button_has_is_not_found(
    owner_client: FlaskClient, base: str, flow: Flow
) -> None:
    assert owner_client.get(f"{path_of(base, flow)}?key=other").status_code == 404
