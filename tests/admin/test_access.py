import re

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Application, Endpoint, Group, User
from tests import factories

from .conftest import counted, post

CELL = re.compile(r'<(?:a|span) class="cell (\w+)"')


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/access"


@pytest.fixture
def tours(application: Application, group: Group) -> Endpoint:
    return factories.make_endpoint(
        application, route="/tours", access="group", experience_group_ids=[group.id]
    )


def row(page: str, route: str) -> list[str]:
    """Kinds of its cells: any user, then Staff, then Guides."""
    [found] = [
        one for one in page.split("<tr ")[1:] if f"<wbr>{route}<" in one or f">{route}<" in one
    ]
    return CELL.findall(found)


def names(endpoint: Endpoint) -> list[str]:
    """Of the groups it asks for, as stored."""
    db.session.refresh(endpoint)
    return [group.name for group in endpoint.groups]


@pytest.mark.usefixtures("tours")
def test_each_cell_says_who_gets_in(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/mine", access="authenticated")
    factories.make_endpoint(application, route="/nobodys", access="group")
    factories.make_endpoint(application, route="/open")
    page = owner_client.get(f"{path}?show=all").text
    assert row(page, "/tours") == ["none", "via", "direct"]
    assert row(page, "/mine") == ["open", "open", "open"]
    assert row(page, "/nobodys") == ["none", "none", "none"]
    assert row(page, "/open") == ["open", "open", "open"]
    assert "via Guides" in page
    assert "everyone" in page
    assert page.count("nobody gets in") == 1
    assert "3 of 4 endpoints need a sign-in" in page


@pytest.mark.usefixtures("tours", "parent_group")
def test_public_endpoints_are_counted_and_left_out_until_asked_for(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/open")
    page = owner_client.get(path).text
    assert ">/open<" not in page
    assert "1 public endpoint is not listed" in page


@pytest.mark.usefixtures("tours")
def test_it_filters_by_method_and_route(owner_client: FlaskClient, path: str) -> None:
    assert ">/tours<" in owner_client.get(f"{path}?filter=GET+/TO").text
    assert "No endpoint matches" in owner_client.get(f"{path}?filter=post").text


def test_it_says_what_is_missing(
    owner_client: FlaskClient, path: str, application: Application
) -> None:
    assert "No endpoint yet" in owner_client.get(path).text
    factories.make_endpoint(application)
    assert "Everything is open" in owner_client.get(path).text


@pytest.mark.usefixtures("member", "parent_member")
def test_the_question_counts_who_gets_out(
    owner_client: FlaskClient, path: str, tours: Endpoint, group: Group
) -> None:
    asked = owner_client.get(f"{path}/{tours.id}/{group.id}").text
    assert "Keep Guides out?" in asked
    assert "2 users no longer get in." in asked
    assert "Members of Staff count as members of Guides" in asked
    assert "nobody gets in then" in asked


@pytest.mark.usefixtures("member", "parent_member")
def test_the_question_counts_who_gets_in(
    application: Application,
    owner_client: FlaskClient,
    path: str,
    tours: Endpoint,
    parent_group: Group,
) -> None:
    other = factories.make_group(application, name="Night shift")
    factories.make_user(application, experience_group_ids=[other.id, parent_group.id])
    factories.make_user(application, experience_group_ids=[other.id])
    assert "1 more user gets in." in owner_client.get(f"{path}/{tours.id}/{other.id}").text
    above = owner_client.get(f"{path}/{tours.id}/{parent_group.id}").text
    assert "Nobody more gets in for now." in above
    assert "get in as members of Guides, too" in above


def test_a_cell_changes_the_groups_of_the_endpoint_and_leads_back(
    owner_client: FlaskClient, path: str, tours: Endpoint, parent_group: Group
) -> None:
    cell = f"{path}/{tours.id}/{parent_group.id}?next={path}?filter=tours"
    answer = post(owner_client, cell, enter="y")
    assert answer.location == f"{path}?filter=tours"
    assert names(tours) == ["Guides", "Staff"]
    post(owner_client, cell, enter="")
    assert names(tours) == ["Guides"]


def test_sending_it_twice_does_no_more(
    owner_client: FlaskClient, path: str, tours: Endpoint, parent_group: Group
) -> None:
    for _ in range(2):
        post(owner_client, f"{path}/{tours.id}/{parent_group.id}", enter="y")
    assert names(tours) == ["Guides", "Staff"]


def test_a_frozen_version_is_only_to_read(
    application: Application, owner_client: FlaskClient, path: str, tours: Endpoint, group: Group
) -> None:
    factories.make_version(application, version="v1")
    frozen = path.replace("develop", "v1")
    page = owner_client.get(frozen).text
    assert row(page, "/tours") == ["none", "via", "direct"]
    assert "data-opens" not in page
    cell = f"{frozen}/{tours.id}/{group.id}"
    assert post(owner_client, cell, form_on=path).status_code == 409
    assert names(tours) == ["Guides"]


def test_a_group_or_an_endpoint_of_another_application_is_not_there(
    application: Application, owner_client: FlaskClient, path: str, tours: Endpoint, group: Group
) -> None:
    foreign = factories.make_group()
    open_one = factories.make_endpoint(application)
    for ids in (f"{tours.id}/{foreign.id}", f"{'0' * 24}/{group.id}", f"{open_one.id}/{group.id}"):
        assert owner_client.get(f"{path}/{ids}").status_code == 404


def test_it_asks_as_often_for_many_as_for_few(
    application: Application, owner_client: FlaskClient, path: str, tours: Endpoint, member: User
) -> None:
    with counted() as few:
        owner_client.get(path)
    for _ in range(5):
        groups = [factories.make_group(application).id for _ in range(3)]
        factories.make_endpoint(application, access="group", experience_group_ids=groups)
    with counted() as many:
        owner_client.get(path)
    assert len(many) == len(few)
