"""How Alembic reaches the database: the connection it is handed at start, or the app's own."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.extensions import db
from app.models.types import UtcDateTime
from app.services.database import alone_with


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Migrations outlive our column types, so they name what those are made of."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


if handed := context.config.attributes.get("connection"):
    run(handed)
else:
    with alone_with(current_app.config["SQLALCHEMY_DATABASE_URI"]) as own:
        run(own)
