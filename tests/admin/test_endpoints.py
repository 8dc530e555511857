"""The table of endpoints, the form of one, and its deletion, without a browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.admin.endpoints.index import PER_PAGE
from app.extensions import db
from app.models import Application, Endpoint, Flow, Group
from app.schemas import EndpointPatch
from app.services.experience.endpoints import update_endpoint

from .. import factories
from .conftest import TOKEN, post

HOME = {"kind": "redirect", "value": "/"}
SEEN = re.compile(r'name="seen"[^>]*value="([^"]+)"')


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/endpoints"


def form(**fields: Any) -> dict[str, Any]:
    """All fields, as a browser sends them."""
    return {
        "method": "get",
        "route": "/a",
        "enabled": "y",
        "access": "public",
        "static_reply-kind": "none",
        "unauthorized_reply-kind": "none",
    } | fields


def save(client: FlaskClient, url: str, **fields: Any) -> Any:
    """What the form shows, with those fields changed."""
    page = client.get(url).text
    token, seen = TOKEN.search(page), SEEN.search(page)
    assert token
    known = {"csrf_token": token[1]} | ({"seen": seen[1]} if seen else {})
    return client.post(url, data=known | fields)


def stored(id: str) -> Endpoint:
    db.session.expire_all()
    return db.session.scalars(select(Endpoint).filter_by(id=id)).one()


def test_the_table_says_what_each_does(
    application: Application, owner_client: FlaskClient, path: str, group: Group
) -> None:
    page = factories.make_view(application, name="Hall")
    factories.make_endpoint(application, route="/{any*}", static_reply=HOME)
    factories.make_endpoint(
        application,
        route="/rooms/{id}",
        static_reply={"kind": "page", "value": page.id, "status_code": 201},
        access="group",
        experience_group_ids=[group.id],
    )
    text = owner_client.get(path).text
    table = text[text.index("<tbody") :]
    assert table.index("{any*}") < table.index("{id}")  # fewer segments first
    assert '<span class="status s2">201</span>' in table
    assert "Hall" in table
    assert "Guides" in table


def test_filter_sort_and_segments_stand_in_the_address(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/b", static_reply=HOME, enabled=False)
    factories.make_endpoint(application, method="post", route="/a/b")

    def rows(query: str) -> list[str]:
        text = owner_client.get(f"{path}?{query}").text
        return re.findall(r'aria-label="Delete (\S+ \S+)"', text)

    assert rows("") == ["GET /b", "POST /a/b"]
    assert rows("sort=route") == ["POST /a/b", "GET /b"]
    assert rows("sort=route&direction=desc") == ["GET /b", "POST /a/b"]
    assert rows("filter=a/") == rows("method=post") == rows("show=flagged") == ["POST /a/b"]
    assert rows("show=off") == ["GET /b"]
    assert rows("access=group") == []
    assert "No endpoint matches <em>nope</em>" in owner_client.get(f"{path}?filter=nope").text


def test_an_empty_table_says_where_to_begin(owner_client: FlaskClient, path: str) -> None:
    assert "No endpoint yet" in owner_client.get(path).text


def test_the_switch_acts_and_comes_back_to_the_same_table(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(application, route="/b", static_reply=HOME)
    factories.make_endpoint(application, route="/{any*}", static_reply=HOME)
    url = f"{path}/{endpoint.id}/enabled?filter=b"
    response = post(owner_client, url, form_on=path, on="n")
    assert response.status_code == 303
    assert response.location.endswith("endpoints?filter=b")
    assert not stored(endpoint.id).enabled
    assert "Off: its requests get" in owner_client.get(path).text


def test_cors_is_switched_below_the_table(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    post(owner_client, path.replace("endpoints", "cors"), form_on=path, on="n")
    text = owner_client.get(path).text
    assert 'aria-checked="false"' in text[text.index('id="cors"') :]


def test_the_form_saves_every_property(
    application: Application, owner_client: FlaskClient, path: str, group: Group
) -> None:
    page = factories.make_view(application, name="Hall")
    fields = {
        "route": "/a/{*rest}",
        "method": "post",
        "description": "Rooms",
        "access": "group",
        "experience_group_ids": group.id,
        "experience_group_ids-name": "Night shift",
        "device_id_template": "{{ request.params.d }}",
        "endpoint_tags-name": "area",
        "endpoint_tags-value": "portal",
        "static_reply-kind": "page",
        "static_reply-page": page.id,
        "unauthorized_reply-kind": "redirect",
        "unauthorized_reply-url": "/login",
        "unauthorized_reply-url-status": "307",
    }
    response = save(owner_client, f"{path}/new/custom", **form(**fields))
    assert response.status_code == 302
    endpoint = stored(response.location.rpartition("/")[2])
    assert (endpoint.method, endpoint.route) == ("post", "/a/{rest*}")
    assert [group.name for group in endpoint.groups] == ["Guides", "Night shift"]
    assert endpoint.static_reply == {"type": "page", "value": page.id}
    assert endpoint.unauthorized_reply == {
        "type": "redirect",
        "value": "/login",
        "statusCode": 307,
    }
    assert endpoint.endpoint_tags == {"area": "portal"}
    assert endpoint.device_id_template == "{{ request.params.d }}"
    assert endpoint.description == "Rooms"


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    rival = factories.make_endpoint(application, route="/rooms/{id}")
    fields = {
        "route": "/rooms/{name}",
        "description": "Mine",
        "access": "group",
        "experience_group_ids-name": "Night shift",
        "static_reply-kind": "redirect",
        "static_reply-url-status": "200",
        "static_reply-page-status": "404",
    }
    response = save(owner_client, f"{path}/new/custom", **form(**fields))
    text = response.text
    assert response.status_code == 400
    assert "Say where to go" in text
    assert "Status of a redirect must lie between 300 and 399" in text
    assert "Mine</textarea>" in text
    assert 'value="404"' in text
    assert 'name="experience_group_ids-name" value="Night shift"' in " ".join(text.split())
    assert db.session.scalars(select(Group).filter_by(name="Night shift")).all() == []
    fields |= {"static_reply-kind": "none"}
    text = save(owner_client, f"{path}/new/custom", **form(**fields)).text
    assert "is taken by an endpoint you have" in text
    assert rival.id in text
    assert "<code>/rooms/x</code>" in text
    assert text.count('value="Night shift"') == 1  # its chip: not made, and not lost


def test_a_stale_edit_is_refused_and_lost_by_nobody(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(application, route="/a", description="Before")
    page = owner_client.get(f"{path}/{endpoint.id}").text
    token, seen = TOKEN.search(page), SEEN.search(page)
    assert token
    assert seen
    update_endpoint(endpoint, EndpointPatch(description="Theirs"), factories.BY)
    fields = {"csrf_token": token[1], "seen": seen[1]} | form(description="Mine")
    response = owner_client.post(f"{path}/{endpoint.id}", data=fields)
    assert response.status_code == 409
    assert "Theirs" in response.text
    assert "Mine</textarea>" in response.text
    assert stored(endpoint.id).description == "Theirs"


def test_a_blank_that_never_was_anything_else_stays_unset(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(application, route="/a", description="Before")
    save(owner_client, f"{path}/{endpoint.id}", **form(description=""))
    assert stored(endpoint.id).description == ""
    assert stored(endpoint.id).device_id_template is None


def test_the_check_answers_with_a_fragment(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(application, route="/a/{b}")
    text = owner_client.get(f"{path}/check?method=get&route=/a/{{c}}").text
    assert "<html" not in text
    assert endpoint.id in text
    ours = owner_client.get(f"{path}/check?method=get&route=/a/{{c}}&but={endpoint.id}").text
    assert "Free, and takes no requests from others" in ours
    assert "starts with" not in owner_client.get(f"{path}/check?method=x&route=/a").text
    assert "start with" in owner_client.get(f"{path}/check?method=get&route=a").text


def test_the_aside_tells_what_visitors_get(
    application: Application, owner_client: FlaskClient, path: str, group: Group
) -> None:
    page = factories.make_view(application, name="Hall")
    endpoint = factories.make_endpoint(
        application,
        access="group",
        experience_group_ids=[group.id],
        static_reply={"kind": "page", "value": page.id},
        unauthorized_reply={"kind": "redirect", "value": "/login"},
    )
    url = f"{path}/{endpoint.id}"
    text = owner_client.get(url).text
    aside = text[text.index("What a visitor gets") :]
    assert "In Guides" in aside
    assert "Signed in, in none of its groups" in aside
    assert "They are signed in already" in aside
    assert "Members of the groups above count too: Staff." in text
    typed = save_fragment(owner_client, url, f"{path}/outcome", **form(access="authenticated"))
    assert "the built-in answer" in typed
    assert "It has no reply and starts no workflow yet." in typed


def save_fragment(client: FlaskClient, form_on: str, url: str, **fields: Any) -> str:
    return post(client, url, form_on=form_on, **fields).text


def test_neighbours_stand_beside_the_form(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    one = factories.make_endpoint(application, route="/pumps/{id}")
    before = factories.make_endpoint(application, route="/pumps/new")
    after = factories.make_endpoint(application, route="/{any*}")
    text = owner_client.get(f"{path}/{one.id}").text
    aside = text[text.index("Neighbours") :]
    assert aside.index(before.id) < aside.index("would also match") < aside.index(after.id)


def test_url_and_curl_name_a_host_that_leads_there(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_slug(application, slug="museum")
    endpoint = factories.make_endpoint(
        application, method="put", route="/a'b", access="authenticated"
    )
    text = owner_client.get(f"{path}/{endpoint.id}", base_url="http://localhost:8000").text
    assert "http://museum.localhost:8000/a&#39;b" in text
    assert "curl -X PUT -H &#39;Authorization: Bearer TOKEN&#39; &#39;http://museum" in text
    assert "/a%27b&#39;" in text


def test_deleting_tells_of_workflows_and_leaves_them_unless_asked(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    one = factories.make_endpoint(application, route="/one")
    two = factories.make_endpoint(application, route="/two")
    triggers = [{"type": "endpoint", "key": id, "outputIds": []} for id in (one.id, two.id)]
    factories.make_flow(application, name="Count", triggers=triggers)
    factories.make_flow(application, name="Alone", triggers=triggers[1:])
    text = owner_client.get(f"{path}/{one.id}/delete").text
    assert "Also started by <code>GET /two</code>" in text
    assert "checked" not in text[text.index("dialog-form") :]
    assert "Alone" not in text[text.index("dialog-form") :]
    post(owner_client, f"{path}/{one.id}/delete")
    assert flow_names() == ["Alone", "Count"]
    post(owner_client, f"{path}/{two.id}/delete", include_workflows="y")
    assert flow_names() == []


def flow_names() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Flow.name).order_by(Flow.name)))


def test_a_frozen_version_shows_the_same_and_takes_nothing(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(application, route="/a", static_reply=HOME)
    factories.make_version(application, version="v1")
    frozen = path.replace("develop", "v1")
    table = owner_client.get(frozen).text
    one = owner_client.get(f"{frozen}/{endpoint.id}").text
    assert "Create endpoint" not in table
    assert "Delete GET" not in table
    assert "Save endpoint" not in one
    assert '<fieldset class="plain" disabled>' in one
    for url in (f"{frozen}/{endpoint.id}", f"{frozen}/{endpoint.id}/enabled"):
        assert post(owner_client, url, form_on=f"{path}/{endpoint.id}", on="n").status_code == 409
    assert owner_client.get(f"{frozen}/new/custom").status_code == 409
    assert owner_client.get(f"{frozen}/{endpoint.id}/delete").status_code == 409


def test_it_is_nobody_elses_business(
    application: Application, stranger_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(application)
    for url in (path, f"{path}/{endpoint.id}", f"{path}/new/custom", f"{path}/check"):
        assert stranger_client.get(url).status_code == 404


def test_an_endpoint_of_another_application_is_not_there(
    owner: Any, owner_client: FlaskClient, path: str
) -> None:
    other = factories.make_endpoint(factories.make_application(owner))
    assert owner_client.get(f"{path}/{other.id}").status_code == 404


def test_it_escapes_what_users_wrote(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    endpoint = factories.make_endpoint(
        application, description="<i>d", static_reply={"kind": "redirect", "value": "/<i>"}
    )
    factories.make_group(application, name="<i>g")
    factories.make_view(application, name="<i>v")
    for url in (path, f"{path}/{endpoint.id}", f"{path}/{endpoint.id}/delete"):
        assert "<i>" not in owner_client.get(url).text
    assert "<i>" not in owner_client.get(f"{path}/check?method=get&route=/<i>").text


@pytest.mark.parametrize("where", ["", "/{id}"])
def test_the_number_of_queries_does_not_grow_with_the_endpoints(
    application: Application, owner_client: FlaskClient, path: str, where: str, group: Group
) -> None:
    endpoint = factories.make_endpoint(application, route="/first")
    url = path + where.format(id=endpoint.id)
    few = queries(lambda: owner_client.get(url))
    for number in range(8):
        factories.make_endpoint(
            application,
            route=f"/{number}/{{any*}}",
            access="group",
            experience_group_ids=[group.id],
        )
    assert queries(lambda: owner_client.get(url)) <= few + 2


def queries(ask: Callable[[], object]) -> int:
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_long_table_is_read_page_by_page(
    application: Application, owner_client: FlaskClient
) -> None:
    factories.grown(application, PER_PAGE + 20)
    path = f"/console/applications/{application.id}/experience/versions/develop/endpoints"
    first, second = (owner_client.get(f"{path}?sort=order&page={page}").text for page in (0, 1))
    assert first.count('data-label="Access"') == PER_PAGE
    assert "1 to 100 of 120" in first
    assert second.count('data-label="Access"') == 20
    assert "There are not so many pages" in owner_client.get(f"{path}?page=7").text
