"""Pages, redirects and the chains of fallbacks, with the status that each answers."""

from typing import Any

import pytest

from app.schemas import EndpointPatch, VersionPatch, ViewPatch
from app.services.experience.endpoints import update_endpoint
from app.services.experience.versions import update_version
from app.services.experience.views import delete_view, update_view
from app.services.lookup import develop_of

from .. import factories
from .conftest import Museum, page_reply, redirect_reply

PAGE, REDIRECT, NOTHING = "page", "redirect", None


def configured(museum: Museum, kind: str | None, text: str, status: int | None) -> Any:
    if kind is NOTHING:
        return None
    if kind == PAGE:
        return page_reply(museum.page(text), status)
    return redirect_reply(f"/{text}", status)


def settle(museum: Museum, **fields: Any) -> None:
    update_version(develop_of(museum.application.id), VersionPatch(**fields), factories.BY)


def shown(answer: Any) -> str:
    """What was answered from: the words of the page or of the redirect."""
    return answer.headers["location"].lstrip("/") if "location" in answer.headers else answer.text


@pytest.mark.parametrize(
    ("kind", "chosen", "status"),
    [(PAGE, None, 200), (PAGE, 201, 201), (REDIRECT, None, 301), (REDIRECT, 307, 307)],
)
def test_an_authorized_static_reply(
    museum: Museum, kind: str, chosen: int | None, status: int
) -> None:
    museum.endpoint("/", static_reply=configured(museum, kind, "welcome", chosen))
    answer = museum.ask("/")
    assert (answer.status, shown(answer)) == (status, "welcome")


@pytest.mark.parametrize(
    ("kind", "chosen", "status"),
    [
        (PAGE, None, 404),
        (PAGE, 200, 200),
        (REDIRECT, None, 302),
        (REDIRECT, 308, 308),
    ],
)
def test_the_version_answers_what_no_route_fits(
    museum: Museum, kind: str, chosen: int | None, status: int
) -> None:
    settle(museum, not_found_reply=configured(museum, kind, "lost", chosen))
    answer = museum.ask("/nowhere")
    assert (answer.status, shown(answer)) == (status, "lost")


def test_a_wildcard_endpoint_goes_before_the_versions_not_found_reply(museum: Museum) -> None:
    settle(museum, not_found_reply=page_reply(museum.page("lost")))
    page = museum.page('{"error":"no such thing"}', headers={"content-type": "application/json"})
    museum.endpoint("/api/{any*}", static_reply=page_reply(page, 404))
    answer = museum.ask("/api/nowhere")
    assert (answer.status, answer.json) == (404, {"error": "no such thing"})
    assert museum.ask("/nowhere").text == "lost"


UNAUTHORIZED = [
    # of the endpoint, of the version → which answers, and as what
    ((PAGE, None), (PAGE, None), "endpoint", {"nobody": 401, "outsider": 403}),
    ((PAGE, 418), (PAGE, None), "endpoint", {"nobody": 418, "outsider": 418}),
    ((REDIRECT, None), (PAGE, None), "endpoint", {"nobody": 302, "outsider": 302}),
    ((REDIRECT, 303), (NOTHING, None), "endpoint", {"nobody": 303, "outsider": 303}),
    ((NOTHING, None), (PAGE, None), "version", {"nobody": 401, "outsider": 403}),
    ((NOTHING, None), (PAGE, 200), "version", {"nobody": 200, "outsider": 200}),
    ((NOTHING, None), (REDIRECT, None), "version", {"nobody": 302, "outsider": 302}),
    ((NOTHING, None), (NOTHING, None), None, {"nobody": 401, "outsider": 403}),
]


@pytest.mark.parametrize("who", ["nobody", "outsider"])
@pytest.mark.parametrize(("own", "versions", "from_", "statuses"), UNAUTHORIZED)
def test_who_may_not_enter_gets_the_first_reply_that_is_set(
    museum: Museum,
    own: tuple[str | None, int | None],
    versions: tuple[str | None, int | None],
    from_: str | None,
    statuses: dict[str, int],
    who: str,
) -> None:
    settle(museum, unauthorized_reply=configured(museum, versions[0], "version", versions[1]))
    museum.answering(
        "/room",
        "inside",
        access="group",
        experience_group_ids=[museum.group("Guides").id],
        unauthorized_reply=configured(museum, own[0], "endpoint", own[1]),
    )
    headers = museum.bearer(museum.user()) if who == "outsider" else {}
    answer = museum.ask("/room", headers=headers)
    assert answer.status == statuses[who]
    if from_:
        assert shown(answer) == from_
    else:
        assert answer.json == {"error": "Unauthorized" if who == "nobody" else "Forbidden"}


def test_a_page_and_a_redirect_may_evaluate_an_expression(museum: Museum) -> None:
    museum.answering("/", """{{ evalExpression(request.query.rule) }}""")
    target = """/{{ evalExpression("length({{ request.path }}) * 2") }}"""
    museum.endpoint("/to", static_reply=redirect_reply(target))
    assert museum.ask("/?rule=%7B%7B%20request.query.n%20%7D%7D%20%3E%203&n=4").text == "true"
    assert museum.ask("/to").headers["location"] == "/6"


def test_an_endpoint_that_nothing_answers_for_is_not_found(museum: Museum) -> None:
    museum.endpoint("/")
    answer = museum.ask("/")
    assert (answer.status, answer.json) == (404, {"error": "This endpoint has no reply"})


def test_a_browser_gets_a_page_where_a_program_gets_json(museum: Museum) -> None:
    answer = museum.ask("/%3Cb%3E", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-foyer-trace"] in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<code>/&lt;b&gt;</code>" in answer.text
    assert 'href="/"' not in answer.text
    museum.answering("/", "home")
    assert 'href="/"' in museum.ask("/x", headers={"accept": "text/html"}).text


def test_a_refused_visitor_is_told_who_is_signed_in(museum: Museum) -> None:
    group = museum.group("Guides")
    museum.answering("/room", "inside", access="group", experience_group_ids=[group.id])
    headers = {"accept": "text/html"} | museum.bearer(museum.user(email="tom@example.com"))
    answer = museum.ask("/room", headers=headers)
    assert answer.status == 403
    assert "tom@example.com" in answer.text


# What is broken


def test_a_static_page_that_is_gone_is_a_500(museum: Museum) -> None:
    page = museum.page("here")
    museum.endpoint("/", static_reply=page_reply(page))
    assert museum.ask("/").text == "here"
    delete_view(page, factories.BY)
    answer = museum.ask("/")
    assert (answer.status, answer.json) == (500, {"error": "Internal Server Error"})
    assert len(answer.headers["x-foyer-trace"]) == 24


def test_a_layout_that_is_gone_is_a_500(museum: Museum) -> None:
    layout = museum.page("<{{ page }}>", view_type="layout")
    museum.endpoint("/", static_reply=page_reply(museum.page("here", layout_id=layout.id)))
    assert museum.ask("/").text == "<here>"
    delete_view(layout, factories.BY)
    assert museum.ask("/").status == 500


def test_a_fallback_that_cannot_be_drawn_leaves_the_built_in_reply(museum: Museum) -> None:
    lost, barred = museum.page("lost"), museum.page("barred")
    settle(museum, not_found_reply=page_reply(lost), unauthorized_reply=page_reply(barred))
    museum.answering("/room", "inside", access="authenticated")
    assert (museum.ask("/x").text, museum.ask("/room").text) == ("lost", "barred")
    for page in (lost, barred):
        delete_view(page, factories.BY)
    assert museum.ask("/x").json == {"error": "No endpoint found for route"}
    answer = museum.ask("/room")
    assert (answer.status, answer.json) == (401, {"error": "Unauthorized"})


def test_a_saved_page_is_seen_by_the_next_request(museum: Museum) -> None:
    page = museum.page("first")
    endpoint = museum.endpoint("/", static_reply=page_reply(page))
    assert museum.ask("/").text == "first"
    for number in range(10):
        update_view(page, ViewPatch(body=f"number {number}"), factories.BY)
        assert museum.ask("/").text == f"number {number}"
    update_endpoint(endpoint, EndpointPatch(route="/moved"), factories.BY)
    assert museum.ask("/").status == 404
    assert museum.ask("/moved").text == "number 9"


# Redirects


@pytest.mark.parametrize(
    ("template", "location"),
    [
        ("/home", "/home"),
        ("https://example.com/{{ request.params.id }}", "https://example.com/7"),
        ("/login?from={{ encodeURIComponent(request.path) }}", "/login?from=%2Fgo%2F7"),
        ("/{{ request.query.to }}", "/caf%C3%A9%20x"),
        ("{{ globals.start }}/a%20b", "/begin/a%20b"),
    ],
)
def test_a_redirect_is_a_template(museum: Museum, template: str, location: str) -> None:
    settle(museum, globals=[{"key": "start", "json": '"/begin"'}])
    museum.endpoint("/go/{id}", static_reply=redirect_reply(template))
    assert museum.ask("/go/7?to=caf%C3%A9+x").headers["location"] == location


@pytest.mark.parametrize("smuggled", ["%0d%0aset-cookie:%20a=b", "%00", "%0a", "%7f"])
def test_a_control_character_in_a_redirect_is_a_500_and_is_not_sent(
    museum: Museum, smuggled: str
) -> None:
    museum.endpoint("/", static_reply=redirect_reply("/{{ request.query.to }}"))
    answer = museum.ask(f"/?to={smuggled}")
    assert answer.status == 500
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-foyer-trace"]


def test_an_empty_redirect_is_a_500(museum: Museum) -> None:
    museum.endpoint("/", static_reply=redirect_reply("{{ request.query.to }}"))
    assert museum.ask("/").status == 500


@pytest.mark.parametrize("query", ["x=%0A", "x=" + "a" * 9_000])
def test_a_fallback_redirect_that_cannot_be_sent_leaves_the_built_in_reply(
    museum: Museum, query: str
) -> None:
    reply = redirect_reply("/login?from={{ request.query.x }}")
    museum.answering("/room", "inside", access="authenticated", unauthorized_reply=reply)
    assert museum.ask("/room?x=1").status == 302
    answer = museum.ask(f"/room?{query}")
    assert (answer.status, answer.json) == (401, {"error": "Unauthorized"})
