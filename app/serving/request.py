"""What goes into serve() and what comes out: plain values, whatever server stands around them."""

from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from app.serving.messages.streams import Stream
    from app.serving.trace import Trace

Values = dict[str, str | list[str]]


class WouldWait(Exception):
    """Raised instead of doing what takes its time, when the caller must not wait."""


class PublicRequest:
    """One request to an experience host, as it came over the wire.

    method: lower case; host: the header without its port, lower case, "" when absent; path: raw,
    still percent-encoded; headers: lower-case names; body: at most one byte more than the limit,
    empty when Content-Length already says that it is over; query: a name given twice is a list;
    client: the visitor's address, None if unknown.
    """

    __slots__ = (
        "body",
        "client",
        "cookies",
        "headers",
        "host",
        "method",
        "path",
        "query",
        "query_string",
        "scheme",
    )

    def __init__(
        self,
        *,
        method: str,
        host: str,
        path: str,
        query_string: str = "",
        headers: dict[str, str],
        body: bytes = b"",
        scheme: str = "http",
        client: str | None = None,
    ) -> None:
        self.method = method
        self.host = host
        self.path = path
        self.query_string = query_string
        self.headers = headers
        self.body = body
        self.scheme = scheme
        self.client = client
        self.query = pairs_to_values(query_string) if query_string else {}
        cookie = headers.get("cookie")
        self.cookies = cookie_values(cookie) if cookie else {}


@dataclass(slots=True)
class Reply:
    """headers: (lower-case name, value); trace: how it came about; stream: what follows them
    instead of a body."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)
    trace: "Trace | None" = None
    stream: "Stream | None" = None

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known == name), None)


def pairs_to_values(text: str) -> Values:
    """`a=1&b=2&b=3` → {"a": "1", "b": ["2", "3"]}; blank values kept, bad codes replaced."""
    values: Values = {}
    for name, value in parse_qsl(text, keep_blank_values=True, errors="replace"):
        add_value(values, name, value)
    return values


def cookie_values(header: str) -> dict[str, str]:
    """The first of several cookies of one name wins: browsers send the most specific first."""
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.strip().partition("=")
        if equals and name not in found:
            found[name] = _cookie_value(value)
    return found


def add_value(values: Values, name: str, value: str) -> None:
    before = values.get(name)
    if before is None:
        values[name] = value
    elif isinstance(before, list):
        before.append(value)
    else:
        values[name] = [before, value]


def host_name(header: str) -> str:
    """The Host header without its port, lower case, without a final dot.

    What has no port after its colon stays whole, and so is nobody's host: flows build links from
    the header, and `demo.localhost:80@evil.example` would lead elsewhere.
    """
    whole = header.strip().lower()
    at = whole.find(":", whole.find("]") + 1)
    if at < 0:
        return whole.rstrip(".")
    port = whole[at + 1 :]
    return whole[:at].rstrip(".") if port.isascii() and (port.isdigit() or not port) else whole


def _cookie_value(value: str) -> str:
    if value[:1] == '"':
        try:
            return SimpleCookie(f"x={value}")["x"].value
        except (CookieError, KeyError):
            return value.strip('"')
    return unquote(value) if "%" in value else value
