"""Browsers at the console's door."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models import Account

from ..factories import PASSWORD

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """A client of its own for that account, signed in through the form."""

    def sign_in(account: Account) -> FlaskClient:
        client = app.test_client()
        response = post(client, "/console/sign-in", email=account.email, password=PASSWORD)
        assert response.status_code == 302
        return client

    return sign_in


@pytest.fixture
def owner_client(owner: Account, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(owner)


@pytest.fixture
def stranger_client(stranger: Account, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(stranger)


def post(client: FlaskClient, path: str, form_on: str = "", **fields: str) -> TestResponse:
    """Fetch the page with the form, then send the form with its token."""
    page = client.get(form_on or path)
    token = TOKEN.search(page.text)
    assert token, f"no form on {form_on or path}"
    return client.post(path, data={"csrf_token": token[1], **fields})
