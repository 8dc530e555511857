"""Against a real server of our own. Names lead where each test says."""

import asyncio
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from app.services.flow_ports import addresses, http
from app.services.flow_ports.http import Http
from app.workflows.errors import Refused
from app.workflows.ports import HttpRequest, HttpResponse

BIG = b"x" * (http.LARGEST + 1)


class Handler(BaseHTTPRequestHandler):
    """Tells what it was asked, but for a few paths."""

    server: Any

    def do_GET(self) -> None:  # noqa: C901 - a table of cases; named by the library
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers.items()), body))
        headers, content, status = {"X-Own": "Yes"}, b"hello", 200
        match path:
            case "/redirect":
                status, _, target = query.partition(":")
                headers["Location"] = target
            case "/round":
                status, headers["Location"] = 302, "/round"
            case "/big":
                content = BIG
            case "/gzip" | "/bomb":
                content = gzip.compress(BIG if path == "/bomb" else b"hello")
                headers["Content-Encoding"] = "gzip"
            case "/deflate":
                content = zlib.compress(b"hello")[2:-4]
                headers["Content-Encoding"] = "deflate"
            case "/garbage":
                headers["Content-Encoding"] = "gzip"
            case "/slow":
                time.sleep(0.5)
            case "/missing":
                status = 404
        self.send_response(int(status))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content if self.command != "HEAD" else b"")
        except ConnectionError:
            self.close_connection = True

    do_POST = do_PUT = do_HEAD = do_DELETE = do_PATCH = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    seen: list[Any]

    def handle_error(self, *_: Any) -> None:
        """Clients that go away are what some tests are about."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), Handler)
    made.seen = []
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


Get = Callable[..., HttpResponse]


@pytest.fixture
def get(server: Server) -> Get:
    def get(path: str = "/", method: str = "GET", host: str = "127.0.0.1", **more: Any) -> Any:
        request = HttpRequest(method, f"http://{host}:{server.server_port}{path}", **more)
        return asyncio.run(Http(private=True).send(request))

    return get


def refusal(get: Get, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        get(*args, **more)
    return refused.value.kind


def test_it_asks_and_hears(get: Get, server: Server) -> None:
    response = get("/a?b=c", "POST", headers=(("X-Mine", "ä"), ("Host", "evil")), body=b"body")
    assert (response.status, response.body, response.headers["x-own"]) == (200, b"hello", "Yes")
    [(method, path, headers, body)] = server.seen
    assert (method, path, body) == ("POST", "/a?b=c", b"body")
    assert headers["X-Mine"].encode("latin-1").decode() == "ä"
    assert headers["host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_it_uses_that_method(get: Get, server: Server, method: str) -> None:
    get(method=method)
    assert server.seen[0][0] == method


def test_any_status_is_an_answer(get: Get) -> None:
    assert get("/missing").status == 404


@pytest.mark.parametrize("path", ["/gzip", "/deflate"])
def test_it_unpacks(get: Get, path: str) -> None:
    assert get(path).body == b"hello"


@pytest.mark.parametrize("path", ["/big", "/bomb"])
def test_too_large_a_response_is_refused(get: Get, path: str) -> None:
    assert refusal(get, path) == "ResponseTooLarge"


def test_what_cannot_be_unpacked_is_refused(get: Get) -> None:
    assert refusal(get, "/garbage") == "BadResponse"


def test_it_waits_only_so_long(get: Get) -> None:
    assert refusal(get, "/slow", timeout=0.1) == "Timeout"


@pytest.mark.parametrize(
    ("status", "method", "then", "body"),
    [
        (301, "GET", "GET", b""),
        (302, "POST", "GET", b""),
        (303, "PUT", "GET", b""),
        (307, "POST", "POST", b"body"),
        (308, "PUT", "PUT", b"body"),
    ],
)
def test_it_follows_redirects(
    get: Get, server: Server, status: int, method: str, then: str, body: bytes
) -> None:
    sent = b"body" if method != "GET" else b""
    secret = (("Authorization", "secret"),)
    assert get(f"/redirect?{status}:/b?c", method, body=sent, headers=secret).status == 200
    _, (last_method, path, headers, last_body) = server.seen
    assert (last_method, path, last_body) == (then, "/b?c", body)
    assert headers["Authorization"] == "secret"


def test_what_is_secret_is_sent_with_the_rest(get: Get, server: Server) -> None:
    secrets = {"secret_headers": (("X-Key", "hidden"),), "secret_query": "key=p%26ss"}
    get("/a?b=c", headers=(("x-key", "shown"), ("X-Other", "d")), **secrets)
    get("/a", **secrets)
    (_, first, headers, _), (_, second, _, _) = server.seen
    assert (first, second) == ("/a?b=c&key=p%26ss", "/a?key=p%26ss")
    assert (headers["X-Key"], headers["X-Other"]) == ("hidden", "d")


def test_secrets_do_not_follow_to_another_server(get: Get, server: Server) -> None:
    target = f"http://localhost:{server.server_port}/"
    sent = (("Authorization", "a"), ("Cookie", "b"), ("X-C", "c"))
    get(f"/redirect?302:{target}", headers=sent, secret_headers=(("X-Key", "d"),))
    headers = server.seen[-1][2]
    assert "X-Key" not in headers
    assert "Authorization" not in headers
    assert "Cookie" not in headers
    assert headers["X-C"] == "c"


def test_it_follows_only_if_told_and_not_for_ever(get: Get, server: Server) -> None:
    assert get("/redirect?302:/b", follow_redirects=False).status == 302
    assert refusal(get, "/round") == "TooManyRedirects"
    assert len(server.seen) == 1 + http.REDIRECTS + 1


@pytest.mark.parametrize("url", ["", "example.com", "ftp://example.com/", "file:///etc/passwd"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(Http().send(HttpRequest("GET", url)))
    assert refused.value.kind == "InvalidUrl"


def test_private_addresses_are_refused(server: Server) -> None:
    url = f"http://127.0.0.1:{server.server_port}/"
    with pytest.raises(Refused) as refused:
        asyncio.run(Http().send(HttpRequest("GET", url)))
    assert refused.value.kind == "AddressRefused"
    assert server.seen == []


class Names:
    """What DNS says: for each name a list of answers, one a question; the last one stays.

    93.184.216.34 stands for our own server, as if that were public.
    """

    def __init__(self, port: int, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self.port = port

    async def look_up(self, host: str, port: int, **_: Any) -> Any:
        found = self.answers.get(host)
        if found is None:
            raise socket.gaierror("no such name")
        address = found.pop(0) if len(found) > 1 else found[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


@pytest.fixture
def names(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def set_names(**answers: list[str]) -> None:
        known = Names(server.server_port, **answers)

        async def look_up(_loop: Any, host: str, port: int, **options: Any) -> Any:
            if host in ("127.0.0.1", "93.184.216.34"):
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
            return await known.look_up(host, port, **options)

        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", look_up)
        monkeypatch.setattr(
            addresses, "is_public", lambda address: not address.startswith(("10.", "127.0.0.2"))
        )

    return set_names


def test_a_redirect_into_a_private_network_is_refused(
    server: Server, names: Callable[..., None]
) -> None:
    names(shop_example=["127.0.0.1"], inside_example=["10.0.0.1"])
    url = f"http://shop.example:{server.server_port}/redirect?302:http://inside.example/"
    with pytest.raises(Refused) as refused:
        asyncio.run(Http().send(HttpRequest("GET", url)))
    assert refused.value.kind == "AddressRefused"
    assert len(server.seen) == 1


def test_it_connects_to_the_address_that_was_checked(
    server: Server, names: Callable[..., None]
) -> None:
    """A second answer, to another question, leads elsewhere: it must never be asked for."""
    names(shop_example=["127.0.0.1", "10.0.0.1"])
    url = f"http://shop.example:{server.server_port}/"
    assert asyncio.run(Http().send(HttpRequest("GET", url))).status == 200
    assert server.seen[0][2]["host"] == f"shop.example:{server.server_port}"


def test_the_next_redirect_is_looked_up_again(server: Server, names: Callable[..., None]) -> None:
    names(shop_example=["127.0.0.1", "10.0.0.1"])
    url = f"http://shop.example:{server.server_port}/redirect?302:/b"
    with pytest.raises(Refused) as refused:
        asyncio.run(Http().send(HttpRequest("GET", url)))
    assert refused.value.kind == "AddressRefused"


def test_a_name_without_an_address_is_told(names: Callable[..., None]) -> None:
    names()
    with pytest.raises(Refused) as refused:
        asyncio.run(Http().send(HttpRequest("GET", "http://nowhere.example/")))
    assert refused.value.kind == "DnsFailed"


def test_nobody_at_home_is_told() -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(Http(private=True).send(HttpRequest("GET", "http://127.0.0.1:1/")))
    assert refused.value.kind == "ConnectionFailed"


def test_a_server_without_tls_is_told(server: Server) -> None:
    url = f"https://127.0.0.1:{server.server_port}/"
    with pytest.raises(Refused) as refused:
        asyncio.run(Http(private=True).send(HttpRequest("GET", url)))
    assert refused.value.kind == "TlsFailed"


@pytest.mark.parametrize("more", [{"ca": "nonsense"}, {"client_certificate": ("a", "b")}])
def test_a_wrong_certificate_is_told(server: Server, more: Any) -> None:
    url = f"https://127.0.0.1:{server.server_port}/"
    with pytest.raises(Refused) as refused:
        asyncio.run(Http(private=True).send(HttpRequest("GET", url, **more)))
    assert refused.value.kind == "TlsFailed"
