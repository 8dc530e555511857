"""The answers that no experience configured: JSON for programs, a page for people."""

import secrets

import orjson
from jinja2 import Environment, FileSystemLoader

from app.serving.request import PublicRequest, Reply
from app.serving.trace import Trace
from config import ROOT

_pages = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "public"), autoescape=True, trim_blocks=True
)

ERRORS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "No endpoint found for route",
    413: "Request body is too large",
    500: "Internal Server Error",
    503: "Service Unavailable",
    504: "No reply in time",
}


def builtin_reply(
    status: int, request: PublicRequest, trace: Trace, error: str | None = None, **words: str
) -> Reply:
    """error: what the JSON says instead of the status' own words; words: see answer.html."""
    if "text/html" not in request.headers.get("accept", ""):
        body = orjson.dumps({"error": error or ERRORS[status]})
        return Reply(status, body, [("content-type", "application/json")])
    nonce = secrets.token_urlsafe(12)
    page = _pages.get_template("answer.html").render(
        status=status, trace_id=trace.id, nonce=nonce, **words
    )
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors 'none'"
    return Reply(
        status,
        page.encode(),
        [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)],
    )
