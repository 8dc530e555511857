from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from app.extensions import db
from app.services.database import upgrade_database
from config import Settings
from tests.servers.fixtures import postgresql_server as postgresql_server
from tests.servers.fixtures import servers as servers
from tests.servers.postgresql import Server

TABLES = ", ".join(f'"{name}"' for name in db.metadata.tables)


def url(server: Server) -> str:
    account = f"{server.user}:{server.password.replace(' ', '%20')}"
    return f"postgresql+psycopg://{account}@{server.host}:{server.port}/postgres"


@pytest.fixture(scope="session")
def migrated(postgresql_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Its database has the tables, as the migrations make them."""
    folder = tmp_path_factory.mktemp("upgrade")
    upgrade_database(Settings(data=folder, database_url=url(postgresql_server)))
    return postgresql_server


@pytest.fixture
def settings(settings: Settings, migrated: Server) -> Iterator[Settings]:
    """Of a server whose tables are empty."""
    yield replace(settings, database_url=url(migrated))
    with psycopg.connect(url(migrated).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"TRUNCATE {TABLES}".encode())
