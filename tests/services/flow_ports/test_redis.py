"""Against real servers."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from app.services.flow_ports import redis as limits
from app.services.flow_ports.line import Reach
from app.services.flow_ports.redis import Redis
from app.workflows.errors import Refused
from app.workflows.ports import Encryption, RedisServer
from tests.servers.redis import RedisServers

ALL = Reach(frozenset("*"))


@pytest.fixture
def port() -> Redis:
    return Redis(ALL)


@pytest.fixture
def server(redis_running: RedisServers) -> RedisServer:
    return RedisServer((("127.0.0.1", redis_running.port),), password=redis_running.password)


def refusal(port: Redis, server: RedisServer, *command: str) -> Refused:
    with pytest.raises(Refused) as refused:
        port.command(server, command[0], list(command[1:]))
    return refused.value


def say(port: Redis, server: RedisServer, text: str) -> Any:
    name, *arguments = text.split()
    return port.command(server, name, arguments)


def test_answers_are_as_the_server_says_them(port: Redis, server: RedisServer) -> None:
    say(port, server, "DEL a h z")
    assert say(port, server, "SET a 12") == "OK"
    assert say(port, server, "GET a") == "12"
    assert say(port, server, "GET nothing") is None
    assert say(port, server, "EXPIRE a 100") == 1
    assert say(port, server, "HSET h x 1 y 2") == 2
    assert say(port, server, "HGETALL h") == {"x": "1", "y": "2"}
    assert say(port, server, "ZADD z 1 one 2.5 two") == 2
    assert say(port, server, "ZRANGE z 0 -1 WITHSCORES") == ["one", "1", "two", "2.5"]
    assert say(port, server, "MGET a nothing") == ["12", None]
    assert say(port, server, "PUBLISH news hello") == 0


def test_texts_may_hold_anything(port: Redis, server: RedisServer) -> None:
    text = 'Öl "x"\r\n\x00 😀'
    port.command(server, "SET", ["text", text])
    assert say(port, server, "GET text") == text


def test_databases_are_apart(port: Redis, server: RedisServer) -> None:
    other = replace(server, database=3)
    say(port, server, "SET apart 0")
    say(port, other, "SET apart 3")
    assert (say(port, server, "GET apart"), say(port, other, "GET apart")) == ("0", "3")


def test_a_user_signs_in(port: Redis, server: RedisServer) -> None:
    ann = replace(server, user="ann")
    assert say(port, ann, "SET ann:a 1") == "OK"
    assert refusal(port, ann, "GET", "a").kind == "RedisError"


def test_an_error_has_the_words_of_the_server(port: Redis, server: RedisServer) -> None:
    say(port, server, "SET text x")
    refused = refusal(port, server, "INCR", "text")
    assert (refused.kind, refused.message) == (
        "RedisError",
        "value is not an integer or out of range",
    )
    assert refusal(port, replace(server, password="wrong"), "GET", "a").kind != "Timeout"


def test_it_is_encrypted_with_that_authority(port: Redis, redis_running: RedisServers) -> None:
    safe = RedisServer(
        (("localhost", redis_running.tls_port),),
        password=redis_running.password,
        encryption=Encryption(ca=redis_running.certificates.ca),
    )
    assert say(port, safe, "SET safe 1") == "OK"
    assert say(port, replace(safe, encryption=Encryption(verify=False)), "GET safe") == "1"
    refused = refusal(port, replace(safe, encryption=Encryption()), "GET", "safe")
    assert "certificate" in refused.message
    assert refusal(port, replace(safe, encryption=None), "GET", "safe").kind == "ConnectionFailed"


def test_one_that_blocks_ends_with_its_time(server: RedisServer) -> None:
    assert refusal(Redis(ALL, seconds=0.3), server, "BLPOP", "none", "0").kind == "Timeout"


def test_a_server_that_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = RedisServer((("127.0.0.1", silent.getsockname()[1]),))
        assert refusal(Redis(ALL, seconds=0.3), server, "GET", "a").kind == "Timeout"


def test_an_answer_that_is_too_large_is_refused(port: Redis, server: RedisServer) -> None:
    port.command(server, "SET", ["large", "x"])
    say(port, server, "SETRANGE large 9000000 x")
    assert refusal(port, server, "GET", "large").kind == "ResultTooLarge"
    say(port, server, "DEL large")


def test_a_private_address_is_refused_unless_the_operator_names_it(server: RedisServer) -> None:
    assert refusal(Redis(Reach()), server, "GET", "a").kind == "AddressRefused"
    assert say(Redis(Reach(frozenset({"127.0.0.1"}))), server, "SET named 1") == "OK"


# A cluster


@pytest.fixture
def cluster(redis_cluster_ports: list[int]) -> RedisServer:
    members = tuple(("127.0.0.1", port) for port in redis_cluster_ports)
    return RedisServer(members, is_cluster=True)


def test_a_cluster_leads_to_where_the_key_is(port: Redis, cluster: RedisServer) -> None:
    first = replace(cluster, members=cluster.members[:1])
    for key in ("a", "b", "c", "d"):
        assert say(port, first, f"SET {key} {key}") == "OK"
        assert say(port, first, f"GET {key}") == key


def test_without_a_cluster_it_is_not_followed(port: Redis, cluster: RedisServer) -> None:
    single = replace(cluster, members=cluster.members[:1], is_cluster=False)
    found = []
    for key in ("a", "b", "c", "d"):
        try:
            found.append(say(port, single, f"SET {key} 1"))
        except Refused as refused:
            found.append(refused.kind)
    assert set(found) == {"OK", "RedisError"}


def test_a_member_that_is_away_is_passed_over(port: Redis, cluster: RedisServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        away = ("127.0.0.1", gone.getsockname()[1])
    assert say(port, replace(cluster, members=(away, *cluster.members)), "SET x 1") == "OK"


def test_a_cluster_cannot_lead_into_the_private_network(cluster: RedisServer) -> None:
    host, number = cluster.members[0]
    port = Redis(Reach(frozenset({f"{host}:{number}"})))
    single = replace(cluster, members=cluster.members[:1])
    found = set()
    for key in ("a", "b", "c", "d"):
        try:
            found.add(say(port, single, f"SET {key} 1"))
        except Refused as refused:
            found.add(refused.kind)
    assert found == {"OK", "AddressRefused"}


def test_it_is_not_led_on_for_ever(
    port: Redis, cluster: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_MOVES", 0)
    assert refusal(port, cluster, "GET", "a").kind == "ConnectionFailed"
