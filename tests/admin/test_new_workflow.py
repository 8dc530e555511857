"""A workflow that begins as a kit: made on one page with what it needs."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import Application, Endpoint, Flow, View
from app.schemas import ReplyObject
from app.services.starters.kits import KITS

from .. import factories
from .conftest import counted, post


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/experience/versions/develop/workflows/new"


def typed(kit: str, **changed: str) -> dict[str, str]:
    """What a browser sends of the form as it is shown."""
    found = {"name": "Mine", "description": "", "starter": kit, "endpoint": ""}
    for name, one in KITS.items():
        parts = {key: part.route for key, part in one.endpoints.items()}
        parts |= {key: page.name for key, page in one.pages.items()}
        for key, new in parts.items():
            found |= {f"{name}_{key}": "", f"{name}_{key}_new": new}
    return found | changed


def routes() -> list[str]:
    return list(db.session.scalars(select(Endpoint.route).order_by(Endpoint.route)))


def make(client: FlaskClient, path: str, kit: str, **changed: str) -> Any:
    return post(client, path, **typed(kit, **changed))


def test_it_offers_routes_and_says_whether_they_are_free(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    taken = factories.make_endpoint(application, method="get", route="/login")
    text = owner_client.get(f"{path}?starter=login").text
    assert 'value="/login"' in text
    assert "GET /login is taken by an endpoint you have" in text
    assert f'<option value="{taken.id}">/login</option>' in text
    assert "Free, and takes no requests from others." in text


def test_all_that_it_needs_is_made_at_once(owner_client: FlaskClient, path: str) -> None:
    assert make(owner_client, path, "login", login_page_new="Come in").status_code == 302
    flow = db.session.scalars(select(Flow)).one()
    assert flow.name == "Mine"
    assert routes() == ["/login", "/login"]
    assert db.session.scalars(select(View.name)).one() == "Come in"


def test_a_new_page_stands_in_the_layout(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    layout = factories.make_view(application, view_type="layout", body="{{ page }}")
    make(owner_client, path, "form")
    page = db.session.scalars(select(View).filter_by(view_type="page")).one()
    assert page.layout_id == layout.id
    assert "<html" not in page.body


def test_what_is_taken_is_told_at_its_field_and_nothing_is_made(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, method="get", route="/api/items/{itemId}")
    refused = make(owner_client, path, "api", name="Kept")
    assert refused.status_code == 400
    assert 'value="Kept"' in refused.text
    part = refused.text.split('aria-labelledby="api_one_new-label"')[1].split("kit-part")[0]
    assert "is taken by an endpoint you have" in part
    assert routes() == ["/api/items/{itemId}"]
    assert db.session.scalars(select(Flow)).all() == []


def test_a_route_that_the_workflow_could_not_serve_is_refused(
    owner_client: FlaskClient, path: str
) -> None:
    refused = make(owner_client, path, "api", api_one_new="/api/item")
    assert refused.status_code == 400
    assert "A parameter is missing" in refused.text
    assert routes() == []


def test_a_name_is_needed_before_anything_is_made(owner_client: FlaskClient, path: str) -> None:
    refused = make(owner_client, path, "stream", name="")
    assert refused.status_code == 400
    assert "This must not be empty." in refused.text
    assert routes() == []


def test_endpoints_with_a_reply_of_their_own_are_not_offered(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    page = factories.make_view(application)
    reply = ReplyObject(kind="page", value=page.id)
    shown = factories.make_endpoint(application, method="get", route="/shown", static_reply=reply)
    text = owner_client.get(path).text
    assert f'<option value="{shown.id}">/shown</option>' not in text
    refused = make(owner_client, path, "login", login_show=shown.id)
    assert refused.status_code == 400
    assert db.session.scalars(select(Flow)).all() == []


def test_more_endpoints_do_not_take_more_queries(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    factories.make_endpoint(application, route="/one")
    with counted() as few:
        owner_client.get(path)
    for number in range(5):
        factories.make_endpoint(application, route=f"/{number}/x")
    with counted() as many:
        owner_client.get(path)
    assert len(many) == len(few)
