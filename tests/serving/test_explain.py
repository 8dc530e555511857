"""`flask explain`: the decisions of a real answer, in their order, in words."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.experience.blueprint import site_of
from app.schemas import VersionPatch
from app.services.experience.versions import update_version
from app.services.lookup import develop_of

from .. import factories
from .conftest import Museum, page_reply
from .doors import Door, WsgiDoor


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


@pytest.fixture
def site(museum: Museum) -> Museum:
    staff = museum.group("Staff")
    guides = museum.group("Guides", parent_id=staff.id)
    museum.answering("/users/danny", "Danny")
    museum.answering("/users/{name}", "{{ request.params.name }}")
    museum.answering("/users/old", "old", enabled=False)
    museum.answering("/users/{name}", "saved", method="post")
    museum.answering("/room", "inside", access="group", experience_group_ids=[guides.id])
    museum.user(email="boss@example.com", experience_group_ids=[staff.id])
    museum.user(email="tom@example.com")
    lost = museum.page("lost", name="Lost")
    settings = VersionPatch(not_found_reply=page_reply(lost))
    update_version(develop_of(museum.application.id), settings, factories.BY)
    return museum


def explain(app: Flask, site: Museum, path: str, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["explain", f"http://{site.host}{path}", *options])
    assert result.exit_code == 0, result.output
    return result.output


def in_order(text: str, *parts: str) -> bool:
    place = 0
    for part in parts:
        place = text.find(part, place)
        assert place >= 0, f"{part!r} is missing, or out of order, in:\n{text}"
    return True


def test_it_names_every_decision_in_order(app: Flask, site: Museum) -> None:
    assert in_order(
        explain(app, site, "/users/bob?x=1"),
        f"GET http://{site.host}/users/bob?x=1",
        f"host  slug {site.host.partition('.')[0]} → version develop",
        f"application {site.application.id}",
        "body  no body",
        "route  GET /users/{name} name='bob'",
        "`get /users/{name}` won",
        "`get /room` lost: segment 1",
        "`get /users/danny` lost: segment 2",
        "`post /users/{name}` lost: it answers `post`",
        "token  no token",
        "access  granted: the endpoint is public",
        "reply  200 page",
        "from the static reply of the endpoint",
        "200 OK",
    )


def test_it_names_the_disabled_endpoint_that_would_have_fitted(app: Flask, site: Museum) -> None:
    text = explain(app, site, "/users/old")
    assert in_order(
        text, "route  GET /users/{name}", "GET /users/old", "would fit, but is disabled"
    )


def test_it_names_the_group_and_the_ancestor_that_decided(app: Flask, site: Museum) -> None:
    assert in_order(
        explain(app, site, "/room", "--user", "boss@example.com"),
        "token  token from the header: boss@example.com",
        "direct groups: Staff",
        "access  granted: the user is in Guides, through its ancestor Staff",
    )


def test_it_says_why_somebody_is_refused_and_where_the_answer_comes_from(
    app: Flask, site: Museum
) -> None:
    assert in_order(
        explain(app, site, "/room", "--user", "tom@example.com"),
        "access  refused with 403",
        "may enter: Guides",
        "reply  403 built-in reply",
        "unauthorized reply of the endpoint: not set",
        "unauthorized reply of the version: not set",
        "403 Forbidden",
    )
    assert in_order(
        explain(app, site, "/room"), "refused with 401: nobody is signed in", "may enter: Guides"
    )


def test_it_says_what_is_wrong_with_a_token(app: Flask, site: Museum) -> None:
    text = explain(app, site, "/room", "--token", "nonsense")
    assert in_order(text, "token from the header refused", "it is not a token", "401")


def test_it_names_the_nearest_routes_where_none_fits(app: Flask, site: Museum) -> None:
    assert in_order(
        explain(app, site, "/user/bob"),
        "route  no route fits GET /user/bob",
        "nearest: `get /users/",
        "reply  404 page “Lost”, from the not found reply of the version",
    )


def test_it_takes_a_method_a_body_and_headers(app: Flask, site: Museum) -> None:
    text = explain(
        app, site, "/users/x", "--method", "POST", "-H", "content-type: text/plain", "-d", "hello"
    )
    assert in_order(text, "body  5 bytes read as text", "route  POST /users/{name}")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/%zz", "400"), ("http://nobody.localhost/", "is not the address of any experience")],
)
def test_it_explains_what_cannot_be_served(app: Flask, site: Museum, path: str, said: str) -> None:
    url = path if "://" in path else f"http://{site.host}{path}"
    assert said in app.test_cli_runner().invoke(args=["explain", url]).output


def test_it_tells_the_error_of_a_broken_page(app: Flask, site: Museum) -> None:
    museum = site
    museum.answering("/broken", "one\n{{ 1 // 0 }}")
    assert in_order(explain(app, site, "/broken"), "error  ", "line 2", "500 Internal Server Error")


def test_it_counts_nothing(app: Flask, site: Museum) -> None:
    counters = site_of(app).counters
    counters.flush()
    explain(app, site, "/users/bob")
    assert counters.waiting == 0
    site.ask("/users/bob")
    assert counters.waiting == 1


@pytest.fixture(autouse=True)
def clean_counters(app: Flask) -> Iterator[None]:
    yield
    site_of(app).counters.flush()
