"""Callers of the API: the owner of the application, a stranger with an account, and nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models import Account, Application
from app.services.accounts.api_login import issue_account_token
from app.services.flows import buttons as flow_buttons
from tests.api.examples import World
from tests.api.live import Live
from tests.browser.server import running_server


@dataclass(frozen=True)
class Api:
    """Without a token it is nobody."""

    client: FlaskClient
    token: str | None = None
    base: str = ""

    def call(
        self,
        method: str,
        path: str = "",
        body: Any = None,
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> TestResponse:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(
            self.base + path + ("?" + urlencode(query) if query else ""),
            method=method,
            json=body,
            headers=bearer | (headers or {}),
        )

    def get(self, path: str = "", **query: Any) -> Any:
        """The answer, once it is sure that it worked."""
        return self._done(self.call("GET", path, _actions="false", **query))

    def post(self, path: str, body: Any, **query: Any) -> Any:
        return self._done(self.call("POST", path, body, _actions="false", **query))

    def patch(self, path: str, body: Any, **query: Any) -> Any:
        return self._done(self.call("PATCH", path, body, _actions="false", **query))

    def delete(self, path: str, **query: Any) -> Any:
        return self._done(self.call("DELETE", path, {}, **query))

    def refused(
        self, method: str, path: str, body: Any = None, **query: Any
    ) -> tuple[int, str, str]:
        """Status, type and message."""
        response = self.call(method, path, body, **query)
        assert response.status_code >= 400, response.text
        assert set(response.json) == {"type", "message"}
        return response.status_code, response.json["type"], response.json["message"]

    def at(self, base: str) -> "Api":
        return Api(self.client, self.token, base)

    def _done(self, response: TestResponse) -> Any:
        assert response.status_code in (200, 201), response.text
        return response.json


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own, with the demo in it."""
    folder = tmp_path_factory.mktemp("live")
    with running_server(folder) as server:
        yield Live(server.console, server.environ, folder)


@pytest.fixture
def root(client: FlaskClient, owner: Account) -> Api:
    """The owner, calling with whole paths."""
    return Api(client, issue_account_token(owner))


@pytest.fixture
def api(root: Api, application: Application) -> Api:
    """The owner, within the experience of the application."""
    return root.at(f"/applications/{application.id}/experience")


@pytest.fixture
def stranger_api(api: Api, stranger: Account) -> Api:
    return Api(api.client, issue_account_token(stranger), api.base)


@pytest.fixture
def nobody_api(client: FlaskClient) -> Api:
    return Api(client)


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> list[flow_buttons.Press]:
    """The buttons that were pressed, instead of runs."""
    found: list[flow_buttons.Press] = []
    monkeypatch.setattr(flow_buttons, "_run", found.append)
    return found


@pytest.fixture
def world(application: Application, owner: Account, presses: list[flow_buttons.Press]) -> World:
    return World.around(application, owner)
