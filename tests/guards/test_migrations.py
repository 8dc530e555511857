from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine, inspect

from app.extensions import db


def test_the_migrations_make_the_tables_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_they_make_the_same_constraints_and_indexes(app: Flask, tmp_path: Path) -> None:
    """Alembic does not compare them all; SQLite can list them."""
    engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    db.metadata.create_all(engine)
    migrated, modelled = inspect(db.engine), inspect(engine)
    for table in db.metadata.tables:
        for of in (
            "get_pk_constraint",
            "get_unique_constraints",
            "get_foreign_keys",
            "get_indexes",
        ):
            assert _sorted(getattr(migrated, of)(table)) == _sorted(getattr(modelled, of)(table))
    engine.dispose()


def _sorted(found: object) -> list[str]:
    return sorted(map(str, found)) if isinstance(found, list) else [str(found)]
