"""Two ways to the same pipeline: the WSGI adapter in process, and sockets to a running server."""

import json
import select
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from app.experience.blueprint import site_of
from app.experience.wsgi import WsgiAdapter

SECONDS_TO_START = 30
IDLE_SECONDS = 5  # the server hangs up on a connection that is quiet for long


@dataclass(frozen=True)
class Answer:
    """headers: lower-case names, several values of one name joined with a comma."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Asked:
    """path: raw, with its query. host: None leaves the header out."""

    method: str
    path: str
    host: str | None = None
    headers: Mapping[str, str] | None = None
    body: bytes = b""

    @property
    def sent(self) -> Iterator[tuple[str, str]]:
        """All headers that go out. None takes one away."""
        own = {"host": self.host, "content-length": str(len(self.body)) if self.body else None}
        for name, value in {**own, **(self.headers or {})}.items():
            if value is not None:
                yield name, value


class Door:
    def ask(self, method: str, path: str, **given: Any) -> Answer:
        """given: host, headers and body, as Asked has them."""
        return self.answer(Asked(method, path, **given))

    def answer(self, asked: Asked) -> Answer:
        raise NotImplementedError


class WsgiDoor(Door):
    def __init__(self, app: Flask) -> None:
        self._site = site_of(app)
        self._adapter = WsgiAdapter(app.wsgi_app, self._site)

    def answer(self, asked: Asked) -> Answer:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": asked.method,
            "RAW_URI": asked.path,
            "PATH_INFO": "/not/to/be/used",
            "QUERY_STRING": asked.path.partition("?")[2],
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(asked.body),
        }
        for name, value in asked.sent:
            key = name.upper().replace("-", "_")
            environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
        started: list[Any] = []
        chunks = self._adapter(environ, lambda status, headers: started.extend((status, headers)))
        headers = _joined(started[1])
        body_of = _beginning if is_stream(headers) else b"".join
        return Answer(int(started[0].split()[0]), headers, body_of(chunks))


class SocketDoor(Door):
    """Asks the processes of the server in turn, each on a kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connections: list[tuple[HTTPConnection, float]] = []  # and when it was last used

    def answer(self, asked: Asked) -> Answer:
        if not self._connections or _is_over(*self._connections[0]):
            self.close()
            now = monotonic()
            self._connections = [(one, now) for one in connections_by_process(self._port)]
        connection, _ = self._connections.pop(0)
        try:
            answer = answer_over(connection, asked)
        except BaseException:
            connection.close()
            self.close()  # one failure must not become the next test's
            raise
        self._connections.append((connection, monotonic()))
        return answer

    def close(self) -> None:
        for connection, _ in self._connections:
            connection.close()
        self._connections = []


def _is_over(connection: HTTPConnection, last_used: float) -> bool:
    """Whether the server has closed it, for whatever reason, or is about to."""
    if connection.sock is None or monotonic() - last_used > IDLE_SECONDS:
        return True
    waiting = select.poll()
    waiting.register(connection.sock, select.POLLIN)
    return bool(waiting.poll(0))  # before anything was asked, only its end can be read


def ask(connection: HTTPConnection, method: str, path: str, **given: Any) -> Answer:
    """given: host, headers and body, as Asked has them."""
    return answer_over(connection, Asked(method, path, **given))


def answer_over(connection: HTTPConnection, asked: Asked) -> Answer:
    connection.putrequest(asked.method, asked.path, skip_host=True, skip_accept_encoding=True)
    for name, value in asked.sent:
        connection.putheader(name, value)
    connection.endheaders(asked.body or None)
    response = connection.getresponse()
    found = _joined(response.getheaders())
    if not is_stream(found):
        return Answer(response.status, found, response.read())
    beginning = response.readline()
    connection.close()
    return Answer(response.status, found, beginning)


def connections_by_process(port: int, processes: int = 2) -> list[HTTPConnection]:
    """A kept connection to each process, once all of them answer.

    A connection stays with the process that took it. Which one that is, the kernel decides.
    """
    found: dict[int, HTTPConnection] = {}
    give_up = monotonic() + SECONDS_TO_START
    while monotonic() < give_up:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        process = process_of(connection)
        if process in found:
            connection.close()
        found.setdefault(process, connection)
        if len(found) == processes:
            return list(found.values())
    raise RuntimeError(f"only {len(found)} of {processes} processes answered")


def process_of(connection: HTTPConnection) -> int:
    """The id of the process that has taken that connection."""
    process: int = ask(connection, "GET", "/healthz", host="localhost").json["process"]
    return process


def api(
    connection: HTTPConnection, method: str, path: str, value: Any = None, token: str | None = None
) -> Answer:
    headers = {"content-type": "application/json", "accept": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    body = json.dumps(value).encode() if value is not None else b""
    return ask(connection, method, path, host="localhost", headers=headers, body=body)


def log_in(connection: HTTPConnection, email: str, password: str) -> str:
    answer = api(connection, "POST", "/auth/user", {"email": email, "password": password})
    assert answer.status == 200, answer.text
    token: str = answer.json["token"]
    return token


def is_stream(headers: Mapping[str, str]) -> bool:
    """Whose body has no end; of one, an answer has the beginning only."""
    return headers.get("content-type") == "text/event-stream"


def _beginning(chunks: Any) -> bytes:
    with closing(chunks):
        first: bytes = next(chunks)
        return first


def form(**fields: Any) -> tuple[bytes, dict[str, str]]:
    return urlencode(fields).encode(), {"content-type": "application/x-www-form-urlencoded"}


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
