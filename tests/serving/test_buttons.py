"""Virtual buttons: runs that no request waits for, now or later."""

from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Flow, FlowJob
from app.schemas.flow import FlowPatch
from app.services.clock import now
from app.services.flow_ports.node_state import NodeState
from app.services.flows import delete_flow, update_flow
from app.serving.runs.buttons import BURST, EVERY
from app.workflows.turns import take_turn
from app.workflows.values import epoch_ms

from .. import factories
from ..browser.server import Server
from ..factories import PASSWORD
from .conftest import Museum
from .doors import Answer, Door, WsgiDoor, api, ask, connections_by_process, log_in
from .flows import (
    answering,
    application_flow,
    button,
    delay,
    flow,
    node,
    on_error,
    stored,
    text,
    throw,
    trigger,
)

Json = dict[str, Any]


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


@pytest.fixture
def pair(server: Server) -> Iterator[list[HTTPConnection]]:
    connections = connections_by_process(server.port)
    yield connections
    for connection in connections:
        connection.close()


@pytest.fixture
def console(pair: list[HTTPConnection], owner: Any, museum: Museum) -> "Console":
    return Console(pair[0], museum, log_in(pair[0], owner.email, PASSWORD))


class Console:
    """Whoever presses buttons over the API, of the server's first process."""

    def __init__(self, connection: HTTPConnection, museum: Museum, token: str) -> None:
        self._connection = connection
        self._museum = museum
        self._token = token

    def press(self, flow: Flow, **body: Any) -> Answer:
        path = f"/applications/{self._museum.application.id}/flows/{flow.id}/virtualButton"
        return api(self._connection, "POST", path, {"key": "b"} | body, self._token)


def keep(template: str, *then: str) -> Json:
    """Stores a value under a name drawn from the payload."""
    config = {"keyName": template, "valueType": "template", "value": "yes"}
    return node("keep", "StoreValueNode", config, *then)


def press_node(target: Flow, *then: str, **config: Any) -> Json:
    given = {
        "triggerWorkflowId": target.id,
        "flowVersionTemplate": "develop",
        "triggerVirtualButtonId": "press-me",
        "resultPath": "working.ran",
    }
    return node("press", "WorkflowTriggerNode", given | config, *(then or ("reply",)))


SHOWN = text("{{ working.ran.success }} {{ working.ran.payload.n }}")


# -- over the API


@pytest.mark.parametrize("kind", ["experience", "cloud", "customNode"])
def test_a_button_starts_a_run(museum: Museum, console: Console, owner: Any, kind: str) -> None:
    told = "{{ data.n }} {{ triggerType }} {{ triggerId }} {{ relayType }} {{ flowVersion }}"
    parts = [button("keep", key="b"), keep(told)]
    if kind == "customNode":
        parts += [*factories.CUSTOM_NODE["triggers"], *factories.CUSTOM_NODE["nodes"]]
    pressed = flow(museum, *parts, flow_class=kind)
    assert console.press(pressed, payload={"n": 7}).json == {"success": True}
    assert stored(museum) == ["7 virtualButton b user develop"]


def test_without_a_payload_it_is_the_buttons_own(museum: Museum, console: Console) -> None:
    pressed = flow(museum, button("keep", key="b", payload='{"n": 5}'), keep("n{{ data.n }}"))
    console.press(pressed)
    assert stored(museum) == ["n5"]


def test_a_run_in_an_experience_knows_its_version(museum: Museum, console: Console) -> None:
    pressed = flow(museum, button("keep", key="b"), keep("{{ experience.version }} old"))
    factories.make_version(museum.application, version="v1")
    nodes = [keep("{{ experience.version }} new")]
    update_flow(pressed, FlowPatch(nodes=nodes), factories.BY)
    console.press(pressed, flowVersion="v1")
    assert stored(museum) == ["v1 old"]


def test_a_run_goes_on_after_the_press_is_answered(museum: Museum, console: Console) -> None:
    waits = delay(0.3, "keep")
    pressed = application_flow(museum, button("delay", key="b"), waits, keep("later"))
    console.press(pressed)
    assert db.session.scalar(select(func.count()).select_from(FlowJob)) == 0
    assert stored(museum) == ["later"]


def test_its_errors_are_handled(museum: Museum, console: Console) -> None:
    pressed = flow(museum, button("throw", key="b"), throw(), on_error("keep"), keep("handled"))
    console.press(pressed)
    assert stored(museum) == ["handled"]


def test_a_disabled_flow_is_not_started(museum: Museum, console: Console) -> None:
    for kind in ("experience", "cloud"):
        pressed = flow(museum, button("keep", key="b"), keep("no"), flow_class=kind, enabled=False)
        answer = console.press(pressed)
        assert (answer.status, answer.json["type"]) == (400, "Validation")
        assert "disabled" in answer.json["message"]


def test_a_payload_nested_too_deeply_is_refused(museum: Museum, console: Console) -> None:
    pressed = flow(museum, button("keep", key="b"), keep("no"))
    payload: Any = 1
    for _ in range(900):
        payload = [payload]
    assert console.press(pressed, payload=payload).status == 400


def test_so_many_presses_in_a_time_and_no_more(museum: Museum, console: Console) -> None:
    """The last of them is pressed by us, at a time when no new turn is earned yet."""
    pressed = flow(museum, button(key="b"))
    other = flow(museum, button(key="b"))
    later = epoch_ms(now() + timedelta(hours=1))
    spent = take_turn(None, later, EVERY, 1)
    state = NodeState(db.engine)
    assert console.press(pressed).status == 200
    assert state.update(pressed.id, "", "presses", lambda before: before)["turns"] == BURST - 1
    state.update(pressed.id, "", "presses", lambda _: spent)
    refused = console.press(pressed)
    assert (refused.status, refused.json["type"]) == (429, "RateLimited")
    assert console.press(other).status == 200


def test_a_process_that_does_not_serve_presses_nothing(app: Flask, museum: Museum) -> None:
    target = application_flow(museum, button("keep"), keep("no"))
    endpoint = museum.endpoint("/")
    told = text("{{ data.errorInfo.error.name }}")
    flow(museum, trigger(endpoint, "press"), press_node(target), on_error("reply"), told)
    assert museum.ask("/").text == "NotAvailable"


# -- from flow to flow


@pytest.fixture
def served(museum: Museum, pair: list[HTTPConnection]) -> "Served":
    return Served(pair[0], museum.host)


class Served:
    def __init__(self, connection: HTTPConnection, host: str) -> None:
        self._connection, self._host = connection, host

    def ask(self, path: str) -> str:
        return ask(self._connection, "GET", path, host=self._host).text


def test_a_flow_presses_the_button_of_an_application_flow(museum: Museum, served: Served) -> None:
    told = "{{ data.n }} {{ relayType }} {{ relayId }}"
    target = application_flow(museum, button("keep"), keep(told))
    endpoint = museum.endpoint("/")
    press = press_node(target, payloadTemplate='{"n": 3}')
    caller = flow(museum, trigger(endpoint, "press"), press, SHOWN)
    assert served.ask("/") == "true 3"
    assert stored(museum) == [f"3 flow {caller.id}"]


def test_its_run_may_answer_the_request(museum: Museum, served: Served) -> None:
    target = application_flow(museum, button("reply"), text("from there"))
    given = {"payloadTemplateType": "path", "payloadTemplate": "data"}
    answering(museum, "/", press_node(target, **given) | {"outputIds": []})
    assert served.ask("/") == "from there"


def test_the_default_version_runs_where_none_is_named(museum: Museum, served: Served) -> None:
    target = application_flow(museum, button("keep"), keep("new"))
    frozen = {"triggers": target.triggers, "nodes": [keep("old {{ flowVersion }}")]}
    version = factories.make_flow_version(target, version="v1", **frozen)
    update_flow(target, FlowPatch(default_version_id=version.id), factories.BY)
    answering(museum, "/", press_node(target, flowVersionTemplate=""), SHOWN)
    served.ask("/")
    assert stored(museum) == ["old v1"]


def test_only_application_flows_can_be_pressed(museum: Museum, served: Served) -> None:
    target = flow(museum, button("keep"), keep("no"))
    endpoint = museum.endpoint("/")
    told = text("{{ data.errorInfo.error.name }}")
    flow(museum, trigger(endpoint, "press"), press_node(target), on_error("reply"), told)
    assert served.ask("/") == "NotFound"


# -- later


LATER = {"behavior": "schedule", "runIdTemplate": "{{ data.query.id }}"}


def jobs_of(museum: Museum) -> list[str]:
    db.session.rollback()
    rows = select(FlowJob.run_id).filter_by(application_id=museum.application.id)
    return list(db.session.scalars(rows.order_by(FlowJob.run_id)))


def test_a_scheduled_press_runs_when_it_is_due(museum: Museum, served: Served) -> None:
    target = application_flow(museum, button("keep", payload='{"n": 1}'), keep("ran {{ data.n }}"))
    press = press_node(target, **LATER, secondsTemplate="0.2")
    answering(museum, "/", press, text("{{ working.ran.newOrUpdate }} {{ working.ran.runId }}"))
    assert served.ask("/?id=a") == "new a"
    assert stored(museum) == ["ran 1"]
    assert jobs_of(museum) == []


def test_what_was_scheduled_can_be_replaced_and_cancelled(museum: Museum, served: Served) -> None:
    target = application_flow(museum, button("keep"), keep("no"))
    shown = text("{{ working.ran.success }} {{ working.ran.newOrUpdate }}")
    answering(museum, "/plan", press_node(target, **LATER, secondsTemplate="3600"), shown)
    answering(museum, "/cancel", press_node(target, **LATER | {"behavior": "cancel"}), shown)
    assert [served.ask("/plan?id=a") for _ in range(2)] == ["true new", "true update"]
    assert jobs_of(museum) == ["a"]
    assert [served.ask("/cancel?id=a").strip() for _ in range(2)] == ["true", "false"]
    assert jobs_of(museum) == []


def test_what_was_scheduled_goes_with_its_flow(museum: Museum, served: Served) -> None:
    target = application_flow(museum, button("keep"), keep("no"))
    answering(museum, "/", press_node(target, **LATER, secondsTemplate="3600"), SHOWN)
    served.ask("/?id=a")
    db.session.rollback()
    delete_flow(target, factories.BY)
    assert jobs_of(museum) == []
