"""One Foyer, in which every case over HTTP has an application of its own."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app import create_app
from app.experience.blueprint import site_of
from app.extensions import db
from app.serving.runs.buttons import Buttons
from app.serving.sampling import Sampler
from config import Settings
from tests import factories
from tests.servers.fixtures import Servers
from tests.servers.fixtures import servers as servers
from tests.serving.doors import WsgiDoor
from tests.workflows.over_http import Bench
from tests.workflows.over_http.elsewhere import Elsewhere

EVERY = 10**9  # runs a second: each one is recorded


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere().serving() as elsewhere:
        yield elsewhere


@pytest.fixture(scope="session")
def bench_settings(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Settings:
    folder = tmp_path_factory.mktemp("bench")
    shutil.copy(empty_database, folder / "foyer.db")
    return Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'foyer.db'}",
        bcrypt_cost=4,
        credential_key="only for tests",
        http_private=True,
        private_databases=frozenset("*"),
        demo=False,
    )


@pytest.fixture(scope="session")
def bench(bench_settings: Settings, elsewhere: Elsewhere, servers: Servers) -> Iterator[Bench]:
    app = create_app(bench_settings)
    with app.app_context():
        owner_id = factories.make_account().id
    site = site_of(app)
    site.sampler = Sampler(EVERY, EVERY)
    site.buttons = partial(Buttons, site)  # they can be pressed; what is scheduled only waits
    yield Bench(app, bench_settings, WsgiDoor(app), elsewhere, owner_id, servers)
    site.close()
    with app.app_context():
        db.engine.dispose()
