"""Find or do anything: the page, and the part of it that Ctrl K shows."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.models import Account, Application

from .. import factories

PART = {"HX-Request": "true"}
OPTION = re.compile(r'<(?:a|button)[^>]*role="option".*?</(?:a|button)>', re.DOTALL)

Find = Callable[..., list[str]]


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/palette"


@pytest.fixture
def find(owner_client: FlaskClient, path: str) -> Find:
    """Labels with their hints, in the order of the list."""

    def find(q: str = "", **query: str) -> list[str]:
        text = owner_client.get(path, query_string={"q": q} | query, headers=PART).text
        return [in_words(option) for option in OPTION.findall(text)]

    return find


def in_words(markup: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", markup.replace("<span", " <span"))).split())


def test_nothing_typed_lists_where_to_go_and_what_to_do(find: Find) -> None:
    found = find()
    assert found[0] == "Home"
    assert found.index("Endpoints") < found.index("Create endpoint") < found.index("Sign out")


def test_every_kind_of_resource_is_found_by_a_part_of_its_name(
    application: Application, find: Find
) -> None:
    factories.make_endpoint(application, method="post", route="/halls/{id}")
    factories.make_view(application, name="Hall", view_type="layout")
    factories.make_flow(application, name="Open the hall")
    factories.make_flow(application, name="Hall of clouds", flow_class="cloud")
    factories.make_user(application, email="hall@example.com")
    factories.make_group(application, name="Hall staff")
    factories.make_version(application, version="hall-1")
    factories.make_domain(application, domain_name="hall.example.com")
    factories.make_slug(application, slug="the-hall")
    assert find("HALL") == [
        "POST /halls/{id} endpoint",
        "Hall layout",
        "Open the hall workflow",
        "hall@example.com user",
        "Hall staff group",
        "hall-1 version",
        "hall.example.com domain",
        "the-hall slug",
    ]


def test_a_method_before_a_route_counts(application: Application, find: Find) -> None:
    for method in ("get", "post"):
        factories.make_endpoint(application, method=method, route="/login")
    assert find("GET /login") == ["GET /login endpoint"]
    assert find("login") == ["GET /login endpoint", "POST /login endpoint"]


def test_what_begins_so_comes_first_and_the_shorter_before_the_longer(
    application: Application, find: Find
) -> None:
    for name in ("A hall", "Hall of mirrors", "Hall"):
        factories.make_view(application, name=name)
    assert find("hall") == ["Hall page", "Hall of mirrors page", "A hall page"]


def test_a_path_can_become_an_endpoint(find: Find, owner_client: FlaskClient, path: str) -> None:
    assert find("/rooms") == [
        "Which route takes /rooms? route laboratory",
        "Create endpoint at /rooms",
    ]
    text = owner_client.get(path, query_string={"q": "/rooms"}).text
    assert "/experience/versions/develop/endpoints/new?route=/rooms" in text


def test_words_are_looked_for_anywhere(find: Find) -> None:
    assert find("page add") == ["Add page"]
    assert find("log out") == ["Sign out"]


def test_a_frozen_version_is_searched_by_itself_and_what_is_made_is_made_in_develop(
    application: Application, find: Find, owner_client: FlaskClient, path: str
) -> None:
    factories.make_view(application, name="Hall")
    factories.make_version(application, version="v1")
    factories.make_view(application, name="Hall of mirrors")
    assert find("hall", version="v1") == ["Hall page"]
    text = owner_client.get(path, query_string={"version": "v1"}).text
    assert "/versions/v1/endpoints" in text
    assert "/versions/develop/endpoints/new" in text


def test_what_was_open_lately_comes_back_by_its_name_while_it_is_there(
    application: Application, find: Find
) -> None:
    view = factories.make_view(application, name="Hall")
    user = factories.make_user(application, email="guide@example.com")
    foreign = factories.make_view(name="Hall of somebody else")
    opened = f"users/{user.id},views/{view.id},views/{foreign.id},nothing,x/y,flows/"
    assert find(recent=opened)[:3] == ["guide@example.com user", "Hall page", "Home"]


def test_other_applications_are_yours_and_this_one_is_left_out(
    owner: Account, stranger: Account, find: Find
) -> None:
    factories.make_application(owner, name="Museum shop")
    factories.make_application(stranger, name="Museum of somebody else")
    assert find("museum") == ["Museum shop application"]


def test_a_foreign_application_is_not_there(stranger_client: FlaskClient, path: str) -> None:
    assert stranger_client.get(path).status_code == 404


def test_outside_of_applications_it_leads_to_them(
    application: Application, owner_client: FlaskClient
) -> None:
    text = owner_client.get("/console/palette").text
    assert f'href="/console/applications/{application.id}"' in text
    assert "Create endpoint" not in text


def test_the_page_says_when_nothing_fits(owner_client: FlaskClient, path: str) -> None:
    text = owner_client.get(path, query_string={"q": "<i>nowhere"}).text
    assert "Nothing fits <em>&lt;i&gt;nowhere</em>" in text


def test_it_escapes_names_and_marks_what_was_typed(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_view(application, name="<i>Hall & hall")
    text = owner_client.get(path, query_string={"q": "hall"}, headers=PART).text
    assert "&lt;i&gt;<mark>Hall</mark> &amp; <mark>hall</mark>" in text
