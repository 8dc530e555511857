import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Account, Application
from app.services.accounts import authenticate
from tests.factories import PASSWORD

from .conftest import post

LINK = re.compile(r"<code>http://localhost(/console/welcome/[^<]+)</code>")


def invitation(client: FlaskClient, email: str = "new@example.com") -> str:
    """The path of the link."""
    made = post(client, "/console/accounts/invite", email=email, first_name="", last_name="")
    assert made.status_code == 201
    link = LINK.search(made.text)
    assert link
    return link[1]


def test_a_profile_is_changed_and_says_what_is_wrong_with_it(
    owner: Account, stranger: Account, owner_client: FlaskClient
) -> None:
    sent = {"first_name": "Ann", "last_name": "Lee"}
    taken = post(owner_client, "/console/account", email=stranger.email, **sent)
    assert taken.status_code == 400
    assert "already exists" in taken.text
    assert 'value="Ann"' in taken.text
    post(owner_client, "/console/account", email="ann@example.com", **sent)
    db.session.refresh(owner)
    assert (owner.email, owner.full_name) == ("ann@example.com", "Ann Lee")


def test_a_new_password_ends_the_other_sessions_and_not_this_one(
    owner: Account, sign_in: Callable[[Account], FlaskClient]
) -> None:
    here, elsewhere = sign_in(owner), sign_in(owner)
    answer = post(
        here, "/console/account/password", current_password=PASSWORD, password="another one"
    )
    assert answer.status_code == 302
    assert here.get("/console/").status_code == 200
    assert elsewhere.get("/console/").status_code == 302
    assert authenticate(owner.email, "another one") == owner


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        ("wrong", "another one", "not the password you have now"),
        (PASSWORD, "short", "This is too short; it needs 8 or more characters."),
    ],
)
def test_a_password_is_refused_beside_its_field(
    owner_client: FlaskClient, current: str, new: str, refusal: str
) -> None:
    answer = post(owner_client, "/console/account/password", current_password=current, password=new)
    assert answer.status_code == 400
    assert refusal in answer.text
    assert f'value="{new}"' not in answer.text


def test_the_list_shows_who_is_here_and_who_is_invited(
    application: Application, owner_client: FlaskClient, stranger: Account
) -> None:
    page = owner_client.get("/console/accounts").text
    assert "owner@example.com" in page
    assert "stranger@example.com" in page
    assert page.count(">invited<") == 1
    assert "stranger@" not in owner_client.get("/console/accounts?filter=owner").text


def test_an_invited_developer_comes_in_and_sees_nobody_elses_applications(
    app: Flask, application: Application, owner_client: FlaskClient
) -> None:
    link, newcomer = invitation(owner_client), app.test_client()
    assert "new@example.com" in newcomer.get(link).text
    assert (
        "This is too short; it needs 8 or more characters."
        in post(newcomer, link, password="short").text
    )
    assert post(newcomer, link, password=PASSWORD).location == "/console/"
    assert application.name not in newcomer.get("/console/").text
    assert newcomer.get(f"/console/applications/{application.id}").status_code == 404
    assert newcomer.get(link).status_code == 404


def test_an_address_is_invited_once(owner_client: FlaskClient) -> None:
    invitation(owner_client)
    sent = {"email": "New@example.com", "first_name": "", "last_name": ""}
    again = post(owner_client, "/console/accounts/invite", **sent)
    assert again.status_code == 400
    assert "already exists" in again.text


def test_a_new_link_ends_the_one_before(client: FlaskClient, owner_client: FlaskClient) -> None:
    first = invitation(owner_client)
    account = db.session.query(Account).filter_by(email="new@example.com").one()
    made = post(
        owner_client, f"/console/accounts/{account.id}/invitation", form_on="/console/accounts"
    )
    second = LINK.search(made.text)
    assert second
    assert client.get(first).status_code == 404
    assert client.get(second[1]).status_code == 200


def test_there_is_no_link_for_somebody_who_has_signed_in(
    owner: Account, owner_client: FlaskClient
) -> None:
    invitation(owner_client)
    path = f"/console/accounts/{owner.id}/invitation"
    refused = post(owner_client, path, form_on="/console/accounts")
    assert refused.status_code == 403
    assert "has signed in already" in refused.text
    nobody = post(owner_client, path.replace(owner.id, "0" * 24), form_on="/console/accounts")
    assert nobody.status_code == 404


def test_a_link_that_leads_nowhere_says_what_to_do(client: FlaskClient) -> None:
    response = client.get("/console/welcome/forged")
    assert response.status_code == 404
    assert "This invitation is over." in response.text
    assert "Ask for another" in response.text
