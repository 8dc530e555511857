"""Tags as rows, to search by. What counts and is shown is the JSON column beside them.

services/tags.py keeps the two together.
"""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from app.extensions import db


def _tags_of(owner: str) -> Table:
    """The tags of users or groups. A search names the application, the key, then the value."""
    name = f"{owner}_tags"
    return Table(
        name,
        db.metadata,
        Column(
            f"{owner}_id", String(24), ForeignKey(f"{owner}s.id", ondelete="CASCADE"), key="row_id",
            primary_key=True,
        ),
        Column("key", String(255), primary_key=True),
        Column("value", String(255), nullable=False),
        Column("application_id", String(24), nullable=False),
        Index(f"ix_{name}_application_id", "application_id", "key", "value", "row_id"),
    )  # fmt: skip


user_tags = _tags_of("user")
group_tags = _tags_of("group")
