from dataclasses import replace

import pytest
from dirty_equals import IsStr
from redis import Redis as Client

from app.workflows.errors import Refused
from app.workflows.ports import Encryption, RedisServer
from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node
from tests.workflows.services import FakeRedis

REDIS = {
    "host": "{{ 'localhost' }}",
    "port": "{{ '' }}~port~",
    "password": "{{ '' }}~password~",
    "command": "{{ 'get' }}",
    "arguments": ["{{ data.body.key }}"],
    "resultPath": "working.it",
}
MEMBERS = [{"host": "{{ 'localhost' }}", "port": "{{ '' }}~member~"}]


def filled(world):
    """A key in two databases."""
    server = world.servers.redis
    for number, value in ((0, "zero"), (3, "three")):
        with Client(port=server.port, db=number, password=server.password) as client:
            client.set("key", value)
    return {
        "port": str(server.port),
        "safe_port": str(server.tls_port),
        "password": server.password,
        "ca": server.certificates.ca,
    }


def with_credential(world):
    server = world.servers.redis
    config = {"host": "localhost", "port": server.port, "password": server.password}
    make_credential(world.application, name="mine", kind="redis", redis_config=config)
    return filled(world)


def with_cluster(world):
    return {"member": str(world.servers.redis_cluster[0])}


def asked_redis(value, world=filled, **config):
    body = {"key": "key", "list": ["key"], "ca": "~ca~"}
    return Case(REDIS | config, body, {"it": value}, world=world)


FAILS = {"command": "incr", "errorBehavior": "payloadPath", "errorPath": "working.failed"}
SAID = "value is not an integer or out of range"

test_over_http = over_http(
    "RedisNode",
    asked_redis("zero"),
    asked_redis("three", dbNumber="{{ 3 }}"),
    asked_redis("zero", arguments=[], argumentsPath="data.body.list"),
    replace(
        asked_redis(None, username="{{ 'ann' }}"), error=IsStr(regex="RedisError: .*permissions.*")
    ),
    asked_redis("zero", port="~safe_port~", tlsOn=True, caCertTemplate="{{ data.body.ca }}"),
    Case(
        {
            "credentialNameTemplate": "{{ 'mine' }}",
            "command": "get",
            "arguments": ["key"],
            "resultPath": "working.it",
        },
        working={"it": "zero"},
        world=with_credential,
    ),
    Case(
        {
            "isCluster": True,
            "clusterMembers": MEMBERS,
            "command": "mset",
            "arguments": ["a{x}", "1", "b{x}", "2"],
            "resultPath": "working.it",
        },
        working={"it": "OK"},
        world=with_cluster,
    ),
    replace(
        asked_redis(None, **FAILS),
        working={"failed": {"type": "RedisError", "message": SAID}},
    ),
    replace(asked_redis(None, command="incr"), error=f"RedisError: {SAID}"),
)

BASE = {"host": "{{ data.host }}", "command": "get", "resultPath": "working.it"}
DATA = {"host": "redis.example", "n": 7, "name": "Ann", "list": [1, "b", {"c": None}, None, True]}
SERVER = RedisServer((("redis.example", 6379),))
STORED = {"type": "redis", "host": "stored.example", "username": "ann", "password": "hidden"}


def ask(answer="x", stored=STORED, /, **config):
    redis = FakeRedis(answer)
    credentials = FakeCredentials(mine=stored)
    ran = run_node("RedisNode", BASE | config, DATA, redis=redis, credentials=credentials)
    return ran, redis.asked


def asked(**config):
    ran, [request] = ask(**config)
    assert ran.error is None
    return request


def test_the_answer_is_at_the_result_path():
    ran, requests = ask({"a": "1"}, arguments=["{{ data.name }}"])
    assert requests == [(SERVER, "GET", ["Ann"])]
    assert ran.payload["working"]["it"] == {"a": "1"}


@pytest.mark.parametrize(
    ("field", "template", "name", "value"),
    [
        ("host", "other.{{ data.host }}", "members", (("other.redis.example", 6379),)),
        ("port", "{{ data.n }}", "members", (("redis.example", 7),)),
        ("dbNumber", "{{ data.n }}", "database", 7),
        ("username", "{{ data.name }}", "user", "Ann"),
        ("password", "{{ data.name }}", "password", "Ann"),
    ],
)
def test_the_server_is_given_by_templates(field, template, name, value):
    assert getattr(asked(**{field: template})[0], name) == value


def test_a_cluster_is_given_by_its_members():
    members = [{"host": "a.{{ data.host }}"}, {"host": "b", "port": "{{ data.n }}"}]
    server, *_ = asked(isCluster=True, clusterMembers=members)
    assert server == RedisServer((("a.redis.example", 6379), ("b", 7)), is_cluster=True)
    assert asked(clusterMembers=members)[0] == SERVER


@pytest.mark.parametrize(
    ("config", "encryption"),
    [
        ({"caCertTemplate": "CA"}, None),
        ({"tlsOn": True}, Encryption()),
        ({"tlsOn": True, "caCertTemplate": "{{ data.name }}"}, Encryption(ca="Ann")),
    ],
)
def test_it_is_encrypted_as_told(config, encryption):
    assert asked(**config)[0].encryption == encryption


def test_a_credential_stands_for_the_server():
    stored = RedisServer((("stored.example", 6379),), user="ann", password="hidden", database=7)
    assert asked(credentialNameTemplate="{{ 'mine' }}", dbNumber="7")[0] == stored
    safe = STORED | {"port": 1, "secureConnection": True, "caCertificate": "CA"}
    _, [(server, *_)] = ask("x", safe, credentialNameTemplate="mine", isCluster=True)
    assert server.encryption == Encryption(ca="CA")
    assert (server.members, server.is_cluster) == ((("stored.example", 1),), True)


def test_arguments_become_texts():
    given = ["{{ data.n }}", "a b", "{{ data.list }}", "{{ data.none }}"]
    assert asked(arguments=given)[2] == ["7", "a b", '[1,"b",{"c":null},null,true]', ""]


def test_arguments_can_be_at_a_path():
    arguments = asked(arguments=["not these"], argumentsPath="data.list")[2]
    assert arguments == ["1", "b", '{"c":null}', "", "true"]


@pytest.mark.parametrize("command", ["HSET", " hset ", "{{ 'hset' }}"])
def test_the_command_is_read_in_any_case(command):
    assert asked(command=command)[1] == "HSET"


@pytest.mark.parametrize(
    "command",
    [
        *("subscribe", "psubscribe", "monitor", "config set", "eval", "flushall", "auth", "select"),
        *("cluster nodes", "migrate", "multi", "debug", "shutdown", "client kill", "module load"),
    ],
)
def test_other_commands_are_not_for_workflows(command):
    ran, requests = ask(command=command)
    message = f"The command “{command.upper()}” is not for workflows"
    assert ran.error == ("ValidationError", message)
    assert requests == []


REFUSED = Refused("RedisError", "WRONGTYPE")


def test_an_error_halts_or_goes_to_its_path():
    config = {"errorPath": "working.failed"}
    assert ask(REFUSED, **config)[0].error == ("RedisError", "WRONGTYPE")
    ran, _ = ask(REFUSED, errorBehavior="payloadPath", **config)
    assert ran.payload["working"]["failed"] == {"type": "RedisError", "message": "WRONGTYPE"}


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"host": ""}, "Host is required, and came out blank"),
        ({"command": ""}, "Command is required, and came out blank"),
        ({"port": "x"}, "Port must be a number, not “x”"),
        ({"dbNumber": "-1"}, "Database must be a whole number, 0 or more"),
        ({"argumentsPath": "data.name"}, "There is no list at the path of the arguments"),
        ({"isCluster": True}, "A cluster is given by 1 to 25 of its members"),
        (
            {"isCluster": True, "clusterMembers": [{"host": "a"}] * 26},
            "A cluster is given by 1 to 25 of its members",
        ),
    ],
)
def test_what_the_author_got_wrong_halts(config, message):
    ran, requests = ask(errorBehavior="payloadPath", errorPath="working.failed", **config)
    assert ran.error == ("ValidationError", message)
    assert requests == []
