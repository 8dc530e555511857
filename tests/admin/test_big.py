"""A big application costs a page no more queries than a small one."""

import pytest
from flask.testing import FlaskClient

from app.models import Account, Application

from .. import factories
from .conftest import counted

MANY = 1000
SCREENS = {
    "workbench": "",
    "endpoints": "/endpoints",
    "pages": "/views/pages",
    "tree, filtered": "?tree=page&treesort=requests",
}


@pytest.fixture
def big(owner: Account) -> Application:
    return factories.grown(factories.make_application(owner, name="Big"), MANY)


@pytest.fixture
def small(owner: Account) -> Application:
    return factories.grown(factories.make_application(owner, name="Small"), 3)


def queries_of(client: FlaskClient, path: str) -> list[str]:
    with counted() as queries:
        response = client.get(path, headers={"HX-Request": "true"} if "palette" in path else {})
    assert response.status_code == 200
    return queries


@pytest.mark.parametrize("screen", SCREENS)
def test_it_asks_as_often_for_much_as_for_little(
    owner_client: FlaskClient, big: Application, small: Application, screen: str
) -> None:
    few, many = (
        queries_of(
            owner_client,
            f"/console/applications/{one.id}/experience/versions/develop{SCREENS[screen]}",
        )
        for one in (small, big)
    )
    assert len(many) == len(few) <= 30


@pytest.mark.parametrize("path", ["", "/palette?q=page", "/palette", "/experience/versions"])
def test_so_do_the_pages_around_it(
    owner_client: FlaskClient, big: Application, small: Application, path: str
) -> None:
    few, many = (
        queries_of(owner_client, f"/console/applications/{one.id}{path}") for one in (small, big)
    )
    assert len(many) == len(few)


def test_the_tree_shows_a_few_and_counts_all(owner_client: FlaskClient, big: Application) -> None:
    text = owner_client.get(f"/console/applications/{big.id}/experience/versions/develop").text
    assert "View all 1000" in text
    tree = text.partition('id="tree"')[2].partition("</nav>")[0]
    assert tree.count("<li") < 20
