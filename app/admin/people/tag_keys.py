"""Keys of tags that are in use, to choose from."""

from sqlalchemy import Table, select

from app.extensions import db
from app.models import Application

MOST = 100


def tag_keys(application: Application, tags: Table) -> list[str]:
    """tags: user_tags or group_tags."""
    query = select(tags.c.key).where(tags.c.application_id == application.id).distinct()
    return list(db.session.scalars(query.order_by(tags.c.key).limit(MOST)))
