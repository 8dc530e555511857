"""Function nodes that would take a server down, sent over HTTP to one that runs as `make run`."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.models import Endpoint
from config import Settings

from .. import factories
from ..browser.server import Server, running_server
from .conftest import Museum, page_reply
from .doors import Answer, Door, WsgiDoor, ask

MEGABYTE = 1024 * 1024
BOMBS = {
    "loops": ("while (true);", "FunctionNodeTimeout"),
    "allocates": ("const a = []; while (true) a.push(new Array(999).fill(1))", None),
    "throws": ("throw new RangeError('far')", "FunctionNodeRangeError"),
    "backtracks": ("return /^(a+)+b$/.test('a'.repeat(40))", "FunctionNodeTimeout"),
    "stringifies": (
        "let d = []; for (let i = 0; i < 1e6; i++) d = [d]; return JSON.stringify(d).length",
        None,
    ),
    "sorts": (
        "const a = Array.from({length: 5e6}, () => Math.random()); a.sort((x, y) => x - y);"
        " return a[0]",
        None,
    ),
}
"""Script, and the error that ends it where only one will do: which limit is met first, time or
memory, is the machine's affair."""
LIMITS = {f"FunctionNode{name}" for name in ("Timeout", "OutOfMemory", "Crash", "RangeError")}
IN_A_ROW = 100
AT_ONCE = 4


@pytest.fixture(scope="module")
def strict_server(shared_settings: Settings) -> Iterator[Server]:
    """One process, so that it is always the same whose memory is measured."""
    limits = {"FOYER_SCRIPT_SECONDS": "0.4", "FOYER_SCRIPT_BYTES": str(64 * MEGABYTE)}
    with running_server(
        shared_settings.data, FOYER_DEMO="0", FOYER_WORKERS="1", **limits
    ) as server:
        yield server


@pytest.fixture
def door(app: object) -> Door:
    return WsgiDoor(app)


def bomb(museum: Museum, name: str) -> Endpoint:
    """GET /<name> runs it; a handler answers with the name of the error."""
    endpoint = museum.endpoint(f"/{name}")
    told = {"replyIdPath": "data.replyId", "bodyTemplate": "{{ data.errorInfo.error.name }}"}
    factories.make_flow(
        museum.application,
        name=name,
        triggers=[
            {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["run"]]},
            {"type": "flowError", "config": {"scope": "local"}, "outputIds": [["told"]]},
        ],
        nodes=[
            {
                "id": "run",
                "type": "RawFunctionNode",
                "config": {"script": BOMBS[name][0]},
                "outputIds": [["ended"]],
            },
            {"id": "ended", "type": "EndpointReplyNode", "config": {"bodyTemplate": "ended"}},
            {"id": "told", "type": "EndpointReplyNode", "config": told},
        ],
    )
    return endpoint


def asked(server: Server, museum: Museum, path: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        return ask(connection, "GET", path, host=museum.host)


@pytest.mark.parametrize("name", BOMBS)
def test_each_ends_in_its_limit_and_pages_keep_answering(
    museum: Museum, strict_server: Server, name: str
) -> None:
    bomb(museum, name)
    museum.endpoint("/page", static_reply=page_reply(museum.page("page")))
    assert asked(strict_server, museum, "/page").text == "page"
    with ThreadPoolExecutor(1) as thread:
        exploding = thread.submit(asked, strict_server, museum, f"/{name}")
        while not exploding.done():
            assert asked(strict_server, museum, "/page").text == "page"
    _, error = BOMBS[name]
    assert exploding.result().text in ({error} if error else LIMITS)


def test_a_hundred_in_a_row_leave_memory_and_threads_where_they_were(
    museum: Museum, strict_server: Server
) -> None:
    for name in BOMBS:
        bomb(museum, name)
    names = list(BOMBS)

    def explode(count: int) -> set[str]:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            paths = [f"/{names[number % len(names)]}" for number in range(count)]
            answers = threads.map(lambda path: asked(strict_server, museum, path), paths)
            return {answer.text for answer in answers}

    explode(AT_ONCE * len(names))  # whatever is made only once is there now
    threads, memory, children = footprint(strict_server)
    assert explode(IN_A_ROW) <= LIMITS
    after = footprint(strict_server)
    assert after[0] <= threads + AT_ONCE  # pools may still have room; a leak would be one a bomb
    assert after[1] <= memory + 10 * MEGABYTE
    assert after[2] <= children


def footprint(server: Server) -> tuple[int, int, int]:
    """Of the worker process: threads, bytes of memory, child processes."""
    process = asked_process(server)
    status = Path(f"/proc/{process}/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines())
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = sum(len((task / "children").read_text().split()) for task in tasks)
    return int(fields["Threads"]), int(fields["VmRSS"].split()[0]) * 1024, children


def asked_process(server: Server) -> int:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        return int(ask(connection, "GET", "/healthz", host="localhost").json["process"])
