import re

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Account, Application, Slug, User
from app.services.bootstrap import is_empty
from app.services.passwords import password_fits
from tests import factories

from .conftest import post

NEW = "/console/applications/new"


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}"


def test_a_new_application_leads_to_its_first_minute(
    owner: Account, owner_client: FlaskClient
) -> None:
    assert post(owner_client, NEW, name="", description="Typed").status_code == 400
    answer = post(owner_client, NEW, name="Opera House", description="")
    made = db.session.query(Application).filter_by(name="Opera House").one()
    assert made.owner_id == owner.id
    assert answer.location == f"/console/applications/{made.id}/start"
    assert 'value="opera-house"' in owner_client.get(answer.location).text


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Museum", "museum"),
        ("-- Ünter & Über --", "nter-ber"),
        ("API", ""),
        ("日本", ""),
        ("ab", ""),
    ],
)
def test_the_name_suggests_an_address_where_it_can(
    owner: Account, owner_client: FlaskClient, name: str, suggestion: str
) -> None:
    made = factories.make_application(owner, name=name)
    page = owner_client.get(f"/console/applications/{made.id}/start").text
    field = re.search(r'<input[^>]*id="slug"[^>]*>', page)
    assert field
    assert f'value="{suggestion}"' in field[0]


def test_an_address_that_is_taken_is_not_suggested(owner_client: FlaskClient, path: str) -> None:
    factories.make_slug(slug="museum")
    assert 'value="museum"' not in owner_client.get(f"{path}/start").text


def test_the_example_answers_with_the_password_of_its_user_once(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    done = post(owner_client, f"{path}/start", slug="museum", start="example")
    assert done.status_code == 201
    assert 'href="http://museum.localhost/"' in done.text
    email, password = re.findall(r"<code>([^<]+)</code>", done.text)
    [user] = db.session.query(User).filter_by(application_id=application.id)
    assert user.email == email
    assert password_fits(password, user.password_hash)
    assert password not in owner_client.get(f"{path}/start").text


def test_without_an_address_it_is_reached_by_its_id(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    done = post(owner_client, f"{path}/start", slug="", start="example")
    assert f'href="http://{application.id}.localhost/"' in done.text


@pytest.mark.parametrize(
    ("slug", "refusal"),
    [
        ("a", "or more characters"),
        ("www", "is reserved"),
        ("Upper", "lower-case"),
        ("taken", "taken"),
    ],
)
def test_an_address_is_refused_beside_its_field_and_nothing_is_made(
    application: Application, owner_client: FlaskClient, path: str, slug: str, refusal: str
) -> None:
    factories.make_slug(slug="taken")
    refused = post(owner_client, f"{path}/start", slug=slug, start="example")
    assert refused.status_code == 400
    assert refusal in refused.text
    assert f'value="{slug}"' in refused.text
    assert is_empty(application)


def test_one_can_start_with_nothing(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    answer = post(owner_client, f"{path}/start", slug="museum", start="empty")
    assert answer.location.endswith("/experience/versions/develop")
    assert is_empty(application)
    assert db.session.query(Slug).filter_by(slug="museum").one().application_id == application.id


def test_the_overview_leads_there_as_long_as_nothing_is_in_develop(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    assert "Nothing is in develop yet." in owner_client.get(path).text
    factories.make_endpoint(application)
    assert "Nothing is in develop yet." not in owner_client.get(path).text


def test_a_stranger_finds_nothing(stranger_client: FlaskClient, path: str) -> None:
    assert stranger_client.get(f"{path}/start").status_code == 404
