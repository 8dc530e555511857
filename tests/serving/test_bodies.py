"""What a request's body becomes, and how much of it is taken."""

import json
from http.client import HTTPConnection

import pytest

from ..browser.server import Server
from .conftest import Museum
from .doors import ask, connections_by_process

SHOW = "{{ jsonEncode(request.body) }}"
LIMIT = 256 * 1024

MULTIPART = (
    b'--xx\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n'
    b'--xx\r\ncontent-disposition: form-data; name="b"; filename="f.txt"\r\n\r\ntext\r\n--xx--\r\n'
)
FORM = "application/x-www-form-urlencoded"

BODIES = [
    (None, b"", None),
    ("application/json", b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
    ("application/json", b'"text"', "text"),
    ("application/json", b'{"a": ', '{"a": '),
    ("application/vnd.api+json", b'{"a":1}', {"a": 1}),
    (None, b'{"a":1}', {"a": 1}),
    ("text/plain", b"just text", "just text"),
    ("text/plain; charset=latin-1", b"caf\xe9", "café"),
    ("text/plain; charset=nonsense", b"plain", "plain"),
    ("application/octet-stream", b"\xff\xfe", "\ufffd\ufffd"),
    (FORM, b"a=1&b=2&b=3&c=&d=%C3%A9+x", {"a": "1", "b": ["2", "3"], "c": "", "d": "é x"}),
    (FORM, b"a=%ff", {"a": "\ufffd"}),
    ("multipart/form-data; boundary=xx", MULTIPART, {"a": "1", "b": "text"}),
    ("multipart/form-data; boundary=yy", MULTIPART, MULTIPART.decode()),
    ("multipart/form-data", b"--xx", "--xx"),
    ("application/json", b"[" * 5000 + b"]" * 5000, "[" * 5000 + "]" * 5000),
]


@pytest.mark.parametrize(("content_type", "body", "expected"), BODIES)
def test_a_body_is_read_by_its_content_type(
    museum: Museum, content_type: str | None, body: bytes, expected: object
) -> None:
    page = museum.page(SHOW, headers={"content-type": "application/json"})
    museum.endpoint("/", "post", static_reply={"type": "page", "value": page.id})
    headers = {"content-type": content_type} if content_type else {}
    answer = museum.ask("/", "POST", headers=headers, body=body)
    assert answer.status == 200
    assert json.loads(answer.text or "null") == expected


def test_a_body_at_the_limit_is_taken_and_one_byte_more_is_not(museum: Museum) -> None:
    museum.answering("/", "{{ length(request.body) }}", method="post")
    assert museum.ask("/", "POST", body=b"a" * LIMIT).text == str(LIMIT)
    answer = museum.ask("/", "POST", body=b"a" * (LIMIT + 1))
    assert (answer.status, answer.json) == (413, {"error": "Request body is too large"})


def test_a_body_over_the_limit_is_refused_before_it_has_been_sent(
    museum: Museum, server: Server
) -> None:
    """The client announces a gigabyte, sends a few bytes of it, and has its answer."""
    museum.answering("/", "taken", method="post")
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("POST", "/", skip_host=True)
    connection.putheader("Host", museum.host)
    connection.putheader("Content-Length", str(1024**3))
    connection.endheaders(b"a few bytes")
    response = connection.getresponse()
    assert (response.status, response.read()) == (413, b'{"error":"Request body is too large"}')
    connection.close()


def test_a_chunked_body_is_refused_once_it_passes_the_limit(museum: Museum, server: Server) -> None:
    """No length is announced and the body never ends, so only counting can stop it."""
    museum.answering("/", "taken", method="post")
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("POST", "/", skip_host=True)
    connection.putheader("Host", museum.host)
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    for _ in range(LIMIT // 0x10000 + 1):
        connection.send(chunk)
    assert connection.getresponse().status == 413
    connection.close()


def test_a_small_chunked_body_is_read(museum: Museum, server: Server) -> None:
    museum.answering("/", "{{ request.body.a }}", method="post")
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "POST", "/", iter([b'{"a":', b"1}"]), {"Host": museum.host}, encode_chunked=True
    )
    assert connection.getresponse().read() == b"1"
    connection.close()


def test_after_a_refused_body_the_server_goes_on(museum: Museum, server: Server) -> None:
    museum.answering("/", "here")
    for _ in range(3):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        assert ask(connection, "GET", "/", host=museum.host).text == "here"
        connection.close()


def test_unfinished_bodies_do_not_keep_the_console_from_answering(server: Server) -> None:
    """More of them than the console has threads, in each process."""
    waiting = []
    for _ in range(40):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.putrequest("POST", "/auth/user", skip_host=True)
        connection.putheader("Host", "localhost")
        connection.putheader("Content-Length", "1000")
        connection.endheaders(b"{")
        waiting.append(connection)
    for connection in connections_by_process(server.port):
        assert ask(connection, "GET", "/healthz", host="localhost").status == 200
        connection.close()
    for connection in waiting:
        connection.close()


@pytest.mark.parametrize("charset", ["idna", "undefined", "punycode", "hex", "\x00"])
def test_a_charset_that_is_none_does_no_harm(museum: Museum, charset: str) -> None:
    museum.answering("/", "{{ request.body }}", method="post")
    kind = f"text/plain; charset={charset}" if charset != "\x00" else "text/plain; charset=''"
    assert museum.ask("/", "POST", headers={"content-type": kind}, body=b"abc").status == 200
    part = MULTIPART.replace(b'name="a"', b'name="a"\r\ncontent-type: text/plain; charset=hex')
    kind = "multipart/form-data; boundary=xx"
    assert museum.ask("/", "POST", headers={"content-type": kind}, body=part).status == 200
