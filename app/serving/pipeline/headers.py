"""The headers around every reply: safe defaults, CORS, the version's own; the reply's own win."""

import re
from collections.abc import Iterable
from functools import lru_cache

from app.serving.request import PublicRequest, Reply
from app.serving.snapshot.experience import Experience

Headers = tuple[tuple[str, str], ...]

TRACE_HEADER = "x-foyer-trace"
DEFAULTS = (
    ("cache-control", "no-cache, no-store, must-revalidate"),
    ("pragma", "no-cache"),
    ("x-content-type-options", "nosniff"),
    ("x-xss-protection", "1; mode=block"),
)
HSTS = ("strict-transport-security", "max-age=31536000")
NO_BODY = (204, 205, 304)
LONGEST = 8 * 1024  # characters of one value; clients and proxies stop reading there
FRAMING = {  # the server's own: how it tells where a reply ends
    "connection",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
CORS_METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
CORS_MAX_AGE = "86400"  # seconds

_unsendable = re.compile(r"[^\t\x20-\x7e\x80-\xff]")
_not_a_name = re.compile(r"[^!#$%&'*+\-.^_`|~0-9a-z]")


class BadHeader(ValueError):
    """A control character, or one that HTTP cannot carry, in a header."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The header {name!r} is the server's own, or longer than {LONGEST:,} characters, or "
            "holds a character that HTTP cannot carry. It was not sent."
        )


class BadStatus(ValueError):
    def __init__(self, status: int) -> None:
        super().__init__(f"{status} cannot end a request. Choose a status from 200 to 599.")


def check_headers(headers: Iterable[tuple[str, str]]) -> None:
    """names: lower case. Raises BadHeader."""
    for name, value in headers:
        if len(value) > LONGEST or not _sendable(name, value):
            raise BadHeader(name)


@lru_cache(maxsize=1024)
def _sendable(name: str, value: str) -> bool:
    return (
        bool(name)
        and name not in FRAMING
        and not (_unsendable.search(value) or _not_a_name.search(name))
    )


def dress(reply: Reply, request: PublicRequest, experience: Experience | None, trace: str) -> None:
    """Add to the reply what it has not set itself, and leave the body of a HEAD request out.

    Raises BadHeader, the reply unchanged.
    """
    if not 200 <= reply.status <= 599:
        raise BadStatus(reply.status)
    cors = cors_headers(request, experience) if experience else ()
    own = experience.response_headers if experience else ()
    around = _around(request.scheme == "https", cors, own)
    check_headers(reply.headers)
    named = {name for name, _ in reply.headers}
    reply.headers += [header for header in around if header[0] not in named]
    reply.headers.append((TRACE_HEADER, trace))
    if reply.status in NO_BODY:
        reply.body = b""
    elif reply.stream is None:
        reply.headers.append(("content-length", str(len(reply.body))))
    if request.method == "head":
        reply.body, reply.stream = b"", None


@lru_cache(maxsize=256)
def _around(https: bool, cors: Headers, own: Headers) -> Headers:
    """What comes with a reply that sets none of it: later ones win. Raises BadHeader."""
    merged = dict(DEFAULTS)
    if https:
        merged[HSTS[0]] = HSTS[1]
    headers = tuple((merged | dict(cors) | dict(own)).items())
    check_headers(headers)
    return headers


def cors_headers(request: PublicRequest, experience: Experience) -> Headers:
    """Empty unless the version answers CORS by default and the origin may ask."""
    if not experience.default_cors:
        return ()
    headers: dict[str, str] = {}
    origin = request.headers.get("origin", "")
    if experience.cors_origins:
        headers["vary"] = "Origin"
        if origin not in experience.cors_origins:
            return tuple(headers.items())
        headers["access-control-allow-origin"] = origin
    else:
        headers["access-control-allow-origin"] = "*"
    headers["access-control-expose-headers"] = "*"
    if request.method == "options":
        asked = request.headers.get("access-control-request-headers", "")
        headers["access-control-allow-methods"] = CORS_METHODS
        headers["access-control-allow-headers"] = (
            asked if 0 < len(asked) <= LONGEST else "Authorization, Content-Type"
        )
        headers["access-control-max-age"] = CORS_MAX_AGE
    return tuple(headers.items())
