"""The answers that no experience configured: JSON for programs, a page for people."""

import secrets
from urllib.parse import unquote

import orjson
from jinja2 import Environment, FileSystemLoader

from app.serving.pipeline.exchange import Exchange
from app.serving.request import Reply
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
    501: "Not Implemented",
    503: "Service Unavailable",
    504: "No reply in time",
}


def builtin_reply(status: int, exchange: Exchange, error: str | None = None) -> Reply:
    """error: what the JSON says instead of the status' own words."""
    if "text/html" not in exchange.request.headers.get("accept", ""):
        body = orjson.dumps({"error": error or ERRORS[status]})
        return Reply(status, body, [("content-type", "application/json")])
    nonce = secrets.token_urlsafe(12)
    page = _pages.get_template("answer.html").render(
        status=status,
        trace_id=exchange.trace.id,
        nonce=nonce,
        path=unquote(exchange.request.path, errors="replace"),
        email=exchange.visitor.user["email"] if exchange.visitor else None,
        home=_home(exchange),
    )
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors 'none'"
    return Reply(
        status,
        page.encode(errors="replace"),
        [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)],
    )


def _home(exchange: Exchange) -> str | None:
    """The address of the start page, where there is one and the visitor is not on it."""
    if exchange.experience is None or exchange.request.path == "/":
        return None
    return "/" if "get" in exchange.experience.router.methods("/") else None
