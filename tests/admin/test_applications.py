import pytest
from flask.testing import FlaskClient

from app.models import Account, Application, User

from .. import factories
from .conftest import counted


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}"


def test_the_list_holds_your_own(
    application: Application, owner_client: FlaskClient, stranger_client: FlaskClient
) -> None:
    assert application.name in owner_client.get("/console/").text
    assert application.name not in stranger_client.get("/console/").text


def test_the_list_asks_as_often_for_many_as_for_one(
    owner: Account, application: Application, owner_client: FlaskClient
) -> None:
    with counted() as few:
        owner_client.get("/console/")
    for _ in range(3):
        factories.make_slug(factories.make_application(owner))
    with counted() as many:
        owner_client.get("/console/")
    assert len(many) == len(few)


def test_the_list_says_where_to_begin_when_it_is_empty(stranger_client: FlaskClient) -> None:
    assert "No application yet" in stranger_client.get("/console/").text


def test_the_overview_refuses_the_stranger_as_if_there_was_nothing(
    stranger_client: FlaskClient, path: str
) -> None:
    hidden, missing = stranger_client.get(path), stranger_client.get(path[:-1] + "x")
    assert hidden.status_code == missing.status_code == 404


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


def test_it_escapes_what_users_wrote(owner: Account, owner_client: FlaskClient) -> None:
    application = factories.make_application(owner, name="<i>x", description="<i>y")
    factories.make_view(application, name="<i>z", view_type="component")
    factories.make_group(application, name="<i>g")
    pages = owner_client.get(f"/console/applications/{application.id}?host=<i>").text
    pages += owner_client.get("/console/").text
    assert "<i>" not in pages
