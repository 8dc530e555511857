"""The database at start: as new as the code, and kept as it was before that."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, inspect

from app.services.clock import now
from app.sqlite import WRITES, check_references, copy_database, forget_references, is_sqlite
from config import ROOT, Settings


class NewerDatabase(RuntimeError):
    """It was made by code that knows more than this one."""


def upgrade_database(settings: Settings) -> Path | None:
    """Run the migrations that are missing; processes that start together take turns.

    Returns the backup made before, or None: nothing to do, nothing to lose, or not SQLite.
    Raises NewerDatabase.
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
    with engine.connect() as connection:
        if is_sqlite(connection):
            forget_references(connection)
        with connection.execution_options(**{WRITES: True}).begin():
            yield connection
            if is_sqlite(connection):
                check_references(connection)


def _is_current(connection: Connection, config: Config) -> bool:
    scripts = ScriptDirectory.from_config(config)
    current = set(MigrationContext.configure(connection).get_current_heads())
    if unknown := current - {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(
            f"The database is newer than this Foyer, which does not know {', '.join(unknown)}. "
            "Start the Foyer that it belongs to, or put a backup from before in its place"
        )
    return current == set(scripts.get_heads())


def _back_up(connection: Connection, folder: Path) -> Path | None:
    if not is_sqlite(connection) or not inspect(connection).get_table_names():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"foyer-{now():%Y%m%d-%H%M%S-%f}.db"
    copy_database(connection, path)
    return path
