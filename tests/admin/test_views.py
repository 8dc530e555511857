"""Views in the console: lists, forms, and what the preview answers."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from orjson import dumps
from werkzeug.test import TestResponse

from app.admin.views.insert import helpers
from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Application, User, View
from app.rendering.helpers import HELPERS
from app.services.run_records.drafts import CallDraft, Origin, StepDraft
from app.workflows.flow import compile_flow
from app.workflows.replies import PageReply

from .. import factories
from ..services.conftest import watched
from .conftest import TOKEN, post

KINDS = ("layouts", "pages", "components")


@pytest.fixture
def develop(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/views"


@pytest.fixture
def page(application: Application) -> View:
    return factories.make_view(application, name="Hall", body="<h1>Hall</h1>")


def address(develop: str, view: View, more: str = "") -> str:
    return f"{develop}/{view.view_type}s/{view.id}{more}"


def stored(view: View) -> View:
    db.session.expire_all()
    return view


def tried(client: FlaskClient, path: str, **fields: str) -> Any:
    token = TOKEN.search(client.get(path).text)
    assert token
    return client.post(f"{path}/preview", data={"csrf_token": token[1], **fields}).json


# Lists


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_says_what_it_is_for_and_where_to_begin(
    owner_client: FlaskClient, develop: str, kind: str
) -> None:
    text = owner_client.get(f"{develop}/{kind}").text
    assert f"No {kind[:-1]} yet" in text
    assert f"{kind}/new" in text


def test_a_list_is_filtered_and_sorted_by_its_address(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    factories.make_view(application, name="Attic")
    text = owner_client.get(f"{develop}/pages?sort=name&direction=desc").text
    rows = text[text.index('id="views-list"') :]
    assert rows.index("Hall") < rows.index("Attic")
    rows = owner_client.get(f"{develop}/pages?filter=hal").text.partition('id="views-list"')[2]
    assert "Hall" in rows
    assert "Attic" not in rows
    assert "No page matches" in owner_client.get(f"{develop}/pages?filter=cellar").text


def test_a_list_asks_the_database_no_more_for_many_views_than_for_few(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    layout = factories.make_view(application, view_type="layout", body="{{ page }}")
    factories.make_view(application, layout_id=layout.id)
    with watched() as few:
        owner_client.get(f"{develop}/pages")
    for _ in range(20):
        factories.make_view(application, layout_id=layout.id)
    with watched() as many:
        owner_client.get(f"{develop}/pages")
    assert len(many) == len(few)


# Adding


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_view_begins_with_a_text_that_can_be_saved(
    application: Application, owner_client: FlaskClient, develop: str, kind: str
) -> None:
    response = post(owner_client, f"{develop}/{kind}/new", name="First", description="")
    assert response.status_code == 302
    assert "First" in owner_client.get(response.location).text
    answer = tried(owner_client, response.location, text=db.session.query(View).one().body)
    assert answer["problems"] == []
    assert answer["preview"]["html"]


def test_a_page_for_programs_begins_as_json(owner_client: FlaskClient, develop: str) -> None:
    post(
        owner_client,
        f"{develop}/pages/new",
        name="Data",
        description="",
        headers="application/json",
    )
    view = db.session.query(View).one()
    assert view.headers == {"content-type": "application/json"}
    assert view.body.startswith("{")


def test_what_is_wrong_with_a_new_view_stands_beside_its_field(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    response = post(owner_client, f"{develop}/pages/new", name="Hall", description="Kept")
    assert response.status_code == 400
    assert "already exists" in response.text
    assert "Kept" in response.text
    assert db.session.query(View).count() == 1


# The text


def test_a_text_is_saved_with_the_line_ends_it_was_typed_with(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    path = address(develop, page)
    response = save(owner_client, path, text="<p>\r\n</p>\r\n")
    assert response.status_code == 302
    assert stored(page).body == "<p>\n</p>\n"


def save(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """As a browser does, with the fingerprint of what the form showed."""
    text = client.get(path).text
    seen = text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    return post(client, path, seen=seen, **fields)


def test_a_text_with_an_error_is_refused_and_kept_in_the_form(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    response = save(owner_client, address(develop, page), text="<p>mine {% if %}")
    assert response.status_code == 400
    assert "&lt;p&gt;mine {% if %}" in response.text
    assert "line 1" in response.text
    assert stored(page).body == "<h1>Hall</h1>"


def test_a_page_whose_layout_has_gone_can_still_be_saved(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    layout = factories.make_view(application, view_type="layout")
    page.layout_id = layout.id
    db.session.delete(layout)
    db.session.commit()
    assert "A layout that is gone" in owner_client.get(address(develop, page)).text
    gone = str(stored(page).layout_id)
    response = save(owner_client, address(develop, page), text="<p>New</p>", layout_id=gone)
    assert response.status_code == 302
    assert stored(page).body == "<p>New</p>"


def test_a_stale_text_is_refused_with_its_lines_compared(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    response = post(
        owner_client, address(develop, page), seen="old", text="<h1>Hall</h1>\n<p>More</p>"
    )
    assert response.status_code == 409
    assert '<span class="t add">&lt;p&gt;More&lt;/p&gt;</span>' in response.text
    assert stored(page).body == "<h1>Hall</h1>"


# Settings and delete


def test_settings_are_saved(owner_client: FlaskClient, develop: str, page: View) -> None:
    fields = {"name": "Great hall", "headers": "text/plain", "view_tags-name": "a"}
    fields |= {"view_tags-value": "b", "description": "Big"}
    response = save(owner_client, address(develop, page, "/settings"), **fields)
    assert response.status_code == 302
    view = stored(page)
    assert (view.name, view.description, view.view_tags) == ("Great hall", "Big", {"a": "b"})
    assert view.headers == {"content-type": "text/plain"}
    assert view.body == "<h1>Hall</h1>"


def test_the_delete_dialog_names_the_endpoint_that_answers_with_the_page(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    reply = {"kind": "page", "value": page.id}
    factories.make_endpoint(application, route="/hall", static_reply=reply)
    text = owner_client.get(address(develop, page, "/delete")).text
    assert "1 thing uses it." in text
    assert "/hall" in text.partition("dialog-body")[2]
    assert post(owner_client, address(develop, page, "/delete")).status_code == 302
    assert db.session.query(View).count() == 0


# Whose it is


@pytest.mark.parametrize("more", ["", "/settings", "/uses", "/delete"])
def test_a_view_of_another_developer_is_not_there(
    owner_client: FlaskClient, stranger_client: FlaskClient, develop: str, page: View, more: str
) -> None:
    path = address(develop, page, more)
    assert owner_client.get(path).status_code == 200
    assert stranger_client.get(path).status_code == 404


def test_a_view_is_found_under_its_own_kind_only(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    assert owner_client.get(f"{develop}/layouts/{page.id}").status_code == 404


def test_a_frozen_view_is_shown_and_previewed_but_refuses_to_change(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    layout = factories.make_view(application, view_type="layout", body="<main>{{ page }}</main>")
    page.layout_id = layout.id
    db.session.commit()
    factories.make_version(application, version="v1")
    frozen = develop.replace("develop", "v1")
    path = address(frozen, page)
    assert "Save page" not in owner_client.get(path).text
    assert post(owner_client, path, text="<p>New</p>").status_code == 409
    assert post(owner_client, address(frozen, page, "/settings"), path).status_code == 409
    drawn = tried(owner_client, path, text=page.body)["preview"]["html"]
    assert drawn.endswith("<main><h1>Hall</h1></main>")


def test_the_insert_menu_holds_every_helper_with_a_sentence() -> None:
    found = [piece for group in helpers() for piece in group.pieces]
    pieces = {piece.label.partition("(")[0]: piece for piece in found}
    assert pieces.keys() == HELPERS.keys() - {"dashboardUrl", "element"} | {"component"}
    assert all(piece.about for piece in pieces.values())
    assert not any("](" in piece.about or "`" in piece.about for piece in pieces.values())
    assert pieces["upper"].text == "{{ upper(|) }}"


def test_the_insert_menu_calls_components_by_their_names(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    factories.make_view(application, name='the "box"', view_type="component")
    text = owner_client.get(address(develop, page)).text
    assert "{{ component(&#34;the \\&#34;box\\&#34;&#34;) }}" in text


# The preview


def test_it_draws_the_unsaved_text_in_the_layout_that_is_chosen(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    layout = factories.make_view(application, view_type="layout", body="<main>{{ page }}</main>")
    answer = tried(owner_client, address(develop, page), text="<h2>New</h2>", layout_id=layout.id)
    assert answer["preview"]["html"].endswith("<main><h2>New</h2></main>")
    assert stored(page).body == "<h1>Hall</h1>"


def test_it_is_drawn_for_a_user_at_an_endpoint_with_sample_data(
    application: Application, owner_client: FlaskClient, develop: str, page: View, member: User
) -> None:
    endpoint = factories.make_endpoint(application, route="/rooms/{id}")
    text = (
        "{{ experience.user.email }} {{ request.path }} {{ pageData.n + 1 }} {{ globals.a }}"
        " {{ experience.endpoint.route }}"
    )
    sample = '{"request": {"params": {"id": "7"}}, "pageData": {"n": 1}, "globals": {"a": "b"}}'
    fields = {"endpoint": endpoint.id, "user": member.id, "sample": sample}
    answer = tried(owner_client, address(develop, page), text=text, **fields)
    assert answer["preview"]["html"].endswith(f"{member.email} /rooms/7 2 b /rooms/{{id}}")


def test_a_component_is_drawn_by_itself_or_in_a_page(
    application: Application, owner_client: FlaskClient, develop: str
) -> None:
    box = factories.make_view(application, name='the "box"', view_type="component")
    caller = factories.make_view(application, body="<p>{{ component('the \"box\"') }}</p>")
    path = address(develop, box)
    sample = '{"this": {"name": "N"}, "args": {"title": "T"}}'
    alone = tried(owner_client, path, text="<b>{{ name }}{{ args.title }}</b>", sample=sample)
    assert alone["preview"]["html"].endswith("<b>NT</b>")
    inside = tried(owner_client, path, text="<b>!</b>", page=caller.id)
    assert inside["preview"]["html"].endswith("<p><b>!</b></p>")


def test_a_layout_is_drawn_around_a_page_or_a_stand_in(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    layout = factories.make_view(application, view_type="layout", body="{{ page }}")
    path = address(develop, layout)
    drawn = tried(owner_client, path, text="<main>{{ page }}</main>", page=page.id)
    assert drawn["preview"]["html"].endswith("<main><h1>Hall</h1></main>")
    drawn = tried(owner_client, path, text="<main>{{ page }}</main>")
    assert "Whatever page uses this layout" in drawn["preview"]["html"]


def test_an_error_while_drawing_stands_at_its_line(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    answer = tried(owner_client, address(develop, page), text="<p>\n{{ file('x', ttl=0) }}</p>")
    assert answer["preview"] is None
    [problem] = answer["problems"]
    assert (problem["line"], problem["is_error"]) == (2, True)


def test_an_error_in_another_view_is_told_with_its_place(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    factories.make_view(
        application, name="bad", view_type="component", body="{{ file('x', ttl=0) }}"
    )
    answer = tried(owner_client, address(develop, page), text="{{ component('bad') }}")
    assert answer["problems"] == []
    assert "“bad”, line 1" in answer["elsewhere"]


@pytest.mark.parametrize("sample", ["{", "[1]", '"text"'])
def test_sample_data_that_is_no_object_is_told(
    owner_client: FlaskClient, develop: str, page: View, sample: str
) -> None:
    answer = tried(owner_client, address(develop, page), text="x", sample=sample)
    assert answer["data"]
    assert answer["preview"] is None


def test_what_is_no_page_for_a_browser_is_shown_as_text(
    application: Application, owner_client: FlaskClient, develop: str
) -> None:
    headers = {"content-type": "application/json"}
    view = factories.make_view(application, headers=headers)
    answer = tried(owner_client, address(develop, view), text='{"a": "<b>"}')
    assert answer["preview"]["text"] == '{"a": "<b>"}'
    assert answer["preview"]["html"] is None


def test_addresses_of_the_page_lead_to_a_host_of_its_version(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    text = "<!doctype html><html><head><title>T</title></head></html>"
    answer = tried(owner_client, address(develop, page), text=text)
    start = '<!doctype html><html><head><base href="'
    assert answer["preview"]["html"].startswith(start)
    factories.make_version(application, version="v1")
    frozen = address(develop.replace("develop", "v1"), page)
    html = tried(owner_client, frozen, text=text)["preview"]["html"]
    assert html.startswith(f'{start}https://preview.invalid/"')


def test_a_preview_counts_no_request_and_needs_the_form_token(
    owner_client: FlaskClient, stranger_client: FlaskClient, develop: str, page: View
) -> None:
    path = f"{address(develop, page)}/preview"
    assert owner_client.post(path, data={"text": "x"}).status_code == 400
    token = TOKEN.search(stranger_client.get("/console/").text)
    data = {"csrf_token": token[1] if token else "", "text": "x"}
    assert stranger_client.post(path, data=data).status_code == 404


def test_the_stage_is_open_holds_nothing_and_has_no_origin(client: FlaskClient) -> None:
    response = client.get("/console/stage")
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts ")
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy


# Errors, and recorded data


def test_an_error_that_visitors_met_stands_at_its_line_with_how_often(
    app: Flask, application: Application, owner_client: FlaskClient, develop: str
) -> None:
    piece = factories.make_view(
        application, view_type="component", name="gauge", body="\n{{ 1 / request.query.bar|int }}"
    )
    page = factories.make_view(application, body='{{ component("gauge") }}')
    reply = {"type": "page", "value": page.id}
    factories.make_endpoint(application, route="/pressure", static_reply=reply)
    factories.make_slug(application, slug="works")
    client = app.test_client()
    for bar in (0, 0, 5):
        client.get(f"/pressure?bar={bar}", headers={"Host": "works.localhost"})
    site_of(app).records.flush()
    text = owner_client.get(address(develop, piece, "/errors")).text
    assert f"/components/{piece.id}?line=2" in text
    assert "Division by zero" in text
    row = text[text.index("Division by zero") :]
    assert row[: row.index("</tr>")].count(">2<") == 1
    assert "GET http://works.localhost/pressure?bar=0" in text
    trace = re.search(r"/requests/\w{24}", row)
    assert trace
    explained = owner_client.get(develop.removesuffix("/views") + trace[0]).text
    assert "Division by zero" in explained
    assert "No errors" in owner_client.get(address(develop, page, "/errors")).text


def test_a_preview_can_show_what_a_workflow_gave_the_page(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    flow = factories.make_flow(application)
    run = factories.make_run(flow, **shown_on(page, {"pumps": 3}, path="/hall/7"))
    path = address(develop, page)
    assert f'value="{path}/recorded/{run}"' in owner_client.get(path).text
    sample = owner_client.get(f"{path}/recorded/{run}").json["sample"]
    assert sample["pageData"] == {"pumps": 3}
    assert sample["request"]["params"] == {"id": "7"}


def test_recorded_data_of_another_application_is_not_there(
    owner_client: FlaskClient, develop: str, page: View
) -> None:
    other = factories.make_application()
    flow = factories.make_flow(other)
    run = factories.make_run(flow, **shown_on(factories.make_view(other), {"theirs": 1}))
    assert owner_client.get(address(develop, page, f"/recorded/{run}")).status_code == 404


def shown_on(page: View, data: Any, path: str = "/") -> dict[str, Any]:
    """A run's draft that answered with the page."""
    origin = Origin(page.application_id, method="get", path=path)
    compiled = compile_flow({"nodes": [{"id": "reply", "type": "EndpointReplyNode"}]})
    asked = dumps({"data": {"path": path, "params": {"id": path[-1:]}}})
    step = StepDraft(1, 0, compiled.nodes["reply"], compiled, (), before=asked)
    reply = PageReply(page_id=page.id, data=data)
    call = CallDraft(1, "replies", "send", 0.0, ("its-id", reply), answer=True)
    return {"origin": origin, "steps": [step], "calls": [call]}


def test_what_a_preview_refers_to_comes_from_a_slug_rather_than_a_domain(
    application: Application, owner_client: FlaskClient, develop: str, page: View
) -> None:
    factories.make_domain(application, domain_name="elsewhere.example", version="develop")
    factories.make_slug(application, slug="near", version="develop")
    drawn = tried(owner_client, address(develop, page), text="<head></head>")
    assert '<base href="http://near.localhost' in drawn["preview"]["html"]
