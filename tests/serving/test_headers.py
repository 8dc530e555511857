"""The headers around a reply: defaults, CORS, the version's own."""

from typing import Any

import pytest
from sqlalchemy import update

from app.extensions import db
from app.models import Version
from app.services.revision import raise_revision

from .conftest import Museum, redirect_reply
from .test_replies import settle

DEFAULTS = {
    "cache-control": "no-cache, no-store, must-revalidate",
    "pragma": "no-cache",
    "x-content-type-options": "nosniff",
    "x-xss-protection": "1; mode=block",
}


def without_noise(answer: Any) -> dict[str, str]:
    noise = {"x-foyer-trace", "content-length", "server", "date"}
    return {name: value for name, value in answer.headers.items() if name not in noise}


def test_every_reply_carries_safe_defaults_and_a_trace_of_its_own(museum: Museum) -> None:
    museum.answering("/", "here")
    museum.endpoint("/go", static_reply=redirect_reply("/"))
    traces = set()
    for path in ("/", "/go", "/nowhere", "/%zz"):
        answer = museum.ask(path)
        assert without_noise(answer).items() >= DEFAULTS.items()
        traces.add(answer.headers["x-foyer-trace"])
    assert len(traces) == 4
    assert all(len(trace) == 24 for trace in traces)


def test_a_page_is_html_unless_its_view_says_otherwise(museum: Museum) -> None:
    museum.answering("/", "here")
    page = museum.page("a {}", headers={"content-type": "text/css"})
    museum.endpoint("/a.css", static_reply={"type": "page", "value": page.id})
    assert museum.ask("/").headers["content-type"] == "text/html; charset=utf-8"
    assert museum.ask("/a.css").headers["content-type"] == "text/css"


def test_the_version_adds_headers_and_overrides_the_defaults(museum: Museum) -> None:
    museum.answering("/", "here")
    settle(
        museum,
        response_headers={
            "X-Museum": "open",
            "Cache-Control": "max-age=60",
            "Content-Type": "text/plain",
        },
    )
    answer = museum.ask("/")
    assert answer.headers["x-museum"] == "open"
    assert answer.headers["cache-control"] == "max-age=60"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"  # the reply's own wins


def test_cors_is_open_by_default(museum: Museum) -> None:
    museum.answering("/", "here")
    answer = museum.ask("/", headers={"origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-expose-headers"] == "*"
    assert "access-control-allow-methods" not in answer.headers


def test_options_is_answered_by_itself(museum: Museum) -> None:
    answer = museum.ask(
        "/nowhere",
        "OPTIONS",
        headers={"origin": "https://a.example", "access-control-request-headers": "x-one"},
    )
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == (
        "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
    )
    assert answer.headers["access-control-allow-headers"] == "x-one"
    assert answer.headers["access-control-max-age"] == "86400"
    assert "content-length" not in answer.headers


def test_more_header_names_than_a_header_can_hold_are_not_echoed(museum: Museum) -> None:
    asked = ",".join(f"x-{number}" for number in range(3_000))
    answer = museum.ask("/nowhere", "OPTIONS", headers={"access-control-request-headers": asked})
    assert answer.status == 204
    assert answer.headers["access-control-allow-headers"] == "Authorization, Content-Type"


def test_an_options_endpoint_overrides_the_automatic_answer(museum: Museum) -> None:
    museum.answering("/api/{any*}", "my own", method="options")
    answer = museum.ask("/api/x", "OPTIONS")
    assert (answer.status, answer.text) == (200, "my own")
    assert "access-control-allow-methods" in answer.headers
    assert museum.ask("/other", "OPTIONS").status == 204


def test_without_default_cors_options_is_not_found_and_nothing_is_allowed(museum: Museum) -> None:
    museum.answering("/", "here")
    settle(museum, endpoint_default_cors=False)
    assert museum.ask("/", "OPTIONS").status == 404
    assert "access-control-allow-origin" not in museum.ask("/").headers


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://a.example", True), ("https://b.example", False), (None, False), ("null", False)],
)
def test_listed_origins_only(museum: Museum, origin: str | None, allowed: bool) -> None:
    museum.answering("/", "here")
    settle(museum, allowed_cors_origins=["https://a.example"])
    for method in ("GET", "OPTIONS"):
        answer = museum.ask("/", method, headers={"origin": origin})
        assert answer.headers["vary"] == "Origin"
        assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("x-bad", "a\r\nset-cookie: b=c"), ("x-bad", "a\x00"), ("x bad", "a"), ("x-bad", "→")],
)
def test_a_bad_header_of_the_version_is_a_500_and_is_not_sent(
    museum: Museum, name: str, value: str
) -> None:
    """It cannot be saved; an import or a hand in the database may bring it all the same."""
    museum.answering("/", "here")
    statement = update(Version).where(Version.application_id == museum.application.id)
    db.session.execute(statement.values(response_headers={name: value}))
    raise_revision(museum.application.id)
    db.session.commit()
    answer = museum.ask("/")
    assert (answer.status, answer.json) == (500, {"error": "Internal Server Error"})
    assert name not in answer.headers
    assert "set-cookie" not in answer.headers


def test_a_status_that_cannot_end_a_request_is_a_500(museum: Museum) -> None:
    page = museum.page("here")
    museum.endpoint("/", static_reply={"type": "page", "value": page.id, "statusCode": 101})
    assert museum.ask("/").status == 500


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_has_none(museum: Museum, status: int) -> None:
    page = museum.page("here")
    museum.endpoint("/", static_reply={"type": "page", "value": page.id, "statusCode": status})
    answer = museum.ask("/")
    assert (answer.status, answer.body) == (status, b"")
    museum.answering("/next", "next")
    assert museum.ask("/next").text == "next"
