import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.servers.certificates import make_certificates
from tests.servers.postgresql import PASSWORD, Server
from tests.servers.process import PATIENCE, accepts, free_port, program, running

PACKAGE = "redis-server"
SLOTS = 16384


@dataclass(frozen=True)
class RedisServers(Server):
    """tls_port: of the same server."""

    tls_port: int = 0


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServers]:
    certificates = make_certificates(folder / "tls")
    port, tls_port = free_port(), free_port()
    command = [
        *(program("redis-server", PACKAGE), "--port", str(port), "--tls-port", str(tls_port)),
        *("--tls-cert-file", str(certificates.certificate), "--tls-auth-clients", "no"),
        *("--tls-key-file", str(certificates.key), "--tls-ca-cert-file", str(certificates.ca_file)),
        *("--requirepass", PASSWORD, "--save", "", "--bind", "127.0.0.1"),
        *("--user", "ann", "on", f">{PASSWORD}", "~ann:*", "+@all"),
    ]
    with running(command, folder, lambda: accepts(port) and accepts(tls_port)):
        yield RedisServers(port, "", certificates, tls_port=tls_port)


@contextmanager
def redis_cluster(folder: Path) -> Iterator[list[int]]:
    """The ports of two members, with half of the slots each."""
    start = program("redis-server", PACKAGE)
    ports, buses = ([free_port(), free_port()] for _ in range(2))
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(_member(start, folder / str(port), port, bus))
            for port, bus in zip(ports, buses, strict=True)
        )
        first.execute_command("CLUSTER ADDSLOTSRANGE", 0, SLOTS // 2 - 1)
        second.execute_command("CLUSTER ADDSLOTSRANGE", SLOTS // 2, SLOTS - 1)
        first.execute_command("CLUSTER MEET", "127.0.0.1", ports[1], buses[1])
        ends = time.monotonic() + PATIENCE
        while not (_is_whole(first) and _is_whole(second)):
            if time.monotonic() > ends:
                raise RuntimeError("The members of the cluster do not find each other")
            time.sleep(0.05)
        yield ports


def _is_whole(member: redis.Redis) -> bool:
    return "cluster_state:ok" in str(member.execute_command("CLUSTER INFO"))


@contextmanager
def _member(start: str, folder: Path, port: int, bus: int) -> Iterator[redis.Redis]:
    folder.mkdir()
    command = [
        *(start, "--port", str(port), "--cluster-enabled", "yes", "--save", ""),
        *("--bind", "127.0.0.1", "--cluster-port", str(bus), "--dir", str(folder)),
    ]
    with running(command, folder, lambda: accepts(port)), redis.Redis(port=port) as client:
        client.response_callbacks.clear()
        yield client
