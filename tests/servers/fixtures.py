"""Import what a conftest needs: `from tests.servers.fixtures import servers as servers, …`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

import pytest

from tests.servers.mariadb import mariadb
from tests.servers.postgresql import Server, postgresql
from tests.servers.redis import RedisServers, redis_cluster, redis_server

T_co = TypeVar("T_co", covariant=True)


class Start(Protocol[T_co]):
    def __call__(self, folder: Path, /) -> AbstractContextManager[T_co]: ...


class Servers(ExitStack):
    """Each is started when it is first asked for. Skips the test where its package is missing.

    Not in folders of pytest's own: where root runs it, those belong to root alone."""

    @cached_property
    def postgresql(self) -> Server:
        return self._started(postgresql)

    @cached_property
    def mariadb(self) -> Server:
        return self._started(mariadb)

    @cached_property
    def redis(self) -> RedisServers:
        return self._started(redis_server)

    @cached_property
    def redis_cluster(self) -> list[int]:
        return self._started(redis_cluster)

    def _started(self, start: Start[T_co]) -> T_co:
        return self.enter_context(start(Path(self.enter_context(TemporaryDirectory()))))


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with Servers() as servers:
        yield servers


@pytest.fixture(scope="session")
def postgresql_server(servers: Servers) -> Server:
    return servers.postgresql


@pytest.fixture(scope="session")
def mariadb_server(servers: Servers) -> Server:
    return servers.mariadb


@pytest.fixture(scope="session")
def redis_running(servers: Servers) -> RedisServers:
    return servers.redis


@pytest.fixture(scope="session")
def redis_cluster_ports(servers: Servers) -> list[int]:
    return servers.redis_cluster
