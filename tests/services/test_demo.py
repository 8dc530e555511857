"""The demo, asked as a visitor asks."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.errors import AlreadyExists
from app.extensions import db
from app.models import Account, Application, Endpoint, User, Version, View
from app.services.clock import now
from app.services.demo import DemoFacts, content, create_demo
from app.services.experience.tokens import issue_token
from app.services.experience.views import warnings_about as view_warnings
from app.services.flows import develop_flows, warnings_about
from app.services.lookup import develop_of

from .. import factories

PAGES = [
    one.route
    for one in content.ENDPOINTS
    if one.method == "get" and one.access == "public" and "{" not in one.route
]
FAILING = {"/reset": 400, "/oops": 500, "/api/oops": 500}


@pytest.fixture
def demo(owner: Account) -> DemoFacts:
    return create_demo(owner)


def ask(client: FlaskClient, path: str, slug: str = "demo", token: str = "") -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.get(path, base_url=f"http://{slug}.localhost", headers=headers)


def token_of(demo: DemoFacts, first_name: str) -> str:
    application = db.session.get_one(Application, demo.application_id)
    user = db.session.scalars(select(User).filter_by(first_name=first_name)).one()
    return issue_token(application.id, application.token_secret, user.id, now())


@pytest.mark.parametrize("path", [*PAGES, "/pumps/NL-2044", "/pumps/nobody"])
def test_every_public_page_answers(demo: DemoFacts, client: FlaskClient, path: str) -> None:
    assert ask(client, path).status_code == FAILING.get(path, 200)


def test_nothing_in_it_will_halt_unasked(demo: DemoFacts) -> None:
    flows = develop_flows(demo.application_id)
    assert len(flows) == len(content.FLOWS)
    version = develop_of(demo.application_id)
    assert not any(warnings_about(flow, version) for flow in flows)
    views = db.session.scalars(select(View).filter_by(application_id=demo.application_id))
    assert not any(view_warnings(view) for view in views)


def test_a_page_stands_in_its_layout_with_a_title_of_its_own(
    demo: DemoFacts, client: FlaskClient
) -> None:
    text = ask(client, "/pumps/NL-2044").text
    assert "<title>NL-2044 · Northlight Pumps</title>" in text
    assert "Harbour works 3" in text
    assert text.count("<main>") == 1


def test_the_table_draws_a_component_a_row(demo: DemoFacts, client: FlaskClient) -> None:
    text = ask(client, "/pumps").text
    assert text.count('<th scope="row">') == len(content.FLEET)
    assert 'class="state running"' in text


def test_the_style_says_what_it_is(demo: DemoFacts, client: FlaskClient) -> None:
    assert ask(client, "/style.css").mimetype == "text/css"


def test_what_is_not_there_is_told_in_its_own_way(demo: DemoFacts, client: FlaskClient) -> None:
    page, data = ask(client, "/nowhere"), ask(client, '/api/"quoted"')
    assert page.status_code == data.status_code == 404
    assert "There is no page here." in page.text
    assert json.loads(data.text)["error"]["type"] == "NotFound"


@pytest.mark.parametrize(
    ("who", "visits", "workshop"),
    [("", 401, 401), ("Tomas", 200, 403), ("Ida", 200, 200), ("Mara", 200, 200)],
)
def test_groups_decide_who_may_enter(
    demo: DemoFacts, client: FlaskClient, who: str, visits: int, workshop: int
) -> None:
    token = token_of(demo, who) if who else ""
    assert ask(client, "/visits", token=token).status_code == visits
    refused = ask(client, "/workshop", token=token)
    assert refused.status_code == workshop
    assert ('action="/login"' in refused.text) == (workshop == 401)


def test_develop_differs_from_what_is_published(demo: DemoFacts, client: FlaskClient) -> None:
    assert ask(client, "/parts").status_code == 404
    assert ask(client, "/parts", slug=demo.develop_slug).status_code == 200
    assert content.NOTICE in ask(client, "/", slug=demo.develop_slug).text
    assert content.NOTICE not in ask(client, "/").text


def test_its_passwords_are_new_each_time(demo: DemoFacts) -> None:
    passwords = {user.password for user in demo.users}
    assert len(passwords) == len(content.PEOPLE)
    assert all(len(password) >= 16 for password in passwords)


def test_it_is_made_whole_or_not_at_all(owner: Account) -> None:
    factories.make_slug(slug="demo-develop")
    before = _counts()
    with pytest.raises(AlreadyExists):
        create_demo(owner)
    assert _counts() == before


def _counts() -> list[int]:
    models = (Application, Endpoint, User, Version)
    return [db.session.scalars(select(func.count()).select_from(model)).one() for model in models]
