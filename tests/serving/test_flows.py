"""Requests start the flows of their version, and the first Endpoint Reply answers."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection
from time import monotonic
from typing import Any

import orjson
import pytest
from flask import Flask

from app.experience.asgi import AsgiAdapter
from app.experience.blueprint import site_of
from app.models import Endpoint
from app.schemas import VersionPatch
from app.schemas.flow import FlowPatch
from app.services.experience.versions import update_version
from app.services.flows import update_flow
from app.services.lookup import develop_of
from app.serving.request import PublicRequest
from app.serving.serve import serve
from app.serving.site import Site
from app.workflows.engine.background import Background
from app.workflows.triggers import ANY_ENDPOINT

from .. import factories
from ..browser.server import Server
from .conftest import Museum, page_reply, redirect_reply
from .doors import Answer, ask, form
from .flows import (
    answering,
    application_flow,
    asked,
    delay,
    flow,
    node,
    on_error,
    reply,
    site_with,
    store,
    stored,
    text,
    throw,
    trigger,
)

MANY = 64
SECONDS = 2

# -- the three kinds of reply


def test_a_custom_reply_has_status_headers_and_body(museum: Museum) -> None:
    config = {
        "responseCodeTemplate": "201",
        "headerInfo": [{"keyTemplate": "X-Made-By", "valueTemplate": "{{ flowName }}"}],
    }
    endpoint = museum.endpoint("/made")
    flow(museum, trigger(endpoint, "reply"), text("Made {{ data.path }}", **config), name="Maker")
    answer = museum.ask("/made")
    assert (answer.status, answer.text) == (201, "Made /made")
    assert answer.headers["x-made-by"] == "Maker"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.headers["x-foyer-trace"]) == 24


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("application/json", "application/json"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/csv; charset=latin-1", "text/csv; charset=latin-1"),
    ],
)
def test_the_content_type_is_the_flows(museum: Museum, given: str, sent: str) -> None:
    header = {"keyTemplate": "Content-Type", "valueTemplate": given}
    answering(museum, "/", text("x", headerInfo=[header]))
    assert museum.ask("/").headers["content-type"] == sent


def test_a_reply_sets_and_deletes_cookies(museum: Museum) -> None:
    cookies = [
        {"nameTemplate": "a", "valueTemplate": "Käse; x", "maxAgeTemplate": "90000"},
        {"nameTemplate": "b", "pathTemplate": "/room"},
    ]
    answering(museum, "/", text("", cookieInfo=cookies, sameSiteTemplate="lax"))
    sent = museum.ask("/").headers["set-cookie"]
    assert "a=K%C3%A4se%3B%20x; Path=/; Max-Age=90; SameSite=Lax; HttpOnly" in sent
    assert "b=; Path=/room; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT" in sent


def test_the_servers_own_headers_are_left_out(museum: Museum) -> None:
    header = {"keyTemplate": "Content-Length", "valueTemplate": "999"}
    answering(museum, "/", text("abc", headerInfo=[header]))
    answer = museum.ask("/")
    assert (answer.text, answer.headers["content-length"]) == ("abc", "3")


def test_a_header_that_cannot_be_sent_is_a_500(museum: Museum) -> None:
    header = {"keyTemplate": "X-Echo", "valueTemplate": "{{ data.query.x }}"}
    answering(museum, "/", text("abc", headerInfo=[header]))
    answer = museum.ask("/?x=a%0d%0aset-cookie:b")
    assert answer.status == 500
    assert "set-cookie" not in answer.headers


def test_a_page_reply_has_page_data_and_the_flow_in_its_context(museum: Museum) -> None:
    page = museum.page(
        "{{ pageData.name }}|{{ flow.name }}|{{ flow.version }}|{{ request.query.x }}"
        "|{{ globals.from }}|{{ experience.page.name }}",
        name="Card",
    )
    shown = reply(
        replyType="page",
        pageIdTemplate=page.id,
        bodyTemplateType="json",
        bodyTemplate='{"name": "{{ data.params.name }}"}',
    )
    endpoint = museum.endpoint("/cards/{name}")
    globals = [{"key": "from", "json": '"flow"'}]
    flow(museum, trigger(endpoint, "reply"), shown, name="Cards", globals=globals)
    answer = museum.ask("/cards/Bo?x=1")
    assert (answer.status, answer.text) == (200, "Bo|Cards|develop|1|flow|Card")
    assert answer.headers["content-type"].startswith("text/html")


def test_a_page_reply_may_have_another_layout(museum: Museum) -> None:
    plain = museum.page("plain {{ page }}", view_type="layout")
    fancy = museum.page(
        "fancy {{ page }} {{ experience.layout.name }}", view_type="layout", name="F"
    )
    page = museum.page("page", layout_id=plain.id)
    shown = {"replyType": "page", "pageIdTemplate": page.id, "bodyTemplateType": "none"}
    answering(museum, "/own", reply(**shown))
    answering(museum, "/other", reply(**shown, layoutIdTemplate=fancy.id))
    assert museum.ask("/own").text == "plain page"
    assert museum.ask("/other").text == "fancy page F"


def test_a_page_that_is_not_there_is_a_500(museum: Museum) -> None:
    shown = {"replyType": "page", "pageIdTemplate": "f" * 24, "bodyTemplateType": "none"}
    answering(museum, "/", reply(**shown))
    assert museum.ask("/").status == 500


@pytest.mark.parametrize(("code", "status"), [("", 302), ("301", 301), ("200", 302)])
def test_a_redirect_reply(museum: Museum, code: str, status: int) -> None:
    to = text("/rooms/{{ data.query.to }}", replyType="redirect", responseCodeTemplate=code)
    answering(museum, "/", to)
    answer = museum.ask("/?to=b%20c")
    assert (answer.status, answer.headers["location"]) == (status, "/rooms/b%20c")


def test_head_gets_the_headers_of_the_get_flow(museum: Museum) -> None:
    answering(museum, "/", text("{{ data.method }}"))
    answer = museum.ask("/", "HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, "3", b"")


# -- the payload


def payload(museum: Museum) -> Endpoint:
    return answering(
        museum, "/rooms/{room}/{rest*}", reply(bodyTemplateType="payload"), method="post"
    )


def test_the_payload_tells_of_the_request(museum: Museum) -> None:
    endpoint = payload(museum)
    body, headers = form(name="Bo", tag="x")
    told = museum.ask(
        "/rooms/7/a/b?q=1&q=2", "POST", body=body, headers={**headers, "cookie": "k=v"}
    ).json
    data = told["data"]
    assert data["path"] == "/rooms/7/a/b"
    assert data["method"] == "post"
    assert data["query"] == {"q": ["1", "2"]}
    assert data["params"] == {"room": "7", "rest": "a/b"}
    assert data["body"] == {"name": "Bo", "tag": "x"}
    assert data["cookies"] == {"k": "v"}
    assert data["headers"]["host"] == museum.host
    assert data["headers"]["x-forwarded-proto"] == "http"
    assert data["replyId"].startswith(f"{endpoint.id}.")
    assert (told["triggerType"], told["triggerId"]) == ("endpoint", endpoint.id)
    assert (told["relayType"], told["relayId"]) == ("public", "0" * 24)
    assert told["applicationId"] == museum.application.id
    assert told["flowVersion"] == told["experience"]["version"] == "develop"
    assert told["experience"]["endpoint"]["id"] == endpoint.id
    assert told["experience"]["user"] is None


def test_the_payload_tells_who_is_signed_in(museum: Museum) -> None:
    payload(museum)
    user = museum.user(email="bo@example.com")
    told = museum.ask("/rooms/7/a", "POST", headers=museum.bearer(user)).json
    assert (told["relayType"], told["relayId"]) == ("experienceUser", user.id)
    assert told["experience"]["user"]["email"] == "bo@example.com"
    assert told["experience"]["authInfo"]["issuedAt"]
    assert told["data"]["body"] is None


def signing_in(museum: Museum) -> None:
    """POST /in replies with `in` or with the reason why not."""
    ask = {
        "id": "auth",
        "type": "ExperienceUserAuthNode",
        "config": {
            "emailTemplate": "{{ data.body.email }}",
            "passwordTemplate": "{{ data.body.password }}",
            "userResultPath": "user",
        },
        "outputIds": [["no"], ["yes"]],
    }
    no = reply("no", responseCodeTemplate="401", bodyTemplate="{{ user.error.type }}")
    answering(museum, "/in", ask, no, reply("yes", bodyTemplate="in"), method="post")


def credentials(password: str) -> dict[str, Any]:
    body, headers = form(email="ann@example.com", password=password)
    return {"body": body, "headers": headers}


def test_a_flow_that_checks_passwords_stops_who_guesses(museum: Museum) -> None:
    signing_in(museum)
    museum.user(email="ann@example.com", password="correct horse")
    wrong, right = credentials("wrong"), credentials("correct horse")
    answers = [museum.ask("/in", "POST", **wrong).text for _ in range(12)]
    assert answers == [""] * 10 + ["AccountLocked"] * 2
    assert museum.ask("/in", "POST", **right).text == "AccountLocked"


def test_who_guesses_locks_nobody_out_at_another_address(app: Flask, museum: Museum) -> None:
    signing_in(museum)
    museum.user(email="ann@example.com", password="correct horse")

    def ask(client: str, password: str) -> str:
        request = PublicRequest(
            method="post", host=museum.host, path="/in", client=client, **credentials(password)
        )
        return serve(request, site_of(app)).body.decode()

    assert [ask("192.0.2.1", "wrong") for _ in range(10)] == [""] * 10
    assert ask("192.0.2.1", "correct horse") == "AccountLocked"
    assert ask("192.0.2.2", "correct horse") == "in"


def test_json_bodies_are_values(museum: Museum) -> None:
    answering(
        museum,
        "/",
        reply(bodyTemplateType="path", bodyTemplate="data.body.[1]"),
        method="post",
    )
    body = b'[1, {"a": [true, null, 1.5]}]'
    answer = museum.ask("/", "POST", body=body, headers={"content-type": "application/json"})
    assert answer.json == {"a": [True, None, 1.5]}


def test_a_body_nested_too_deeply_is_a_400(museum: Museum) -> None:
    answering(museum, "/", text("never"), method="post")
    body = b"[" * 900 + b"]" * 900
    answer = museum.ask("/", "POST", body=body, headers={"content-type": "application/json"})
    assert (answer.status, answer.json) == (400, {"error": "The body is nested too deeply"})


# -- who answers


def test_a_static_reply_answers_and_the_flow_runs_all_the_same(museum: Museum) -> None:
    endpoint = museum.answering("/", "static")
    flow(museum, trigger(endpoint, "store"), store("seen"), text("flow"))
    assert museum.ask("/").text == "static"
    assert stored(museum) == ["seen"]


def test_the_first_reply_wins(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "delay"), delay(0.3), text("slow"))
    flow(museum, trigger(endpoint, "reply"), text("quick"))
    assert museum.ask("/").text == "quick"


def test_a_run_goes_on_after_its_reply(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    first = node("reply", "EndpointReplyNode", {"bodyTemplate": "done"}, "store")
    second = text("too late") | {"id": "second"}
    flow(museum, trigger(endpoint, "reply"), first, store("after", "second"), second)
    assert museum.ask("/").text == "done"
    assert stored(museum) == ["after"]


def test_a_reply_may_come_after_a_wait(museum: Museum) -> None:
    answering(museum, "/", delay(0.1), text("later"))
    assert museum.ask("/").text == "later"


def test_without_a_flow_it_is_a_404_at_once(museum: Museum) -> None:
    museum.endpoint("/")
    answer = museum.ask("/")
    assert (answer.status, answer.json) == (404, {"error": "This endpoint has no reply"})


def test_a_flow_that_ends_without_a_reply_is_a_504_at_once(museum: Museum) -> None:
    answering(museum, "/", delay(0.05, "debug"), node("debug", "DebugNode", {}))
    began = monotonic()
    answer = museum.ask("/")
    assert (answer.status, answer.json) == (504, {"error": "No workflow replied"})
    assert monotonic() - began < 5


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_where_somebody_may_still_reply_it_waits_for_that(app: Flask, museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "store"), store("id", "debug"), node("debug", "DebugNode", {}))
    settings = replace(site_of(app).settings, reply_seconds=0.2)
    with site_with(app, settings=settings) as site:
        began = monotonic()
        answer = asked(museum, "/", site)
        assert (answer.status, orjson.loads(answer.body)) == (504, {"error": "No reply in time"})
        assert monotonic() - began >= 0.2


def test_a_disabled_flow_does_not_run(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    one = flow(museum, trigger(endpoint, "reply"), text("here"))
    assert museum.ask("/").text == "here"
    update_flow(one, FlowPatch(enabled=False), factories.BY)
    assert museum.ask("/").status == 404


def test_a_saved_change_answers_at_once(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    one = flow(museum, trigger(endpoint, "reply"), text("before"))
    assert museum.ask("/").text == "before"
    update_flow(one, FlowPatch(nodes=[text("after")]), factories.BY)
    assert [museum.ask("/").text for _ in range(2)] == ["after", "after"]


def test_a_named_version_keeps_its_flows(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    one = flow(museum, trigger(endpoint, "reply"), text("{{ flowVersion }} first"))
    factories.make_version(museum.application, version="v1")
    slug = f"frozen-{museum.host.partition('.')[0]}"
    factories.make_slug(museum.application, slug=slug, version="v1")
    update_flow(one, FlowPatch(nodes=[text("{{ flowVersion }} second")]), factories.BY)
    assert museum.ask("/").text == "develop second"
    assert museum.ask("/", host=f"{slug}.localhost").text == "v1 first"


# -- errors


def test_a_local_error_handler_answers(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    told = text(
        "{{ data.errorInfo.error.message }} at {{ data.errorInfo.nodeId }} of "
        "{{ data.erroredPayload.data.path }} {{ relayType }} {{ experience.version }}",
        responseCodeTemplate="418",
    )
    flow(museum, trigger(endpoint, "throw"), throw(), on_error("reply"), told)
    answer = museum.ask("/")
    assert (answer.status, answer.text) == (418, "no luck at throw of / flow develop")


def test_a_handler_of_another_flow_answers(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    path = "data.erroredPayload.data.replyId"
    flow(museum, trigger(endpoint, "delay"), delay(0.05, "throw"), throw())
    flow(museum, on_error("reply", scope="experience"), text("handled", replyIdPath=path))
    assert museum.ask("/").text == "handled"


def test_an_error_that_nobody_handles_is_a_504_at_once(museum: Museum) -> None:
    answering(museum, "/", throw())
    began = monotonic()
    assert museum.ask("/").status == 504
    assert monotonic() - began < 5


def test_the_errors_of_a_handler_start_nothing(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "throw"), throw(), on_error("throw"))
    assert museum.ask("/").status == 504


# -- any endpoint


def test_a_flow_for_any_endpoint_answers_where_no_route_fits(museum: Museum) -> None:
    flow(museum, trigger(None, "reply"), reply(bodyTemplateType="payload"))
    told = museum.ask("/nowhere").json
    assert told["data"]["params"] is None
    assert told["experience"]["endpoint"] is None
    assert told["data"]["replyId"].startswith(f"{ANY_ENDPOINT}.")
    assert told["triggerId"] == ANY_ENDPOINT


def test_a_flow_for_any_endpoint_that_does_not_answer_leaves_the_404(museum: Museum) -> None:
    lost = museum.page("lost")
    settings = VersionPatch(not_found_reply=page_reply(lost))
    update_version(develop_of(museum.application.id), settings, factories.BY)
    flow(museum, trigger(None, "store"), store("any", "debug"), node("debug", "DebugNode", {}))
    answer = museum.ask("/nowhere")
    assert (answer.status, answer.text) == (404, "lost")
    assert stored(museum) == ["any"]


def test_a_flow_for_any_endpoint_that_cannot_answer_keeps_nobody_waiting(museum: Museum) -> None:
    flow(museum, trigger(None, "delay"), delay(20, "debug"), node("debug", "DebugNode", {}))
    museum.endpoint("/empty")
    began = monotonic()
    assert [museum.ask(path).status for path in ("/nowhere", "/empty")] == [404, 404]
    assert monotonic() - began < 5


def test_a_flow_for_any_endpoint_runs_beside_the_endpoints_own(museum: Museum) -> None:
    answering(museum, "/", delay(0.1), text("own"))
    flow(museum, trigger(None, "store"), store("any", "debug"), node("debug", "DebugNode", {}))
    assert museum.ask("/").text == "own"
    assert stored(museum) == ["any"]


def test_a_refused_request_starts_nothing(museum: Museum) -> None:
    group = museum.group("Staff")
    any_fired = store("any {{ data.path }}")
    flow(museum, trigger(None, "store"), any_fired, text("any"))
    for route, access in (("/in", "authenticated"), ("/staff", "group")):
        listed = {"experience_group_ids": [group.id]} if access == "group" else {}
        endpoint = museum.endpoint(route, access=access, **listed)
        flow(museum, trigger(endpoint, "store"), store("own {{ data.path }}"), text("own"))
    user = museum.user()
    assert museum.ask("/in").status == 401
    assert museum.ask("/staff", headers=museum.bearer(user)).status == 403
    assert museum.ask("/%zz").status == 400
    assert museum.ask("/in", "POST", body=b"x" * 300_000).status == 413
    assert museum.ask("/nowhere").text == "any"
    assert stored(museum) == ["any /nowhere"]


def test_an_automatic_answer_to_options_starts_nothing(museum: Museum) -> None:
    settings = VersionPatch(endpoint_default_cors=True)
    update_version(develop_of(museum.application.id), settings, factories.BY)
    flow(museum, trigger(None, "reply"), text("any"))
    answer = museum.ask("/nowhere", "OPTIONS")
    assert (answer.status, answer.body) == (204, b"")


# -- too much at once


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_a_flow_that_finds_no_room_is_a_503(app: Flask, museum: Museum) -> None:
    answering(museum, "/", delay(0.1), text("later"))
    answering(museum, "/quick", text("quick"))
    with site_with(app, background=Background(most_runs=0)) as site:
        answer = asked(museum, "/", site)
        assert (answer.status, answer.header("retry-after")) == (503, "1")
        assert asked(museum, "/quick", site).body == b"quick"


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_a_static_page_answers_even_where_its_flow_finds_no_room(
    app: Flask, museum: Museum
) -> None:
    endpoint = museum.answering("/", "static")
    flow(museum, trigger(endpoint, "delay"), delay(0.1), text("later"))
    with site_with(app, background=Background(most_runs=0)) as site:
        answer = asked(museum, "/", site)
        assert (answer.status, answer.body) == (200, b"static")
        assert "too many runs wait" in str([d.details for d in answer.trace.decisions])


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_a_flow_for_any_endpoint_that_finds_no_room_leaves_the_404(
    app: Flask, museum: Museum
) -> None:
    flow(museum, trigger(None, "store"), store("any", "debug"), node("debug", "DebugNode", {}))
    with site_with(app, background=Background(most_runs=0)) as site:
        assert asked(museum, "/nowhere", site).status == 404


@pytest.mark.parametrize("door", ["sockets"], indirect=True)
def test_many_requests_wait_at_once_and_pages_keep_answering(
    museum: Museum, server: Server
) -> None:
    answering(museum, "/slow", delay(SECONDS), text("slow {{ data.query.n }}"))
    museum.answering("/page", "page")
    assert museum.ask("/page").text == "page"

    def slow(number: int) -> Answer:
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            return ask(connection, "GET", f"/slow?n={number}", host=museum.host)

    with ThreadPoolExecutor(MANY) as threads:
        answers = [threads.submit(slow, number) for number in range(MANY)]
        waits = []
        while not all(answer.done() for answer in answers):
            began = monotonic()
            assert museum.ask("/page").text == "page"
            waits.append(monotonic() - began)
    assert {answer.result().text for answer in answers} == {f"slow {n}" for n in range(MANY)}
    assert len(waits) > 5
    assert max(waits) < SECONDS / 2


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_asgi_gives_up_in_time_and_leaves_nothing_behind(app: Flask, museum: Museum) -> None:
    answering(museum, "/", delay(1), text("late"))
    settings = replace(site_of(app).settings, reply_seconds=0.1)
    with site_with(app, settings=settings) as site:
        assert asyncio.run(status_by_asgi(site, museum.host)) == 504
        assert site.slots._open == {}


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_a_visitor_who_leaves_early_leaves_nothing_behind(app: Flask, museum: Museum) -> None:
    answering(museum, "/", delay(0.3), text("late"))
    site = site_of(app)

    async def leave() -> None:
        asking = asyncio.create_task(status_by_asgi(site, museum.host))
        await asyncio.sleep(0.1)
        assert len(site.slots._open) == 1
        asking.cancel()
        await asyncio.wait([asking])

    assert asked(museum, "/", site).body == b"late"  # so that nothing is to be built any more
    asyncio.run(leave())
    assert site.slots._open == {}


async def status_by_asgi(site: Site, host: str) -> int:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", host.encode())],
    }
    await AsgiAdapter(None, site)(scope, receive, send)
    return int(sent[0]["status"])


# -- application flows


@pytest.mark.parametrize("scope", ["experience", "global"])
def test_an_application_flow_handles_errors_of_the_experience(museum: Museum, scope: str) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "throw"), throw())
    told = text("{{ data.errorInfo.error.message }} {{ flowVersion }} {{ experience.version }}")
    application_flow(museum, on_error("reply", scope=scope), told)
    assert museum.ask("/").text == "no luck develop develop"


@pytest.mark.parametrize("scope", ["local", "cloud"])
def test_other_scopes_of_application_flows_are_not_the_experiences(
    museum: Museum, scope: str
) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "throw"), throw())
    application_flow(museum, on_error("reply", scope=scope), text("not mine"))
    assert museum.ask("/").status == 504


def test_application_flows_are_not_versioned_with_the_experience(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "throw"), throw())
    factories.make_version(museum.application, version="v1")
    slug = f"still-{museum.host.partition('.')[0]}"
    factories.make_slug(museum.application, slug=slug, version="v1")
    host = f"{slug}.localhost"
    assert museum.ask("/", host=host).status == 504
    told = text("{{ experience.version }} handled")
    handler = application_flow(museum, on_error("reply", scope="global"), told)
    assert museum.ask("/", host=host).text == "v1 handled"
    frozen = {"triggers": handler.triggers, "nodes": [text("by the default {{ flowVersion }}")]}
    version = factories.make_flow_version(handler, version="2", **frozen)
    assert museum.ask("/", host=host).text == "v1 handled"
    update_flow(handler, FlowPatch(default_version_id=version.id), factories.BY)
    assert museum.ask("/", host=host).text == "by the default 2"


def test_the_experiences_own_handlers_come_first(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "throw"), throw(), on_error("reply"), text("own"))
    application_flow(museum, on_error("reply", scope="global"), text("application"))
    assert museum.ask("/").text == "own"


# -- what it tells


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_explain_names_the_flows_and_runs_them_only_when_told(app: Flask, museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    flow(museum, trigger(endpoint, "store"), store("ran"), text("hello"), name="Greeter")
    runner = app.test_cli_runner()
    looked = runner.invoke(args=["explain", f"http://{museum.host}/"]).output
    assert "flows  would start “Greeter”; add --run" in looked
    assert "504" in looked
    ran = runner.invoke(args=["explain", f"http://{museum.host}/", "--run"]).output
    assert "flows  started “Greeter”; “Greeter” answered" in ran
    assert "reply  200 custom reply, from the workflow “Greeter”" in ran
    assert "came to its end" in ran


def test_a_redirect_and_a_flow_go_together(museum: Museum) -> None:
    endpoint = museum.endpoint("/", static_reply=redirect_reply("/there"))
    flow(museum, trigger(endpoint, "store"), store("seen", "debug"), node("debug", "DebugNode", {}))
    assert museum.ask("/").headers["location"] == "/there"
    assert stored(museum) == ["seen"]


# -- nodes that leave the process


def test_a_function_node_computes_the_reply(museum: Museum) -> None:
    script = "payload.data.sum = payload.data.body.numbers.reduce((a, b) => a + b, 0);"
    function = node("function", "RawFunctionNode", {"script": script}, "reply")
    answering(museum, "/sum", function, text("{{ data.sum }}"), method="post")
    body = orjson.dumps({"numbers": [1, 2, 3.5]})
    headers = {"content-type": "application/json"}
    assert museum.ask("/sum", "POST", headers=headers, body=body).text == "6.5"


def test_a_function_without_an_end_costs_only_its_own_request(museum: Museum) -> None:
    function = node("function", "RawFunctionNode", {"script": "for (;;) {}"}, "reply")
    answering(museum, "/stuck", function, text("never"))
    assert museum.ask("/stuck").status == 504
    answering(museum, "/fine", text("fine"))
    assert museum.ask("/fine").text == "fine"
