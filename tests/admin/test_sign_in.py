from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.errors import Forbidden
from app.models import Account
from app.schemas import PasswordChange
from app.services.accounts import change_password

from ..factories import BY, PASSWORD
from .conftest import hidden_fields, post

SIGN_IN = "/console/sign-in"


def test_the_start_page_of_the_host_leads_to_the_console(client: FlaskClient) -> None:
    assert client.get("/").location == "/console/"


def test_the_console_asks_who_you_are_first(client: FlaskClient) -> None:
    response = client.get("/console/")
    assert response.status_code == 302
    assert response.location == f"{SIGN_IN}?next=/console/"


def test_it_lets_the_owner_in(client: FlaskClient, owner: Account) -> None:
    response = post(client, SIGN_IN, email=owner.email, password=PASSWORD)
    assert response.location == "/console/"
    assert client.get("/console/").status_code == 200


def test_it_takes_an_email_in_any_case(client: FlaskClient, owner: Account) -> None:
    response = post(client, SIGN_IN, email=owner.email.upper(), password=PASSWORD)
    assert response.status_code == 302


@pytest.mark.parametrize("email", ["owner@example.com", "nobody@example.com"])
def test_it_says_the_same_for_a_wrong_password_and_an_unknown_address(
    client: FlaskClient, owner: Account, email: str
) -> None:
    response = post(client, SIGN_IN, email=email, password="wrong")
    assert response.status_code == 401
    assert "That did not match." in response.text
    assert f'value="{email}"' in response.text
    assert "wrong" not in response.text
    assert client.get("/console/").status_code == 302


def test_it_passes_on_why_a_service_refuses_for_now(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_email: str, _password: str, _address: str | None) -> Account:
        raise Forbidden("Wait until noon.")

    monkeypatch.setattr("app.services.accounts.authenticate", refuse)
    response = post(client, SIGN_IN, email="owner@example.com", password=PASSWORD)
    assert response.status_code == 403
    assert "Wait until noon." in response.text


def test_it_names_what_is_missing(client: FlaskClient) -> None:
    response = post(client, SIGN_IN, email="", password="")
    assert "Type your password." in response.text
    assert 'aria-invalid="true"' in response.text


def test_it_escapes_what_was_typed(client: FlaskClient) -> None:
    response = post(client, SIGN_IN, email='"><b>', password="wrong")
    assert '"><b>' not in response.text


def test_it_leads_on_to_the_page_that_was_asked_for(client: FlaskClient, owner: Account) -> None:
    asked = client.get("/console/applications/abc?filter=get").location
    response = post(client, asked, email=owner.email, password=PASSWORD)
    assert response.location == "/console/applications/abc?filter=get"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/console/",
        "/\\evil.example",
        "/console/\\evil",
        "/console\t//evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_it_leads_nowhere_else(client: FlaskClient, owner: Account, target: str) -> None:
    path = client.get("/console/sign-in", query_string={"next": target}).request.full_path
    response = post(client, path, email=owner.email, password=PASSWORD)
    assert response.location == "/console/"


def test_a_form_without_its_token_is_refused_in_words(client: FlaskClient, owner: Account) -> None:
    response = client.post(SIGN_IN, data={"email": owner.email, "password": PASSWORD})
    assert response.status_code == 400
    assert "This form is too old to send." in response.text


def test_someone_signed_in_is_not_asked_again(owner_client: FlaskClient) -> None:
    assert owner_client.get(SIGN_IN).location == "/console/"


def test_signing_out_ends_the_session(owner_client: FlaskClient) -> None:
    response = post(owner_client, "/console/sign-out", form_on="/console/")
    assert response.location == SIGN_IN
    assert "You are signed out." in owner_client.get(SIGN_IN).text
    assert owner_client.get("/console/").status_code == 302


def test_a_form_that_is_sent_when_signed_out_stays(owner_client: FlaskClient) -> None:
    hidden = hidden_fields(owner_client, "/console/account")
    post(owner_client, "/console/sign-out", form_on="/console/")
    answer = owner_client.post("/console/account", data=hidden | {"email": "new@example.com"})
    assert answer.status_code == 401
    assert "You are signed out." in answer.text
    assert 'target="_blank"' in answer.text
    assert "new@example.com" not in answer.text  # it may be a secret; the browser still has it


def test_what_a_script_asks_when_signed_out_does_not_take_its_page_away(
    owner_client: FlaskClient,
) -> None:
    hidden = hidden_fields(owner_client, "/console/account")
    post(owner_client, "/console/sign-out", form_on="/console/")
    for answer in (
        owner_client.get("/console/account", headers={"HX-Request": "true"}),
        owner_client.post("/console/account", data=hidden, headers={"X-Dialog": "1"}),
    ):
        assert answer.status_code == 401
        assert not {"Location", "X-Location", "HX-Redirect"} & set(answer.headers.keys())


def test_a_form_of_before_is_sent_after_the_same_account_signed_in_again(
    owner: Account, owner_client: FlaskClient
) -> None:
    hidden = hidden_fields(owner_client, "/console/account")
    post(owner_client, "/console/sign-out", form_on="/console/")
    post(owner_client, SIGN_IN, email=owner.email, password=PASSWORD)
    typed = {"email": owner.email, "first_name": "Ann"}
    assert owner_client.post("/console/account", data=hidden | typed).status_code == 302
    assert 'value="Ann"' in owner_client.get("/console/account").text


def test_a_form_of_before_outlasts_a_new_password(
    owner: Account, owner_client: FlaskClient
) -> None:
    hidden = hidden_fields(owner_client, "/console/account")
    given = PasswordChange(current_password=PASSWORD, password="another one")
    change_password(owner, given, BY)
    assert owner_client.post("/console/account", data=hidden).status_code == 401
    post(owner_client, SIGN_IN, email=owner.email, password="another one")
    typed = {"email": owner.email, "first_name": "Ann"}
    assert owner_client.post("/console/account", data=hidden | typed).status_code == 302


def test_a_form_of_before_is_nothing_to_another_account(
    stranger: Account, owner_client: FlaskClient
) -> None:
    hidden = hidden_fields(owner_client, "/console/account")
    post(owner_client, "/console/sign-out", form_on="/console/")
    post(owner_client, SIGN_IN, email=stranger.email, password=PASSWORD)
    answer = owner_client.post("/console/account", data=hidden | {"first_name": "Ann"})
    assert answer.status_code == 400
    assert "This form is too old to send." in answer.text


def test_a_second_tab_that_asks_to_sign_in_leads_on_too(
    client: FlaskClient, owner: Account
) -> None:
    asked = f"{SIGN_IN}?next=/console/account"
    hidden = hidden_fields(client, asked)
    post(client, SIGN_IN, email=owner.email, password=PASSWORD)
    typed = {"email": owner.email, "password": PASSWORD}
    assert client.post(asked, data=hidden | typed).location == "/console/account"


def test_signing_out_twice_is_no_trouble(owner_client: FlaskClient) -> None:
    hidden = hidden_fields(owner_client, "/console/account")
    for _ in range(2):
        assert owner_client.post("/console/sign-out", data=hidden).location == SIGN_IN


def test_signing_out_takes_a_form(owner_client: FlaskClient) -> None:
    response = owner_client.get("/console/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert owner_client.get("/console/").status_code == 200


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, owner_client: FlaskClient, sign_in: Callable[..., FlaskClient], owner: Account
) -> None:
    elsewhere, thief = sign_in(owner), app.test_client()
    cookie = owner_client.get_cookie("foyer_console")
    assert cookie
    thief.set_cookie("foyer_console", cookie.value)
    assert thief.get("/console/").status_code == 200
    post(owner_client, "/console/sign-out", form_on="/console/")
    assert thief.get("/console/").status_code == 302
    assert elsewhere.get("/console/").status_code == 200


def test_a_new_password_ends_every_session(owner_client: FlaskClient, owner: Account) -> None:
    given = PasswordChange(current_password=PASSWORD, password="another one")
    change_password(owner, given, BY)
    assert owner_client.get("/console/").status_code == 302


def test_a_session_from_before_does_not_become_a_signed_in_one(
    client: FlaskClient, owner: Account
) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    post(client, SIGN_IN, email=owner.email, password=PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
