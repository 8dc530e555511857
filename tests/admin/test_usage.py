from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.extensions import db
from app.models import Application, Endpoint, Flow, Group, RequestCount, User
from app.serving.site import Site

from .. import factories
from .conftest import post


def usage(endpoint: Endpoint, version: str = "develop") -> str:
    where = f"/console/applications/{endpoint.application_id}/experience/versions/{version}"
    return f"{where}/endpoints/{endpoint.id}/usage"


def page_reply(application: Application, **fields: Any) -> dict[str, Any]:
    return {"type": "page", "value": factories.make_view(application, **fields).id}


def answering(endpoint: Endpoint, config: dict[str, Any], **fields: Any) -> Flow:
    trigger = {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["reply"]]}
    node = {
        "id": "reply",
        "type": "EndpointReplyNode",
        "config": config,
        "meta": {"label": "Say it"},
        "outputIds": [[]],
    }
    application = db.session.get_one(Application, endpoint.application_id)
    return factories.make_flow(application, triggers=[trigger], nodes=[node], **fields)


@pytest.fixture
def rooms(application: Application, group: Group) -> Endpoint:
    """For Guides only."""
    return factories.make_endpoint(
        application,
        route="/rooms/{room}",
        access="group",
        experience_group_ids=[group.id],
        static_reply=page_reply(application, name="Room", body="Room {{ request.params.room }}"),
        unauthorized_reply=page_reply(application, name="Closed", body="Closed"),
    )


def test_the_stranger_finds_nothing(stranger_client: FlaskClient, rooms: Endpoint) -> None:
    assert stranger_client.get(usage(rooms)).status_code == 404
    assert stranger_client.get(usage(rooms) + "?path=/rooms/7").status_code == 404


def test_it_names_pages_and_why_they_are_returned(
    application: Application, owner_client: FlaskClient, rooms: Endpoint
) -> None:
    other = factories.make_view(application, name="Other")
    answering(rooms, {"replyType": "page", "pageIdTemplate": other.id}, name="Chooses")
    answering(rooms, {"replyType": "page", "pageIdTemplate": "{{ data.page }}"}, name="Asks")
    page = owner_client.get(usage(rooms)).text
    for words in (
        ">Room</a>",
        "when refused",
        "401 or 403",
        "reply node Say it in Chooses",
        "A page that the payload names, in Asks",
    ):
        assert words in page


def test_it_says_that_a_page_is_gone(application: Application, owner_client: FlaskClient) -> None:
    endpoint = factories.make_endpoint(
        application, static_reply={"type": "page", "value": "0" * 24}
    )
    assert "a page that is gone" in owner_client.get(usage(endpoint)).text


def test_it_names_workflows_and_what_else_starts_them(
    application: Application, owner_client: FlaskClient, rooms: Endpoint
) -> None:
    other = factories.make_endpoint(application, route="/halls")
    triggers = [
        {"type": "endpoint", "key": one.id, "config": {}, "outputIds": [[]]}
        for one in (rooms, other)
    ]
    factories.make_flow(application, name="Counts", triggers=triggers)
    page = owner_client.get(usage(rooms)).text
    assert "Counts" in page
    assert "Also started by <code>GET /halls</code>" in page


def test_it_names_the_hosts_of_this_version_and_of_others(
    application: Application, owner_client: FlaskClient, rooms: Endpoint
) -> None:
    factories.make_slug(application, slug="museum-now")
    factories.make_version(application, version="1.0")
    factories.make_slug(application, slug="museum-then", version="1.0")
    page = owner_client.get(usage(rooms)).text
    assert "museum-now<wbr>.localhost" in page
    assert "museum-then<wbr>.localhost</a> (1.0)" in page


def test_a_starter_workflow_is_added(
    application: Application, owner_client: FlaskClient, rooms: Endpoint
) -> None:
    path = usage(rooms).replace("/usage", "/workflows")
    answer = post(owner_client, path, form_on=usage(rooms))
    flow = db.session.scalars(select(Flow)).one()
    assert answer.location.endswith(f"/workflows/{flow.id}")
    assert flow.triggers[0]["key"] == rooms.id


def test_nobody_is_refused_and_a_user_gets_in(
    application: Application, owner_client: FlaskClient, rooms: Endpoint, member: User
) -> None:
    refused = owner_client.get(usage(rooms), query_string={"path": "/rooms/7"}).text
    assert "401 Unauthorized" in refused
    assert "Closed</pre>" in refused
    granted = owner_client.get(
        usage(rooms), query_string={"path": "/rooms/7", "user": "Member@Example.com"}
    ).text
    assert "200 OK" in granted
    assert "Room 7</pre>" in granted
    assert '<span class="chip"><b>Guides</b></span>' in granted


def test_a_trial_is_not_counted(app: Flask, owner_client: FlaskClient, rooms: Endpoint) -> None:
    owner_client.get(usage(rooms), query_string={"path": "/rooms/7"})
    Site.of(app).counters.flush()
    assert db.session.scalars(select(RequestCount)).all() == []


@pytest.mark.parametrize("run", [True, False])
def test_workflows_run_only_if_they_are_told_to(
    application: Application, owner_client: FlaskClient, run: bool
) -> None:
    endpoint = factories.make_endpoint(application, method="post", route="/say")
    config = {"replyType": "custom", "bodyTemplate": "You said {{ data.body.word }}"}
    answering(endpoint, config, name="Echo")
    fields = {"path": "/say", "body": '{"word": "hall"}'} | ({"runs_flows": "y"} if run else {})
    page = post(owner_client, usage(endpoint), **fields).text
    assert ("You said hall</pre>" in page) is run
    assert ("Would start “Echo”, and did not" in page) is not run


def test_the_address_alone_runs_nothing(
    application: Application, owner_client: FlaskClient
) -> None:
    endpoint = factories.make_endpoint(application, route="/say")
    answering(endpoint, {"replyType": "custom", "bodyTemplate": "ran"}, name="Echo")
    query = {"path": "/say", "runs_flows": "y"}
    assert "ran</pre>" not in owner_client.get(usage(endpoint), query_string=query).text


def test_a_look_at_a_get_request_leads_to_its_address(
    owner_client: FlaskClient, rooms: Endpoint
) -> None:
    answer = post(owner_client, usage(rooms), path="/rooms/7?x=1", user="", headers="A: b")
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.location).query)
    assert query == {"path": ["/rooms/7?x=1"], "headers": ["A: b"]}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("path", "rooms", "A path begins with a slash"),
        ("user", "nobody@example.com", "Nobody has this e-mail."),
        ("headers", "Accept", "Line 1 is no header."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    owner_client: FlaskClient, rooms: Endpoint, field: str, value: str, said: str
) -> None:
    page = owner_client.get(usage(rooms), query_string={"path": "/rooms/7", field: value})
    assert page.status_code == 400
    assert said in page.text
    assert value in page.text


def test_a_body_is_shown_as_text_and_cookies_are_hidden(
    application: Application, owner_client: FlaskClient
) -> None:
    endpoint = factories.make_endpoint(application, method="post", route="/in")
    config = {
        "replyType": "custom",
        "bodyTemplate": "<script>alert(1)</script>",
        "cookieInfo": [{"nameTemplate": "authorization", "valueTemplate": "s3cret"}],
    }
    answering(endpoint, config)
    page = post(owner_client, usage(endpoint), path="/in", runs_flows="y").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "s3cret" not in page


def test_a_frozen_version_can_be_tried_and_not_changed(
    application: Application, owner_client: FlaskClient, rooms: Endpoint
) -> None:
    factories.make_version(application, version="1.0")
    frozen = usage(rooms, "1.0")
    page = owner_client.get(frozen)
    assert "No host serves 1.0" in page.text
    assert "Add<span" not in page.text
    answer = post(owner_client, frozen, path="/rooms/7", runs_flows="y")
    assert "Closed</pre>" in answer.text
    assert post(owner_client, frozen.replace("/usage", "/workflows"), frozen).status_code == 409


def test_queries_do_not_grow_with_what_there_is(
    application: Application, owner_client: FlaskClient, rooms: Endpoint
) -> None:
    def queries() -> int:
        seen: list[str] = []
        listener = lambda *given: seen.append(given[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        owner_client.get(usage(rooms))
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    answering(rooms, {"replyType": "page", "pageIdTemplate": "x"})
    few = queries()
    for number in range(5):
        factories.make_endpoint(application, route=f"/more{number}")
        answering(rooms, {"replyType": "page", "pageIdTemplate": "x"})
    assert queries() == few
