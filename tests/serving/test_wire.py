"""Whatever is sent over the wire: a clean answer or a closed door, and the server goes on."""

import socket
from http.client import HTTPException, HTTPResponse

import pytest
from flask import Flask

from ..browser.server import Server
from .conftest import Museum
from .doors import Door, WsgiDoor

MANY = b"".join(b"x-%d: y\r\n" % number for number in range(2000))

REQUESTS = {
    "bytes that are no UTF-8": b"GET /\xff\xfe HTTP/1.1\r\nHost: %h\r\n\r\n",
    "a space": b"GET /a b HTTP/1.1\r\nHost: %h\r\n\r\n",
    "a NUL": b"GET /a\x00b HTTP/1.1\r\nHost: %h\r\n\r\n",
    "a broken code": b"GET /%zz HTTP/1.1\r\nHost: %h\r\n\r\n",
    "an overlong code": b"GET /%C0%AF HTTP/1.1\r\nHost: %h\r\n\r\n",
    "an encoded surrogate": b"GET /%ED%A0%80 HTTP/1.1\r\nHost: %h\r\n\r\n",
    "a broken query": b"GET /?%zz=%ff&=&&& HTTP/1.1\r\nHost: %h\r\n\r\n",
    "climbing": b"GET /../../../etc/passwd HTTP/1.1\r\nHost: %h\r\n\r\n",
    "climbing, encoded": b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: %h\r\n\r\n",
    "two slashes": b"GET //evil.example/ HTTP/1.1\r\nHost: %h\r\n\r\n",
    "the absolute form": b"GET http://%h/ HTTP/1.1\r\nHost: %h\r\n\r\n",
    "the console's address": b"GET http://localhost/console/ HTTP/1.1\r\nHost: %h\r\n\r\n",
    "an asterisk": b"OPTIONS * HTTP/1.1\r\nHost: %h\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "no host, as of old": b"GET / HTTP/1.0\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: %h\r\n\r\n",
    "a host with a path": b"GET / HTTP/1.1\r\nHost: %h/console\r\n\r\n",
    "a host that is no text": b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    "cookies that are none": b'GET / HTTP/1.1\r\nHost: %h\r\nCookie: ;;=;\xff=\xff;a="\\;\r\n\r\n',
    "a bad length": b"POST / HTTP/1.1\r\nHost: %h\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: %h\r\nContent-Length: 1\r\nContent-Length: 2\r\n"
    b"\r\nab",
    "a length and chunks": b"POST / HTTP/1.1\r\nHost: %h\r\nContent-Length: 3\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a bad chunk": b"POST / HTTP/1.1\r\nHost: %h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a long path": b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: %h\r\n\r\n",
    "a deep path": b"GET " + b"/a" * 20_000 + b" HTTP/1.1\r\nHost: %h\r\n\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: %h\r\nx: " + b"a" * 500_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: %h\r\n" + MANY + b"\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\nHost: %h\r\n: x\r\n\r\n",
    "a strange method": b"M-SEARCH / HTTP/1.1\r\nHost: %h\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "an upgrade": b"GET / HTTP/1.1\r\nHost: %h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
}


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_strange_request_is_answered_cleanly_or_not_at_all(
    museum: Museum, server: Server, kind: str
) -> None:
    museum.answering("/", "the start")
    museum.answering("/{any*}", "caught {{ request.params.any }}")
    status, body = send(server, REQUESTS[kind].replace(b"%h", museum.host.encode()))
    assert status in (None, 200, 301, 400, 404, 413, 414, 431)
    for word in (b"Traceback", b"werkzeug", b"Sign in", b"root:"):
        assert word not in body
    healthy = b"GET / HTTP/1.1\r\nHost: " + museum.host.encode() + b"\r\n\r\n"
    assert send(server, healthy) == (200, b"the start")


def send(server: Server, request: bytes) -> tuple[int | None, bytes]:
    """Status and body; None when the door was closed, or the answer is of another protocol."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        response = HTTPResponse(connection)
        try:
            connection.sendall(request)
            response.begin()
            return response.status, response.read()
        except (ConnectionError, HTTPException):
            return None, b""
        finally:
            response.close()
