import pytest

from app.workflows.errors import Refused
from app.workflows.ports import Encryption, SqlDatabase
from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node
from tests.workflows.services import FakeSql

PG = {
    "systemTemplate": "{{ data.body.system }}",
    "hostTemplate": "{{ '127.0.0.1' }}",
    "portTemplate": "{{ '' }}~port~",
    "userTemplate": "{{ 'owner' }}",
    "passwordTemplate": "~password~{{ data.none }}",
    "databaseTemplate": "{{ 'postgres' }}",
    "query": "SELECT {{ data.body.n }} AS n, current_database() AS name",
    "resultPath": "working.rows",
}
ENCRYPTED = "SELECT ssl AS yes FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
FILE = {"systemTemplate": "sqlite3", "databaseTemplate": "a.db", "resultPath": "working.rows"}


def postgresql(world):
    server = world.servers.postgresql
    return {"port": str(server.port), "password": server.password, "ca": server.certificates.ca}


def with_credential(world):
    server = world.servers.postgresql
    config = {
        "system": "pg",
        "host": server.host,
        "port": server.port,
        "username": server.user,
        "password": server.password,
    }
    make_credential(world.application, name="mine", kind="sql", sql_config=config)
    return {}


def asked_pg(rows, **config):
    body = {"system": "pg", "n": 7, "ssl": {"ca": "~ca~"}}
    return Case(PG | config, body, {"rows": rows}, world=postgresql)


test_over_http = over_http(
    "SqlNode",
    asked_pg([{"n": 7, "name": "postgres"}]),
    asked_pg(["success"], query="SET application_name = 'x'"),
    asked_pg({"errors": 'relation "nothing" does not exist'}, query="SELECT * FROM nothing"),
    asked_pg(
        [{"a": "O'Neil", "b": 7}],
        query="SELECT %s::text AS a, %s::int AS b",
        parameters=["O'Neil", "{{ data.body.n }}"],
    ),
    asked_pg(
        [{"yes": True}],
        query=ENCRYPTED,
        sslOn=True,
        sslDataTemplate='{"rejectUnauthorized": false}',
    ),
    asked_pg(
        [{"yes": True}],
        query=ENCRYPTED,
        sslOn=True,
        sslDataMethod="payloadPath",
        sslDataTemplate="data.body.ssl",
    ),
    Case(
        {
            "credentialNameTemplate": "{{ 'mine' }}",
            "databaseTemplate": "postgres",
            "query": "SELECT 1 AS n",
            "resultPath": "working.rows",
        },
        working={"rows": [{"n": 1}]},
        world=with_credential,
    ),
    Case(FILE | {"query": "CREATE TABLE a (b)"}, working={"rows": ["success"]}),
    Case(
        FILE | {"query": "SELECT * FROM nobody", "resultPath": ""},
        error="SqlError: no such table: nobody",
    ),
    Case(
        FILE | {"systemTemplate": "mssql", "hostTemplate": "db.example", "query": "SELECT 1"},
        working={
            "rows": {"errors": "Foyer has no driver for “mssql”; it knows pg, mysql and sqlite3"}
        },
    ),
)

SERVER = {
    "systemTemplate": "{{ data.system }}",
    "hostTemplate": "{{ data.host }}",
    "query": "SELECT {{ data.n }}",
    "resultPath": "working.rows",
}
DATA = {"system": "pg", "host": "db.example", "n": 7, "name": "O'Neil", "list": [1], "port": 5433}
STORED = {
    "type": "sql",
    "system": "mysql",
    "host": "stored.example",
    "port": 3307,
    "username": "app",
    "password": "hidden",
}
DATABASE = SqlDatabase("pg", "", "db.example")


def ask(answer=None, stored=STORED, /, **config):
    sql = FakeSql(answer)
    credentials = FakeCredentials(mine=stored)
    ran = run_node("SqlNode", SERVER | config, DATA, sql=sql, credentials=credentials)
    return ran, sql.asked


def asked(**config):
    ran, [(database, statement, parameters)] = ask(**config)
    assert ran.error is None
    return database, statement, parameters


def database(**config):
    return asked(**config)[0]


def test_the_rows_are_at_the_result_path():
    ran, requests = ask([{"a": 1}])
    assert requests == [(DATABASE, "SELECT 7", [])]
    assert ran.payload["working"]["rows"] == [{"a": 1}]


def test_a_statement_without_rows_is_a_success():
    ran, _ = ask(None)
    assert ran.payload["working"]["rows"] == ["success"]


@pytest.mark.parametrize(
    ("field", "template", "name", "value"),
    [
        ("systemTemplate", "mysql", "system", "mysql"),
        ("hostTemplate", " other.{{ data.host }} ", "host", "other.db.example"),
        ("portTemplate", "{{ data.port }}", "port", 5433),
        ("userTemplate", "{{ data.name }}", "user", "O'Neil"),
        ("passwordTemplate", "{{ data.name }}", "password", "O'Neil"),
        ("databaseTemplate", "{{ data.name }}", "database", "O'Neil"),
    ],
)
def test_the_server_is_given_by_templates(field, template, name, value):
    assert getattr(database(**{field: template}), name) == value


def test_a_file_needs_no_server():
    config = {"systemTemplate": "sqlite3", "hostTemplate": "", "databaseTemplate": "shop.db"}
    assert database(**config) == SqlDatabase("sqlite3", "shop.db")


def test_parameters_keep_their_types():
    given = ["{{ data.n }}", "{{ data.name }}", "{{ data.list }}", "plain"]
    assert asked(parameters=given)[2] == [7, "O'Neil", [1], "plain"]


TLS = '{"ca": ["A", "B"], "cert": "C", "key": "K", "rejectUnauthorized": false}'
WHOLE = Encryption(verify=False, ca="A\nB", client_certificate=("C", "K"))


@pytest.mark.parametrize(
    ("config", "encryption"),
    [
        ({"sslDataTemplate": TLS}, None),
        ({"sslOn": True}, Encryption()),
        ({"sslOn": True, "sslDataTemplate": TLS}, WHOLE),
        ({"sslOn": True, "sslDataTemplate": '{"ca": "{{ data.name }}"}'}, Encryption(ca="O'Neil")),
        (
            {"sslOn": True, "sslDataMethod": "payloadPath", "sslDataTemplate": "data.none"},
            Encryption(),
        ),
    ],
)
def test_it_is_encrypted_as_told(config, encryption):
    assert database(**config).encryption == encryption


def test_the_encryption_can_be_at_a_path():
    config = {"sslOn": True, "sslDataMethod": "payloadPath", "sslDataTemplate": "data.list"}
    assert ask(**config)[0].error == ("ValidationError", "The encryption is no object")


def test_a_credential_stands_for_the_server():
    config = {"credentialNameTemplate": "{{ 'mine' }}", "databaseTemplate": "shop"}
    wanted = SqlDatabase("mysql", "shop", "stored.example", 3307, "app", "hidden")
    assert database(**config) == wanted


def test_a_credential_says_how_to_encrypt():
    safe = {"secureConnection": True, "caCertificate": "CA", "disableSSLVerification": True}
    _, [(found, *_)] = ask(None, STORED | safe, credentialNameTemplate="mine")
    assert found.encryption == Encryption(verify=False, ca="CA")


def test_what_the_database_refuses_is_at_the_result_path():
    ran, _ = ask(Refused("SqlError", "no such table"))
    assert ran.output == 0
    assert ran.payload["working"]["rows"] == {"errors": "no such table"}


def test_without_a_result_path_it_halts():
    ran, _ = ask(Refused("SqlError", "no such table"), resultPath="")
    assert ran.error == ("SqlError", "no such table")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"systemTemplate": ""}, "System is required, and came out blank"),
        ({"hostTemplate": ""}, "Host is required, and came out blank"),
        ({"query": " "}, "Query is required, and came out blank"),
        ({"portTemplate": "0.5"}, "Port must be a whole number up to 65535"),
        ({"portTemplate": "65536"}, "Port must be a whole number up to 65535"),
        ({"sslOn": True, "sslDataTemplate": '{"ca": 7}'}, "ca must be PEM text"),
    ],
)
def test_what_the_author_got_wrong_halts(config, message):
    ran, requests = ask(**config)
    assert ran.error == ("ValidationError", message)
    assert requests == []


@pytest.mark.parametrize("name", ["nobody", "other"])
def test_a_credential_of_another_type_halts(name):
    credentials = FakeCredentials(other={"type": "http"})
    config = SERVER | {"credentialNameTemplate": name}
    ran = run_node("SqlNode", config, DATA, sql=FakeSql(), credentials=credentials)
    assert ran.error[0] in ("NotFound", "ValidationError")
