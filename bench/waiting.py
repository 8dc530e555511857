"""How a static page fares while 64 requests wait for a flow that sleeps: python -m bench.waiting.

The page is asked over one connection, one request after the other, first alone and then beside
clients that each ask for the slow flow again as soon as it has answered.
"""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from statistics import quantiles
from threading import Event
from time import monotonic
from typing import Any, NamedTuple

import orjson

from bench.serving import server

CLIENTS = 64
DELAY = 2  # seconds
SECONDS = 8.0
EMAIL, PASSWORD = "bench@foyer.example", "only for the time of a bench"
WORKERS = 2


class Page(NamedTuple):
    """rate: requests a second; p50, p95, p99: milliseconds."""

    rate: float
    p50: float
    p95: float
    p99: float


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        environ = os.environ | {
            "FOYER_DATA": data,
            "FOYER_WORKERS": str(WORKERS),
            "FOYER_ADMIN_EMAIL": EMAIL,
            "FOYER_ADMIN_PASSWORD": PASSWORD,
        }
        with server(["flask", "--app", "wsgi", "serve"], environ) as port:
            host = make_experience(port)
            alone = ask_page(port, host)
            with slow_clients(port, host) as answered:
                beside = ask_page(port, host)
    print(f"{'':26}{'requests/s':>12}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}")
    for name, page in {"page alone": alone, f"beside {CLIENTS} that wait": beside}.items():
        print(f"{name:26}{page.rate:12,.0f}{page.p50:10.2f}{page.p95:10.2f}{page.p99:10.2f}")
    print(f"{sum(answered)} slow requests, all answered, each after {DELAY} s in a delay node")


def make_experience(port: int) -> str:
    """A page at / and a flow at /slow. Gives their host."""
    account = call(port, "POST", "/auth/user", {"email": EMAIL, "password": PASSWORD})
    bearer = account["token"]
    application = call(port, "POST", "/applications", {"name": "Bench"}, bearer)
    base = f"/applications/{application['applicationId']}"
    page = {"name": "Page", "viewType": "page", "body": "<p>Hello</p>" * 100}
    view = call(port, "POST", f"{base}/experience/views", page, bearer)
    call(
        port,
        "POST",
        f"{base}/experience/endpoints",
        {
            "method": "get",
            "route": "/",
            "staticReply": {"type": "page", "value": view["experienceViewId"]},
        },
        bearer,
    )
    slow = {"method": "get", "route": "/slow"}
    endpoint = call(port, "POST", f"{base}/experience/endpoints", slow, bearer)
    call(port, "POST", f"{base}/flows", sleeping_flow(endpoint["experienceEndpointId"]), bearer)
    call(port, "POST", f"{base}/experience/slugs", {"slug": "bench", "version": "develop"}, bearer)
    return f"bench.localhost:{port}"


def sleeping_flow(endpoint_id: str) -> dict[str, Any]:
    return {
        "name": "Slow",
        "flowClass": "experience",
        "triggers": [{"type": "endpoint", "key": endpoint_id, "outputIds": [["sleep"]]}],
        "nodes": [
            {
                "id": "sleep",
                "type": "DelayNode",
                "config": {"delay": DELAY},
                "outputIds": [["reply"]],
            },
            {"id": "reply", "type": "EndpointReplyNode", "config": {"bodyTemplate": "late"}},
        ],
    }


def call(port: int, method: str, path: str, body: Any, bearer: str = "") -> Any:
    headers = {"Host": "localhost", "Content-Type": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request(method, path, orjson.dumps(body), headers)
        response = connection.getresponse()
        told = orjson.loads(response.read())
    if response.status >= 300:
        raise RuntimeError(f"{method} {path}: {response.status} {told}")
    return told


def ask_page(port: int, host: str) -> Page:
    took = []
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        end = monotonic() + SECONDS
        while (began := monotonic()) < end:
            ask(connection, "/", host)
            took.append((monotonic() - began) * 1000)
    cuts = quantiles(took, n=100)
    return Page(len(took) / SECONDS, cuts[49], cuts[94], cuts[98])


@contextmanager
def slow_clients(port: int, host: str) -> Iterator[list[int]]:
    """The list holds how many answers each had, once all have ended."""
    answered: list[int] = []
    over = Event()

    def client() -> int:
        count = 0
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while not over.is_set():
                ask(connection, "/slow", host)
                count += 1
        return count

    with ThreadPoolExecutor(CLIENTS) as threads:
        clients = [threads.submit(client) for _ in range(CLIENTS)]
        try:
            yield answered
        finally:
            over.set()
    answered += [one.result() for one in clients]


def ask(connection: HTTPConnection, path: str, host: str) -> None:
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} was answered with {response.status}")


if __name__ == "__main__":
    main()
