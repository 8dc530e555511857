"""One database for the WSGI adapter here and for a server of two processes beside it.

Every test works in an application and on a host of its own, through both doors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Application, Endpoint, Group, User, View
from app.services.clock import now
from app.services.experience.tokens import issue_token
from config import Settings
from tests.servers.fixtures import redis_running as redis_running
from tests.servers.fixtures import servers as servers
from tests.servers.postgresql import PASSWORD
from tests.servers.redis import RedisServers

from .. import factories
from ..browser.server import Server, running_server
from .doors import Answer, Door, SocketDoor, WsgiDoor

_numbers = count(1)


@pytest.fixture(scope="session")
def shared_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("serving")
    return Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'foyer.db'}",
        credential_key="shared by both",
        bcrypt_cost=4,
        demo=False,
    )


@pytest.fixture(scope="session")
def server(shared_settings: Settings) -> Iterator[Server]:
    """Two processes, as `make run` starts them."""
    environ = {"FOYER_DEMO": "0", "FOYER_CREDENTIAL_KEY": shared_settings.credential_key}
    with running_server(shared_settings.data, **environ) as server:
        yield server


@pytest.fixture(scope="session")
def shared_app(shared_settings: Settings, server: Server) -> Iterator[Flask]:
    app = create_app(shared_settings)
    yield app
    site_of(app).close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    with shared_app.app_context():
        yield shared_app
        db.session.remove()


@pytest.fixture(scope="session")
def socket_door(server: Server) -> Iterator[SocketDoor]:
    door = SocketDoor(server.port)
    yield door
    door.close()


@pytest.fixture(params=["wsgi", "sockets"])
def door(request: pytest.FixtureRequest, app: Flask, socket_door: SocketDoor) -> Door:
    return WsgiDoor(app) if request.param == "wsgi" else socket_door


@dataclass
class Museum:
    """An application with a slug on develop, and short words to fill and to ask it."""

    application: Application
    door: Door
    host: str

    def ask(self, path: str, method: str = "GET", **given: Any) -> Answer:
        return self.door.ask(method, path, **({"host": self.host} | given))

    def page(self, body: str, **fields: Any) -> View:
        return factories.make_view(self.application, body=body, **fields)

    def endpoint(self, route: str, method: str = "get", **fields: Any) -> Endpoint:
        return factories.make_endpoint(self.application, route=route, method=method, **fields)

    def answering(self, route: str, body: str, method: str = "get", **fields: Any) -> Endpoint:
        """An endpoint with a page of that body."""
        return self.endpoint(route, method, static_reply=page_reply(self.page(body)), **fields)

    def group(self, name: str, **fields: Any) -> Group:
        return factories.make_group(self.application, name=name, **fields)

    def user(self, **fields: Any) -> User:
        return factories.make_user(self.application, **fields)

    def token(self, user: User, **options: Any) -> str:
        at = options.pop("at", now())
        return issue_token(
            self.application.id, self.application.token_secret, user.id, at, **options
        )

    def bearer(self, user: User, **options: Any) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token(user, **options)}"}


@pytest.fixture(scope="session")
def redis_url(redis_running: RedisServers) -> str:
    return f"redis://:{PASSWORD}@127.0.0.1:{redis_running.port}"


@pytest.fixture
def owner(app: Flask) -> Any:
    return factories.make_account()


@pytest.fixture
def museum(owner: Any, door: Door) -> Museum:
    return make_museum(owner, door)


def make_museum(owner: Any, door: Door) -> Museum:
    application = factories.make_application(owner)
    slug = f"museum-{next(_numbers)}"
    factories.make_slug(application, slug=slug)
    return Museum(application, door, f"{slug}.localhost")


def page_reply(view: View, status: int | None = None) -> dict[str, Any]:
    return {"type": "page", "value": view.id} | ({"statusCode": status} if status else {})


def redirect_reply(to: str, status: int | None = None) -> dict[str, Any]:
    return {"type": "redirect", "value": to} | ({"statusCode": status} if status else {})
