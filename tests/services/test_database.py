import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from app.services.database import NewerDatabase, alone_with, upgrade_database
from config import Settings


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'foyer.db'}")


def run(settings: Settings, *statements: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(settings.data / "foyer.db")) as connection:
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.commit()
    return rows


def tables(settings: Settings) -> set[object]:
    return {name for (name,) in run(settings, "SELECT name FROM sqlite_master")}


def backups(settings: Settings) -> list[Path]:
    return sorted((settings.data / "backups").glob("*"))


def test_a_new_database_gets_its_tables_and_needs_no_backup(fresh: Settings) -> None:
    assert upgrade_database(fresh) is None
    assert {"applications", "endpoints", "alembic_version"} <= tables(fresh)
    assert backups(fresh) == []


def test_a_second_call_does_nothing(fresh: Settings) -> None:
    upgrade_database(fresh)
    before = run(fresh, "PRAGMA schema_version")
    assert upgrade_database(fresh) is None
    assert run(fresh, "PRAGMA schema_version") == before
    assert backups(fresh) == []


def test_a_database_that_is_behind_is_copied_first(fresh: Settings) -> None:
    run(fresh, "CREATE TABLE notes (words)", "INSERT INTO notes VALUES ('mine')")
    backup = upgrade_database(fresh)
    assert backup is not None
    assert backups(fresh) == [backup]
    with closing(sqlite3.connect(backup)) as old:
        assert old.execute("SELECT words FROM notes").fetchall() == [("mine",)]
        names = old.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("notes",)]
    assert "endpoints" in tables(fresh)


def test_a_migration_that_fails_leaves_the_database_as_it_was(fresh: Settings) -> None:
    run(fresh, "CREATE TABLE users (id)")  # stands in the way, half-way through
    with pytest.raises(Exception, match="users already exists"):
        upgrade_database(fresh)
    assert tables(fresh) == {"users"}
    assert len(backups(fresh)) == 1


def test_a_database_from_the_future_is_left_alone(fresh: Settings) -> None:
    upgrade_database(fresh)
    run(fresh, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer than this Foyer, which does not know 9999"):
        upgrade_database(fresh)
    assert run(fresh, "SELECT * FROM alembic_version") == [("9999",)]
    assert backups(fresh) == []


def test_servers_that_start_together_take_turns(fresh: Settings) -> None:
    failed: list[BaseException] = []

    def start() -> None:
        try:
            upgrade_database(fresh)
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert run(fresh, "SELECT count(*) FROM alembic_version") == [(1,)]


def test_a_migration_may_rebuild_a_table_that_others_refer_to(fresh: Settings) -> None:
    run(
        fresh,
        "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
        "CREATE TABLE children (id REFERENCES parents ON DELETE CASCADE)",
        "INSERT INTO parents VALUES (1)",
        "INSERT INTO children VALUES (1)",
    )
    with alone_with(fresh.database_url) as connection:
        for statement in (
            "CREATE TABLE draft (id INTEGER PRIMARY KEY, name)",
            "INSERT INTO draft SELECT id, 'a' FROM parents",
            "DROP TABLE parents",
            "ALTER TABLE draft RENAME TO parents",
        ):
            connection.exec_driver_sql(statement)
    assert run(fresh, "SELECT * FROM children") == [(1,)]


def test_a_migration_cannot_leave_rows_that_refer_to_nothing(fresh: Settings) -> None:
    upgrade_database(fresh)
    with pytest.raises(RuntimeError, match="refer to nothing"), alone_with(fresh.database_url) as c:
        c.exec_driver_sql("INSERT INTO user_groups VALUES ('nobody', 'nothing')")
    assert run(fresh, "SELECT * FROM user_groups") == []
