"""The cast and the clock. Every test has a real SQLite file of its own."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import create_app
from app.extensions import db
from app.models import Account, Application, Group, User
from app.services import clock
from app.services.database import upgrade_database
from config import Settings

from . import factories

pytest.register_assert_rewrite("tests.workflows.over_http.case")  # its asserts explain themselves


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end. The garbage collector went through all
    of it again and again, in pauses that a test of a limit could notice."""
    gc.freeze()


def _compiled_when_used(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    builder = cache(lambda: _compile_builder(rule, append_unknown))
    return lambda rule, **values: builder()(rule, **values)


_compile_builder = Rule._compile_builder
Rule._compile_builder = _compiled_when_used
"""Each app compiles code for every URL it can build, and most tests have an app of their own: that
was three quarters of making one."""


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once by the migrations, and copied for each test."""
    folder = tmp_path_factory.mktemp("database")
    upgrade_database(_settings(folder))
    return folder / "foyer.db"


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    shutil.copy(empty_database, tmp_path / "foyer.db")
    return _settings(tmp_path)


def _settings(folder: Path) -> Settings:
    return Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'foyer.db'}",
        secret_key="only for tests",
        credential_key="only for tests, too",
        bcrypt_cost=4,
        demo=False,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Inside its context, so that a test may ask the database."""
    app = create_app(settings)
    app.config.update(TESTING=True)
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


class Client(FlaskClient):
    """Each request has a context of its own, as on a server: nothing leaks through `g`."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)

    def read(self) -> datetime:
        return self.time

    def advance(self, **duration: float) -> datetime:
        self.time += timedelta(**duration)
        return self.time


@pytest.fixture
def stopped_clock() -> Iterator[Clock]:
    stopped = Clock()
    with clock.set_to(stopped.read):
        yield stopped


# The console's people


@pytest.fixture
def owner(app: Flask) -> Account:
    return factories.make_account(email="owner@example.com")


@pytest.fixture
def stranger(app: Flask) -> Account:
    """Has an account, and no business with the application."""
    return factories.make_account(email="stranger@example.com")


@pytest.fixture
def application(owner: Account) -> Application:
    return factories.make_application(owner, name="Museum")


# The experience's people. Nobody is signed in as `nobody`.


@pytest.fixture
def parent_group(application: Application) -> Group:
    return factories.make_group(application, name="Staff")


@pytest.fixture
def group(application: Application, parent_group: Group) -> Group:
    return factories.make_group(application, name="Guides", parent_id=parent_group.id)


@pytest.fixture
def member(application: Application, group: Group) -> User:
    return factories.make_user(
        application, email="member@example.com", experience_group_ids=[group.id]
    )


@pytest.fixture
def parent_member(application: Application, parent_group: Group) -> User:
    return factories.make_user(
        application, email="parent@example.com", experience_group_ids=[parent_group.id]
    )


@pytest.fixture
def outsider(application: Application) -> User:
    return factories.make_user(application, email="outsider@example.com")


@pytest.fixture
def nobody() -> None:
    return None
