import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.models import Account, Application
from config import Settings

from .conftest import hidden_fields, post


def test_every_page_keeps_to_itself(client: FlaskClient) -> None:
    headers = client.get("/console/sign-in").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_nonce_of_the_policy_is_the_nonce_of_the_page_and_new_each_time(
    client: FlaskClient,
) -> None:
    first, second = client.get("/console/sign-in"), client.get("/console/sign-in")
    nonces = [
        re.findall(r"script-src 'nonce-([^']+)'", response.headers["Content-Security-Policy"])
        for response in (first, second)
    ]
    assert set(re.findall(r'nonce="([^"]+)"', first.text)) == set(nonces[0])
    assert nonces[0] != nonces[1]


def test_the_session_cookie_stays_on_this_host(client: FlaskClient) -> None:
    cookie = client.get("/console/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("foyer_console=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert "Secure" not in cookie


def test_the_session_cookie_is_secure_under_https(client: FlaskClient) -> None:
    response = client.get("/console/sign-in", base_url="https://localhost")
    assert "Secure" in response.headers["Set-Cookie"]


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_only_a_trusted_proxy_may_say_that_it_is_https(
    settings: Settings, proxies: int, secure: bool
) -> None:
    app = create_app(replace(settings, trusted_proxies=proxies))
    headers = {"X-Forwarded-Proto": "https"}
    cookie = app.test_client().get("/console/sign-in", headers=headers).headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure


def test_a_bundle_may_be_kept_for_ever_and_other_files_may_not(client: FlaskClient) -> None:
    with client.get("/static/images/favicon.svg") as favicon:
        assert favicon.headers["Cache-Control"] == "no-cache"
        assert favicon.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_page_gets_the_consoles_page(client: FlaskClient) -> None:
    response = client.get("/console/nowhere")
    assert response.status_code == 404
    assert "There is no page here." in response.text


def test_what_breaks_shows_a_request_id_that_the_log_has(
    app: Flask,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    owner_client: FlaskClient,
) -> None:
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("app.admin.applications.index.cards_of", lambda _: 1 / 0)
    response = owner_client.get("/console/")
    assert response.status_code == 500
    assert "division" not in response.text
    request_id = re.search(r"Request <code>(\w+)</code>", response.text)[1]
    assert f"request {request_id}" in caplog.text


@pytest.mark.parametrize("body", ["null", "1", '"x"', "[]", '{"first_name": "Ann"}', "{"])
def test_a_form_takes_no_json(owner: Account, owner_client: FlaskClient, body: str) -> None:
    token = hidden_fields(owner_client, "/console/account")["csrf_token"]
    headers = {"Content-Type": "application/json", "X-CSRFToken": token}
    answer = owner_client.post("/console/account", data=body, headers=headers)
    assert answer.status_code < 500
    assert owner.first_name != "Ann"


def test_a_form_with_files_may_hold_as_much_text_as_another(
    application: Application, owner_client: FlaskClient
) -> None:
    page = f"/console/applications/{application.id}/experience/versions/develop/workflows/import"
    sent = hidden_fields(owner_client, page) | {"text": "x" * 505_000}
    answer = owner_client.post(page, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "This is not JSON" in answer.text


def test_a_theme_is_remembered(owner: Account, owner_client: FlaskClient) -> None:
    response = post(owner_client, "/console/theme?next=/console/", "/console/", theme="dark")
    assert response.location == "/console/"
    assert 'data-theme="dark"' in owner_client.get("/console/").text


def test_a_theme_that_is_none_is_refused(owner_client: FlaskClient) -> None:
    response = post(owner_client, "/console/theme", "/console/", theme='"><script>')
    assert response.status_code == 400
