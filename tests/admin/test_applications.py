import pytest
from flask.testing import FlaskClient

from app.models import Account, Application, Group, User

from .. import factories


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}"


def test_the_list_holds_your_own(
    application: Application, owner_client: FlaskClient, stranger_client: FlaskClient
) -> None:
    assert application.name in owner_client.get("/console/").text
    assert application.name not in stranger_client.get("/console/").text


def test_the_list_says_where_to_begin_when_it_is_empty(stranger_client: FlaskClient) -> None:
    assert "No application yet" in stranger_client.get("/console/").text


def test_the_overview_refuses_the_stranger_as_if_there_was_nothing(
    stranger_client: FlaskClient, path: str
) -> None:
    hidden, missing = stranger_client.get(path), stranger_client.get(path[:-1] + "x")
    assert hidden.status_code == missing.status_code == 404


def test_a_new_application_says_what_an_endpoint_is(owner_client: FlaskClient, path: str) -> None:
    page = owner_client.get(path).text
    assert "No endpoint yet" in page
    assert "A page is what a visitor sees." in page


def test_the_overview_shows_endpoints_as_the_router_asks_them(
    application: Application, owner_client: FlaskClient, path: str, group: Group
) -> None:
    page = factories.make_view(application, name="Hall")
    reply = {"kind": "page", "value": page.id, "status_code": 201}
    factories.make_endpoint(application, route="/{any*}")
    factories.make_endpoint(application, method="post", route="/rooms/{id}", static_reply=reply)
    factories.make_endpoint(
        application, route="/staff", access="group", experience_group_ids=[group.id]
    )
    text = owner_client.get(path).text
    assert text.index("/staff") < text.index("{any*}") < text.index("{id}")
    assert "/rooms<wbr>/<b class=&#34;p&#34;>" not in text
    assert '/rooms<wbr>/<b class="p">{id}</b>' in text
    assert "Page Hall" in text
    assert '<span class="status s2">201</span>' in text
    assert "Guides" in text


def test_the_overview_flags_an_endpoint_whose_page_is_gone(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    reply = {"kind": "page", "value": "0" * 24}
    factories.make_endpoint(application, static_reply=reply)
    assert "A page that is gone" in owner_client.get(path).text


def test_the_overview_names_the_workflows_that_an_endpoint_starts(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    for name, enabled in (("Answer", True), ("Idle", False)):
        endpoint = factories.make_endpoint(application, route=f"/{name}")
        trigger = {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [[]]}
        factories.make_flow(application, name=name, enabled=enabled, triggers=[trigger])
    page = owner_client.get(path).text
    assert "Workflow Answer" in page
    assert "Workflow Idle" not in page
    assert page.count("None yet") == 1


def test_the_overview_links_hosts_with_the_port_of_the_console(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_version(application, version="v1")
    factories.make_slug(application, slug="museum", version="v1")
    factories.make_slug(application, slug="closed", version=None)
    text = owner_client.get(path, base_url="http://localhost:8000").text
    assert 'href="http://museum.localhost:8000/"' in text
    assert "closed.localhost" not in text.replace("closed<wbr>.localhost", "")
    assert "no version" in text


def test_the_overview_shows_the_tree_of_groups(
    owner_client: FlaskClient, path: str, member: User, outsider: User
) -> None:
    text = owner_client.get(path).text
    assert text.index("Staff") < text.index("Guides")
    assert "depth-1" in text
    assert "1 user" in text


def test_a_filter_and_a_sort_stand_in_the_address(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    for route in ("/b", "/a/b", "/c"):
        factories.make_endpoint(application, route=route)
    text = owner_client.get(f"{path}?filter=GET%20/&sort=route").text
    assert text.index("/a<wbr>/b") < text.index(">/b<") < text.index(">/c<")
    assert "3 of 3" in text
    assert "No endpoint matches <em>nope</em>" in owner_client.get(f"{path}?filter=nope").text


def test_htmx_gets_the_rows_only(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/b")
    response = owner_client.get(f"{path}?filter=b", headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert ">/b<" in response.text


def test_htmx_is_sent_to_the_sign_in_page_whole(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/console/sign-in"


def test_it_escapes_what_users_wrote(owner: Account, owner_client: FlaskClient) -> None:
    application = factories.make_application(owner, name="<i>x", description="<i>y")
    factories.make_view(application, name="<i>z", view_type="component")
    factories.make_group(application, name="<i>g")
    pages = owner_client.get(f"/console/applications/{application.id}?filter=<i>").text
    pages += owner_client.get("/console/").text
    assert "<i>" not in pages
