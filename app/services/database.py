"""The database at start: as new as the code, and kept as it was before that."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, inspect

from app.services.clock import now
from app.services.transaction import WRITES
from config import ROOT, Settings


def upgrade_database(settings: Settings) -> Path | None:
    """Run the migrations that are missing; processes that start together take turns.

    Returns the backup made before, or None: nothing to do, nothing to lose, or not SQLite.
    """
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with alone_with(settings.database_url) as connection:
        if _is_current(connection, config):
            return None
        backup = _back_up(connection, settings.data / "backups")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return backup


@contextmanager
def alone_with(database_url: str) -> Iterator[Connection]:
    """One transaction in which nobody else can write and tables can be rebuilt."""
    engine = create_engine(database_url, poolclass=NullPool)
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:  # or dropping the old table would empty those that refer to it
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.rollback()
        with connection.execution_options(**{WRITES: True}).begin():
            yield connection
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("A migration would leave rows that refer to nothing")


def _is_current(connection: Connection, config: Config) -> bool:
    wanted = ScriptDirectory.from_config(config).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(wanted)


def _back_up(connection: Connection, folder: Path) -> Path | None:
    if connection.dialect.name != "sqlite" or not inspect(connection).get_table_names():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"foyer-{now():%Y%m%d-%H%M%S-%f}.db"
    source = f"file:{connection.engine.url.database}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
    return path
