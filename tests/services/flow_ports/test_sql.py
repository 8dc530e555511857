"""Against real servers."""

import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.services.flow_ports import sql as limits
from app.services.flow_ports.line import Reach
from app.services.flow_ports.sql import Sql, sqlite
from app.workflows.errors import Refused
from app.workflows.ports import Encryption, SqlDatabase
from tests.servers.postgresql import Server

ALL = Reach(frozenset("*"))
NAMES = {"pg": "postgres", "mysql": "shop"}


@pytest.fixture
def sql(tmp_path: Path) -> Sql:
    return Sql(ALL, tmp_path / "sqlite")


def database_of(server: Server, system: str, **changes: Any) -> SqlDatabase:
    return SqlDatabase(
        **{
            "system": system,
            "database": NAMES[system],
            "host": server.host,
            "port": server.port,
            "user": server.user,
            "password": server.password,
            **changes,
        }
    )


@pytest.fixture
def pg(postgresql_server: Server) -> SqlDatabase:
    return database_of(postgresql_server, "pg")


@pytest.fixture
def mysql(mariadb_server: Server) -> SqlDatabase:
    return database_of(mariadb_server, "mysql")


@pytest.fixture
def file() -> SqlDatabase:
    return SqlDatabase("sqlite3", "shop.db")


@pytest.fixture(params=["pg", "mysql", "file"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    """Each system in turn."""
    found: SqlDatabase = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def shop(database: SqlDatabase, sql: Sql) -> SqlDatabase:
    """With a table of things."""
    sql.query(database, "DROP TABLE IF EXISTS things", [])
    sql.query(database, "CREATE TABLE things (id INTEGER PRIMARY KEY, name VARCHAR(100))", [])
    sql.query(database, "INSERT INTO things VALUES (1, 'anchor'), (2, 'Öl 100%')", [])
    return database


def refusal(sql: Sql, database: SqlDatabase, statement: str, *parameters: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        sql.query(database, statement, list(parameters))
    return refused.value


def marked(database: SqlDatabase, statement: str) -> str:
    """With the placeholders of that system."""
    return statement if database.system == "sqlite3" else statement.replace("?", "%s")


def test_a_query_gives_rows(sql: Sql, shop: SqlDatabase) -> None:
    rows = sql.query(shop, "SELECT id, name FROM things WHERE name LIKE '%%' ORDER BY id", [])
    assert rows == [{"id": 1, "name": "anchor"}, {"id": 2, "name": "Öl 100%"}]


def test_a_query_that_finds_nothing_gives_no_rows(sql: Sql, shop: SqlDatabase) -> None:
    assert sql.query(shop, "SELECT * FROM things WHERE id = 9", []) == []


def test_a_statement_without_rows_gives_none_and_lasts(sql: Sql, shop: SqlDatabase) -> None:
    assert sql.query(shop, "UPDATE things SET name = 'boat' WHERE id = 1", []) is None
    assert sql.query(shop, "SELECT name FROM things WHERE id = 1", []) == [{"name": "boat"}]


def test_parameters_are_values_and_never_sql(sql: Sql, shop: SqlDatabase) -> None:
    evil = "x' OR '1'='1"
    where = marked(shop, "SELECT id FROM things WHERE name = ? OR id = ?")
    assert sql.query(shop, where, [evil, 2]) == [{"id": 2}]
    sql.query(shop, marked(shop, "INSERT INTO things VALUES (3, ?)"), [evil])
    assert sql.query(shop, "SELECT name FROM things WHERE id = 3", []) == [{"name": evil}]


def test_too_few_parameters_are_an_error(sql: Sql, shop: SqlDatabase) -> None:
    statement = marked(shop, "SELECT * FROM things WHERE id = ? OR id = ?")
    assert refusal(sql, shop, statement, 1).kind == "SqlError"


def test_one_statement_is_all(sql: Sql, shop: SqlDatabase) -> None:
    statement = "SELECT 1; DELETE FROM things"
    assert refusal(sql, shop, statement).kind == "SqlError"
    assert sql.query(shop, "SELECT COUNT(*) AS n FROM things", []) == [{"n": 2}]


def test_an_error_has_the_words_of_the_database(sql: Sql, shop: SqlDatabase) -> None:
    refused = refusal(sql, shop, "SELECT * FROM nothings")
    assert refused.kind == "SqlError"
    assert "nothings" in refused.message


def test_more_rows_than_may_be_are_refused(
    sql: Sql, shop: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    assert len(sql.query(shop, "SELECT * FROM things", []) or []) == 2
    refused = refusal(sql, shop, "SELECT * FROM things UNION ALL SELECT * FROM things")
    assert (refused.kind, refused.message) == (
        "ResultTooLarge",
        "The result has more than 2 rows",
    )


HUGE = {
    "pg": "SELECT repeat('x', 1000000) AS a FROM generate_series(1, 12)",
    "mysql": "SELECT REPEAT('x', 1000000) AS a FROM seq_1_to_12",
    "sqlite3": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) "
    "SELECT hex(zeroblob(500000)) AS a FROM n",
}


def test_a_result_that_is_too_large_is_refused(sql: Sql, database: SqlDatabase) -> None:
    assert refusal(sql, database, HUGE[database.system]).kind == "ResultTooLarge"


ENDLESS = {
    "pg": "SELECT pg_sleep(60)",
    "mysql": "SELECT SLEEP(60)",
    "sqlite3": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT COUNT(*) FROM n",
}


def test_it_waits_only_so_long(database: SqlDatabase, tmp_path: Path) -> None:
    """Whether the database gives up first, or we do."""
    sql = Sql(ALL, tmp_path / "sqlite", seconds=1.0)
    assert refusal(sql, database, ENDLESS[database.system]).kind in ("SqlError", "Timeout")


@pytest.mark.parametrize("system", ["pg", "mysql"])
def test_a_server_that_says_nothing_is_left(system: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = SqlDatabase(system, "x", "127.0.0.1", silent.getsockname()[1], "me")
        refused = refusal(Sql(ALL, tmp_path, seconds=0.5), database, "SELECT 1")
    assert refused.kind in ("Timeout", "SqlError")


def test_a_private_address_is_refused_unless_the_operator_names_it(
    tmp_path: Path, pg: SqlDatabase, mysql: SqlDatabase
) -> None:
    for database in (pg, mysql):
        assert refusal(Sql(Reach(), tmp_path), database, "SELECT 1").kind == "AddressRefused"
        other = Reach(frozenset({"10.0.0.1", "127.0.0.1:1"}))
        assert refusal(Sql(other, tmp_path), database, "SELECT 1").kind == "AddressRefused"
        named = Reach(frozenset({f"127.0.0.1:{database.port}"}))
        assert Sql(named, tmp_path).query(database, "SELECT 1 AS a", []) == [{"a": 1}]


def test_a_host_is_no_socket_of_this_machine(sql: Sql, postgresql_server: Server) -> None:
    database = database_of(postgresql_server, "pg", host="/tmp")  # noqa: S108
    assert refusal(sql, database, "SELECT 1").kind == "DnsFailed"


def test_a_wrong_password_is_told_as_it_is(sql: Sql, pg: SqlDatabase, mysql: SqlDatabase) -> None:
    for database in (pg, mysql):
        refused = refusal(sql, replace(database, password="wrong"), "SELECT 1")
        assert refused.kind == "SqlError"
        assert "owner" in refused.message


ENCRYPTED = {
    "pg": "SELECT ssl AS yes FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    "mysql": "SELECT VARIABLE_VALUE <> '' AS yes FROM information_schema.SESSION_STATUS "
    "WHERE VARIABLE_NAME = 'Ssl_cipher'",
}


@pytest.fixture(params=["pg", "mysql"])
def system(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def server(system: str, request: pytest.FixtureRequest) -> Server:
    name = {"pg": "postgresql_server", "mysql": "mariadb_server"}[system]
    found: Server = request.getfixturevalue(name)
    return found


def is_encrypted(sql: Sql, server: Server, system: str, wanted: Encryption | None) -> bool:
    database = database_of(server, system, encryption=wanted)
    [row] = sql.query(database, ENCRYPTED[system], []) or []
    return bool(row["yes"])


def test_it_is_encrypted_if_asked_and_only_then(sql: Sql, server: Server, system: str) -> None:
    assert not is_encrypted(sql, server, system, None)
    assert is_encrypted(sql, server, system, Encryption(ca=server.certificates.ca))
    assert is_encrypted(sql, server, system, Encryption(verify=False))


def test_a_certificate_that_nobody_knows_is_refused(sql: Sql, server: Server, system: str) -> None:
    with pytest.raises(Refused) as refused:
        is_encrypted(sql, server, system, Encryption())
    assert "certificate" in refused.value.message


def test_a_certificate_and_its_key_are_shown_to_the_server(
    sql: Sql, server: Server, system: str
) -> None:
    files = server.certificates.certificate, server.certificates.key
    certificate, key = (path.read_text() for path in files)
    own = Encryption(ca=server.certificates.ca, client_certificate=(certificate, key))
    assert is_encrypted(sql, server, system, own)
    with pytest.raises(Refused):
        is_encrypted(sql, server, system, replace(own, client_certificate=("no", "key")))


CELLS = {
    "pg": """SELECT 9007199254740993 AS big, 1.10::numeric AS money, 0.5::float8 AS half,
        true AS yes,
        '\\x6869'::bytea AS bytes, DATE '2025-03-01' AS day, NULL AS nothing,
        TIMESTAMPTZ '2025-03-01 13:00:00.1239+01' AS moment, '{"a": [1, null]}'::jsonb AS json,
        ARRAY[1, 2] AS list, TIME '12:30' AS time""",
    "mysql": """SELECT 9007199254740993 AS big, 1.10 AS money, 0.5e0 AS half,
        CAST('hi' AS BINARY) AS bytes, DATE '2025-03-01' AS day, NULL AS nothing,
        TIMESTAMP '2025-03-01 12:00:00.1239' AS moment, TIME '12:30:00' AS time""",
}
EXPECTED = {
    "big": "9007199254740993",
    "money": "1.10",
    "half": 0.5,
    "yes": True,
    "bytes": "aGk=",
    "day": "2025-03-01",
    "nothing": None,
    "moment": datetime(2025, 3, 1, 12, 0, 0, 123000, UTC),
    "json": {"a": [1, None]},
    "list": [1, 2],
    "time": "12:30:00",
}


def test_values_become_those_of_payloads(sql: Sql, pg: SqlDatabase, mysql: SqlDatabase) -> None:
    for database in (pg, mysql):
        [row] = sql.query(database, CELLS[database.system], []) or []
        assert row == {name: value for name, value in EXPECTED.items() if name in row}
        assert len(row) >= 8


def test_a_system_without_a_driver_is_refused(sql: Sql) -> None:
    refused = refusal(sql, SqlDatabase("mssql", "x", "db.example"), "SELECT 1")
    assert (refused.kind, refused.message) == (
        "NotAvailable",
        "Foyer has no driver for “mssql”; it knows pg, mysql and sqlite3",
    )


# SQLite


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE '{secret}' AS other",
        "VACUUM INTO '{copy}'",
        "PRAGMA journal_mode = WAL",
        "PRAGMA temp_store_directory = '/tmp'",
        "PRAGMA max_page_count = 1000000",
        "PRAGMA writable_schema = ON",
        "SELECT load_extension('x')",
    ],
)
def test_sqlite_leaves_the_rest_of_the_disk_alone(
    sql: Sql, file: SqlDatabase, tmp_path: Path, statement: str
) -> None:
    secret, copy = tmp_path / "foyer.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(secret)) as connection:
        connection.execute("CREATE TABLE secrets (a)")
    refused = refusal(sql, file, statement.format(secret=secret, copy=copy))
    assert refused.kind == "SqlError"
    assert not copy.exists()


@pytest.mark.parametrize("name", ["", "../foyer.db", "/etc/passwd", "a/b", ".hidden", "file:x?a=b"])
def test_the_name_of_a_file_is_nothing_but_a_name(sql: Sql, name: str) -> None:
    assert refusal(sql, SqlDatabase("sqlite3", name), "SELECT 1").kind == "ValidationError"


def test_harmless_pragmas_work(sql: Sql, file: SqlDatabase) -> None:
    sql.query(file, "CREATE TABLE a (b INTEGER)", [])
    [column] = sql.query(file, "PRAGMA table_info(a)", []) or []
    assert (column["name"], column["type"]) == ("b", "INTEGER")


def test_a_file_can_only_grow_so_large(
    sql: Sql, file: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LARGEST_FILE", 100_000)
    sql.query(file, "CREATE TABLE a (b)", [])
    refused = refusal(sql, file, "INSERT INTO a VALUES (hex(zeroblob(100000)))")
    assert refused.message == "database or disk is full"


def test_an_application_has_only_so_many_files(sql: Sql) -> None:
    for number in range(sqlite.MOST_FILES):
        sql.query(SqlDatabase("sqlite3", f"{number}.db"), "CREATE TABLE a (b)", [])
    assert refusal(sql, SqlDatabase("sqlite3", "more.db"), "SELECT 1").kind == "TooMany"
    assert sql.query(SqlDatabase("sqlite3", "0.db"), "SELECT 1 AS a", []) == [{"a": 1}]


def test_applications_have_files_of_their_own(tmp_path: Path, file: SqlDatabase) -> None:
    ours, theirs = Sql(ALL, tmp_path / "ours"), Sql(ALL, tmp_path / "theirs")
    ours.query(file, "CREATE TABLE a (b)", [])
    assert refusal(theirs, file, "SELECT * FROM a").message == "no such table: a"
