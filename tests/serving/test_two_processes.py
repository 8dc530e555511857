"""A request waits in one process, and what answers it happens in the other."""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Flow, FlowStorage
from config import Settings

from ..browser.server import Server, running_server
from .conftest import Museum
from .doors import Answer, Door, WsgiDoor, ask, connections_by_process, process_of
from .flows import delay, flow, node, on_error, store, stored, text, throw, trigger

Json = dict[str, Any]
KEEP = {"keyName": "id", "valueType": "path", "value": "data.replyId"}
KEEP_ID = node("keep", "StoreValueNode", KEEP)
SECONDS = 5.0


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


@pytest.fixture
def pair(server: Server) -> Iterator[tuple[HTTPConnection, HTTPConnection]]:
    """A connection to each of the two processes."""
    one, other = connections_by_process(server.port)
    assert process_of(one) != process_of(other)
    yield one, other
    for connection in (one, other):
        connection.close()


Pair = tuple[HTTPConnection, HTTPConnection]


@contextmanager
def waiting(connection: HTTPConnection, museum: Museum, path: str) -> Iterator[Future[Answer]]:
    """A request that goes on while the block runs."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(ask, connection, "GET", path, host=museum.host)


def get(connection: HTTPConnection, museum: Museum, path: str, status: int = 200) -> Answer:
    answer = ask(connection, "GET", path, host=museum.host)
    assert answer.status == status
    return answer


def kept_id(museum: Museum) -> str:
    """The replyId that a flow has stored, as soon as it has."""
    assert stored(museum) == ["id"]
    rows = select(FlowStorage.value).join(Flow, Flow.id == FlowStorage.flow_id)
    value: str = json.loads(
        db.session.scalars(rows.filter(Flow.application_id == museum.application.id)).one()
    )
    return value


def answering_for(museum: Museum, route: str, *then: Json) -> None:
    """A flow of its own, which takes the replyId of another request from its query."""
    endpoint = museum.endpoint(route)
    rule = {"type": "copy", "source": "data.query.id", "destination": "data.replyId"}
    take = node("take", "MutateNode", {"rules": [rule]}, then[0]["id"])
    flow(museum, trigger(endpoint, "take"), take, *then, name=f"Answers {route}")


def test_a_second_flow_answers_through_a_stored_id(museum: Museum, pair: Pair) -> None:
    flow(museum, trigger(museum.endpoint("/wait"), "keep"), KEEP_ID)
    answering_for(museum, "/answer", text("from the second flow"))
    one, other = pair
    with waiting(one, museum, "/wait") as answer:
        assert not answer.done()
        get(other, museum, f"/answer?id={kept_id(museum)}", status=504)
        assert answer.result(10).text == "from the second flow"


def test_an_error_handler_answers(museum: Museum, pair: Pair) -> None:
    """Of a run in the other process, whose error carries the replyId along."""
    flow(museum, trigger(museum.endpoint("/wait"), "keep"), KEEP_ID)
    answering_for(museum, "/answer", throw("out of luck"))
    told = text("handled: {{ data.errorInfo.error.message }}")
    flow(museum, on_error("reply", scope="experience"), told)
    one, other = pair
    with waiting(one, museum, "/wait") as answer:
        get(other, museum, f"/answer?id={kept_id(museum)}", status=504)
        assert answer.result(10).text == "handled: out of luck"


def test_a_run_goes_on_after_its_reply(museum: Museum, pair: Pair) -> None:
    """What it stores later is not there when the reply is, and is seen in the other process."""
    first = node("first", "EndpointReplyNode", {"bodyTemplate": "done"}, "delay")
    look = node("look", "GetValueNode", {"keyName": "late", "valuePath": "working.late"}, "reply")
    flow(
        museum,
        trigger(museum.endpoint("/start"), "first"),
        first,
        delay(SECONDS, "store"),
        store("late"),
        trigger(museum.endpoint("/look"), "look"),
        look,
        text("late: {{ working.late }}"),
    )
    one, other = pair
    get(other, museum, "/look")  # so that nothing is to be built any more
    began = monotonic()
    assert get(one, museum, "/start").text == "done"
    assert get(other, museum, "/look").text == "late: "
    assert monotonic() - began < SECONDS
    assert stored(museum) == ["late"]
    assert monotonic() - began >= SECONDS
    assert get(other, museum, "/look").text == "late: yes"


def test_a_static_page_comes_at_once_and_its_flow_runs_to_its_end(
    museum: Museum, pair: Pair
) -> None:
    page = museum.answering("/page", "static")
    last = node("debug", "DebugNode", {})
    flow(museum, trigger(page, "delay"), delay(SECONDS, "store"), store("late", "debug"), last)
    museum.answering("/other", "other")
    one, _ = pair
    get(one, museum, "/other")  # so that nothing is to be built any more
    began = monotonic()
    assert get(one, museum, "/page").text == "static"
    assert monotonic() - began < SECONDS
    assert stored(museum) == ["late"]


def test_a_request_that_nobody_answers_in_time_is_a_504(
    museum: Museum, shared_settings: Settings
) -> None:
    """And a reply from the other process that comes later goes nowhere."""
    flow(museum, trigger(museum.endpoint("/wait"), "keep"), KEEP_ID)
    answering_for(museum, "/answer", text("too late"))
    museum.answering("/page", "page")
    with running_server(shared_settings.data, FOYER_DEMO="0", FOYER_REPLY_SECONDS="0.5") as quick:
        one, other = connections_by_process(quick.port)
        with closing(one), closing(other):
            assert process_of(one) != process_of(other)
            late = get(one, museum, "/wait", status=504)
            assert late.json == {"error": "No reply in time"}
            get(other, museum, f"/answer?id={kept_id(museum)}", status=504)
            assert get(one, museum, "/page").text == "page"
