"""Replies that stay open: each message on a topic is an event, in whatever process it is sent."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from app.experience.asgi import AsgiAdapter
from app.experience.blueprint import site_of
from app.experience.stream import stream_body
from app.serving.messages.streams import OPENED, Stream, Streams
from app.serving.site import Site
from config import Settings

from ..browser.server import EMAIL, PASSWORD, Server, running_server
from .conftest import Museum, make_museum
from .doors import Door, WsgiDoor, api, ask, connections_by_process, log_in, process_of
from .flows import answering, asked, flow, node, reply, site_with, stored, text, trigger

Json = dict[str, Any]
TIMEOUT = 10
KILLED = "Killing worker"
"""What granian says when it has waited ten seconds for a worker to end by itself."""


def stream(*topics: str) -> Json:
    return reply(replyType="mqtt", mqttTopicsTemplate=list(topics))


def publish(topic: str, *then: str) -> Json:
    config = {"topicTemplate": topic, "messageTemplate": "{{ data.query.say }}"}
    return node("publish", "MqttMessageNode", config, *then)


class Events:
    """A reader of one stream, on a connection of its own."""

    def __init__(self, connection: HTTPConnection, host: str, path: str = "/stream") -> None:
        self._connection = connection
        connection.timeout = TIMEOUT
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("host", host)
        connection.endheaders()
        self.response: HTTPResponse = connection.getresponse()

    def next(self) -> Json:
        """The data of the next event, whatever comments come before it."""
        lines: list[str] = []
        while True:
            line = self.response.readline().decode()
            assert line, "the stream has ended"
            if line == "\n":
                if lines[:1] == ["event: mqttMessage\n"]:
                    data: Json = json.loads(lines[1].removeprefix("data: "))
                    return data
                lines = []
            else:
                lines.append(line)

    def rest(self) -> bytes:
        return self.response.read()

    def close(self) -> None:
        self._connection.close()


@contextmanager
def listening(
    connection: HTTPConnection, museum: Museum, path: str = "/stream"
) -> Iterator[Events]:
    with closing(Events(connection, museum.host, path)) as events:
        yield events


@pytest.fixture
def pair(server: Server) -> Iterator[list[HTTPConnection]]:
    """A connection to each process."""
    connections = connections_by_process(server.port)
    yield connections
    for connection in connections:
        connection.close()


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


def say(connection: HTTPConnection, museum: Museum, message: str, path: str = "/say") -> None:
    connection.putrequest("GET", f"{path}?say={quote(message)}", skip_host=True)
    connection.putheader("host", museum.host)
    connection.endheaders()
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"said")


def chat(museum: Museum) -> None:
    answering(museum, "/stream", stream("rooms/+", "news"))
    answering(museum, "/say", publish("rooms/1", "reply"), text("said"))


def test_a_message_of_one_process_reaches_the_stream_of_the_other(
    museum: Museum, pair: list[HTTPConnection]
) -> None:
    chat(museum)
    one, other = pair
    assert process_of(one) != process_of(other)
    with listening(one, museum) as events:
        say(other, museum, "hello")
        assert events.next() == {"topic": "rooms/1", "message": "hello"}


def test_a_message_reaches_streams_of_its_own_process(
    museum: Museum, pair: list[HTTPConnection], server: Server
) -> None:
    chat(museum)
    beside = connections_by_process(server.port)
    same = next(c for c in beside if process_of(c) == process_of(pair[0]))
    with listening(same, museum) as events:
        say(pair[0], museum, "hello")
        assert events.next()["message"] == "hello"
    for connection in beside:
        connection.close()


def test_messages_come_in_order(museum: Museum, pair: list[HTTPConnection]) -> None:
    chat(museum)
    one, other = pair
    with listening(one, museum) as events:
        for number in range(10):
            say(other, museum, str(number))
        assert [events.next()["message"] for _ in range(10)] == [str(n) for n in range(10)]


def test_its_headers_are_those_of_a_stream(museum: Museum, pair: list[HTTPConnection]) -> None:
    chat(museum)
    with listening(pair[0], museum) as events:
        headers = {name.lower(): value for name, value in events.response.getheaders()}
        assert events.response.status == 200
        assert headers["content-type"] == "text/event-stream"
        assert "no-store" in headers["cache-control"]
        assert "content-length" not in headers
        assert len(headers["x-foyer-trace"]) == 24


def test_head_ends_at_once(museum: Museum, pair: list[HTTPConnection]) -> None:
    chat(museum)
    connection = pair[0]
    connection.putrequest("HEAD", "/stream", skip_host=True)
    connection.putheader("host", museum.host)
    connection.endheaders()
    response = connection.getresponse()
    assert response.getheader("content-type") == "text/event-stream"
    assert response.read() == b""
    say(connection, museum, "the connection is free again")


def test_topics_may_come_from_the_payload(museum: Museum, pair: list[HTTPConnection]) -> None:
    listed = reply(replyType="mqtt", mqttTopicsPath="data.query.to")
    answering(museum, "/stream", listed)
    answering(museum, "/say", publish("b", "reply"), text("said"))
    with listening(pair[0], museum, "/stream?to=a&to=b") as events:
        say(pair[1], museum, "hello")
        assert events.next()["topic"] == "b"


def test_another_application_hears_nothing(
    museum: Museum, pair: list[HTTPConnection], owner: Any, door: Door
) -> None:
    second = make_museum(owner, door)
    for one in (museum, second):
        chat(one)
    with listening(pair[0], museum) as events:
        say(pair[1], second, "not for them")
        say(pair[1], museum, "for them")
        assert events.next()["message"] == "for them"


def test_a_stream_without_topics_is_a_500(museum: Museum, pair: list[HTTPConnection]) -> None:
    answering(museum, "/none", stream())
    answering(museum, "/bad", stream("a/#/b"))
    for path in ("/none", "/bad"):
        assert museum.ask(path).status == 500


def test_a_flow_may_publish_after_it_has_replied(
    museum: Museum, pair: list[HTTPConnection]
) -> None:
    endpoint = museum.endpoint("/say")
    answering(museum, "/stream", stream("news"))
    first = node("first", "EndpointReplyNode", {"bodyTemplate": "said"}, "publish")
    flow(museum, trigger(endpoint, "first"), first, publish("news"))
    with listening(pair[0], museum) as events:
        say(pair[1], museum, "later")
        assert events.next()["message"] == "later"


def test_many_listen_at_once(museum: Museum, server: Server, pair: list[HTTPConnection]) -> None:
    chat(museum)
    many = 300

    def listen(_: int) -> Events:
        return Events(HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT), museum.host)

    with ThreadPoolExecutor(16) as threads:
        readers = list(threads.map(listen, range(many)))
        say(pair[0], museum, "to all")
        assert {events.next()["message"] for events in readers} == {"to all"}
        for events in readers:
            events.close()


def test_the_server_stops_by_itself_while_streams_are_open(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)) as connection:
            host = open_stream_of_demo(connection)
        reader = HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
        with closing(Events(reader, host)) as events:
            server.process.terminate()
            assert events.rest() == OPENED
            server.process.wait(2 * TIMEOUT)
    assert KILLED not in "".join(server.output)


def open_stream_of_demo(connection: HTTPConnection) -> str:
    """Its host, once there is a flow behind `/stream`."""
    token = log_in(connection, EMAIL, PASSWORD)
    [application] = api(connection, "GET", "/applications", token=token).json["items"]
    path = f"/applications/{application['id']}"
    endpoint = {"method": "get", "route": "/stream"}
    made = api(connection, "POST", f"{path}/experience/endpoints", endpoint, token).json
    started = {"type": "endpoint", "key": made["id"], "outputIds": [["reply"]]}
    body = {"name": "Stream", "flowClass": "experience", "triggers": [started]}
    answer = api(connection, "POST", f"{path}/flows", body | {"nodes": [stream("news")]}, token)
    assert answer.status == 201, answer.text
    slug = api(connection, "POST", f"{path}/experience/slugs", {"slug": "live"}, token)
    assert slug.status == 201, slug.text
    return "live.localhost"


def test_redis_carries_messages_and_replies_where_it_is_set(
    museum: Museum, shared_settings: Settings, redis_url: str
) -> None:
    chat(museum)
    given = {"keyName": "id", "valueType": "path", "value": "data.replyId"}
    kept = {"keyName": "id", "valuePath": "working.id"}
    flow(
        museum,
        trigger(museum.endpoint("/wait"), "keep"),
        node("keep", "StoreValueNode", given),
        trigger(museum.endpoint("/answer"), "read"),
        node("read", "GetValueNode", kept, "there"),
        node("there", "EndpointReplyNode", {"replyIdPath": "working.id", "bodyTemplate": "x"}),
    )
    with running_server(shared_settings.data, FOYER_DEMO="0", FOYER_REDIS_URL=redis_url) as joined:
        one, other = connections_by_process(joined.port)
        with closing(one), closing(other), ThreadPoolExecutor(1) as thread:
            answer = thread.submit(ask, one, "GET", "/wait", host=museum.host)
            assert stored(museum) == ["id"]
            ask(other, "GET", "/answer", host=museum.host)
            assert answer.result(TIMEOUT).text == "x"
            with listening(one, museum) as events:
                say(other, museum, "hello")
                assert events.next()["message"] == "hello"


# -- limits, and the other adapter


def test_above_the_limit_it_is_a_503(app: Flask, museum: Museum) -> None:
    answering(museum, "/stream", stream("news"))
    site = site_of(app)
    full = Streams(site.topics, most=1)
    with site_with(app, streams=full) as limited:
        one = asked(museum, "/stream", limited)
        assert (one.status, one.stream.topics) == (200, ("news",))
        with full.open(one.stream, lambda: None):
            refused = asked(museum, "/stream", limited)
            assert (refused.status, refused.header("retry-after")) == (503, "1")
        assert asked(museum, "/stream", limited).status == 200


def test_wsgi_streams_until_the_server_stops(app: Flask) -> None:
    site = site_of(app)
    streams = Streams(site.topics, most=1)
    body = stream_body(Stream("a" * 24, ("news",)), streams)
    assert next(body) == OPENED
    site.topics.publish("a" * 24, "news", "hello")
    assert b'"message":"hello"' in next(body)
    streams.close()
    assert list(body) == []
    assert len(streams) == 0


def test_wsgi_forgets_a_client_that_has_gone(app: Flask) -> None:
    streams = Streams(site_of(app).topics, most=1)
    body = stream_body(Stream("a" * 24, ("news",)), streams)
    next(body)
    assert len(streams) == 1
    body.close()
    assert len(streams) == 0


def test_asgi_forgets_a_client_that_has_gone(app: Flask, museum: Museum) -> None:
    answering(museum, "/", stream("news"))
    streams = Streams(site_of(app).topics, most=1)
    with site_with(app, streams=streams) as site:
        assert asked(museum, "/", site).status == 200
        sent = asyncio.run(leave_after_first_part(site, museum.host))
    assert sent[0]["status"] == 200
    assert sent[1] == {"type": "http.response.body", "body": OPENED, "more_body": True}
    assert len(streams) == 0


def test_asgi_ends_even_for_a_client_that_does_not_read(app: Flask, museum: Museum) -> None:
    """send() never comes back there."""
    answering(museum, "/", stream("news"))
    streams = Streams(site_of(app).topics, most=1)
    with site_with(app, streams=streams) as site:
        assert asked(museum, "/", site).status == 200
        asyncio.run(stop_while_sending(site, museum.host))
    assert len(streams) == 0


async def leave_after_first_part(site: Site, host: str) -> list[Any]:
    sent: list[Any] = []
    gone = asyncio.Event()

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 2:
            gone.set()

    async def receive() -> Any:
        await gone.wait()
        return {"type": "http.disconnect"}

    await AsgiAdapter(None, site)(get_scope(host), receive, send)
    return sent


async def stop_while_sending(site: Site, host: str) -> None:
    stuck = asyncio.Event()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            stuck.set()
            await asyncio.Event().wait()

    async def receive() -> Any:
        await asyncio.Event().wait()

    request = asyncio.create_task(AsgiAdapter(None, site)(get_scope(host), receive, send))
    await stuck.wait()
    site.streams.close()
    await request


def get_scope(host: str) -> Json:
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", host.encode())],
    }
