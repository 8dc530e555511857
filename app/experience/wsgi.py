"""The WSGI adapter: in front of Flask for tests and for any WSGI server."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.experience.hosts import own_hosts
from app.experience.proxies import visitor_address, visitor_scheme
from app.experience.stream import stream_body
from app.serving.request import PublicRequest, Reply, host_name
from app.serving.serve import serve
from app.serving.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class WsgiAdapter:
    def __init__(self, inner: "WSGIApplication", site: Site) -> None:
        self._inner = inner
        self._site = site
        self._own = own_hosts(site.settings)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if host_name(environ.get("HTTP_HOST", "")) in self._own:
            return self._inner(environ, start_response)
        reply = serve(public_request(environ, self._site), self._site)
        start_response(status_line(reply), reply.headers)
        return stream_body(reply.stream, self._site.streams) if reply.stream else [reply.body]


def public_request(environ: "WSGIEnvironment", site: Site) -> PublicRequest:
    settings = site.settings
    headers = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]
    return PublicRequest(
        method=environ["REQUEST_METHOD"].lower(),
        host=host_name(headers.get("host", "")),
        path=_raw_path(environ),
        query_string=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=_body(environ, settings.body_limit),
        scheme=visitor_scheme(environ["wsgi.url_scheme"], headers, settings.trusted_proxies),
        client=visitor_address(environ.get("REMOTE_ADDR"), headers, settings.trusted_proxies),
    )


def status_line(reply: Reply) -> str:
    try:
        return f"{reply.status} {HTTPStatus(reply.status).phrase}"
    except ValueError:
        return f"{reply.status} Unknown"


def _raw_path(environ: "WSGIEnvironment") -> str:
    """The request target as it was sent, where the server keeps it.

    Without it `%2F` and `%25` are lost: PATH_INFO is decoded already.
    """
    target: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if not target:
        return quote(environ.get("PATH_INFO", "/").encode("latin-1"), "/!$&'()*+,;=:@-._~")
    if "://" in target.partition("?")[0]:
        target = "/" + target.partition("://")[2].partition("/")[2]
    return target.partition("?")[0]


def _body(environ: "WSGIEnvironment", limit: int) -> bytes:
    """At most a byte over the limit, and nothing when the length itself is refused."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit():
        wanted = int(length) if int(length) <= limit else 0
    else:
        wanted = limit + 1 if environ.get("wsgi.input_terminated") else 0
    body: bytes = environ["wsgi.input"].read(wanted) if wanted else b""
    return body
