"""The tree of groups, walked by the database."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from app.models import Group


def lineage_of(application_id: str, group_id: str) -> Select[tuple[str]]:
    """The ids of a group and of everything above it."""
    start = select(Group.id, Group.parent_id).filter_by(application_id=application_id, id=group_id)
    line = start.cte(recursive=True)
    parent = aliased(Group)
    line = line.union(select(parent.id, parent.parent_id).join(line, parent.id == line.c.parent_id))
    return select(line.c.id)


def below(application_id: str, which: ColumnElement[bool]) -> Select[tuple[str]]:
    """The ids of everything below those groups; of themselves only where one is below another."""
    roots = select(Group.id).where(Group.application_id == application_id, which)
    child: Any = aliased(Group)
    found = select(child.id).where(child.parent_id.in_(roots)).cte(recursive=True)
    grandchild = aliased(Group)
    found = found.union(select(grandchild.id).join(found, grandchild.parent_id == found.c.id))
    return select(found.c.id)
