"""Browsers at the console's door."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Account

from ..factories import PASSWORD

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SEEN = re.compile(r'name="seen"[^>]*value="(\w+)"')


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


def post(client: FlaskClient, path: str, /, form_on: str = "", **fields: str) -> TestResponse:
    """Fetch the page with the form, then send the form with its hidden fields."""
    return client.post(path, data=hidden_fields(client, form_on or path) | fields)


def hidden_fields(client: FlaskClient, path: str) -> dict[str, str]:
    """Of the page that is there."""
    page = client.get(path)
    token, seen = TOKEN.search(page.text), SEEN.search(page.text)
    assert token, f"no form on {path}"
    return {"csrf_token": token[1], "seen": seen[1] if seen else ""}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries that run meanwhile."""
    queries: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        queries.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield queries
    event.remove(db.engine, "before_cursor_execute", note)
