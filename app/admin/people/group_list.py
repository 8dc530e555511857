"""Groups as rows: a tree, or flat where it is filtered or sorted by a number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, func, select

from app.admin.lists import SortOrder
from app.extensions import db
from app.models import DEVELOP, Application, Group, Version, endpoint_groups, user_groups
from app.services.experience.access import group_tree


class Row(NamedTuple):
    """depth: 0 where the list is flat; parent: the name of the group right above, or "".
    endpoints: of develop, that name it."""

    group: Group
    depth: int
    parent: str
    members: int
    endpoints: int


SORTS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row.group.name.casefold(),
    "members": lambda row: row.members,
    "endpoints": lambda row: row.endpoints,
}
OWN_ORDER = SortOrder("name", "asc")


@dataclass(frozen=True)
class GroupList:
    """total: of all groups."""

    rows: list[Row]
    total: int
    sorted: SortOrder


def group_list(application: Application, wanted: str, order: SortOrder) -> GroupList:
    """Four queries. wanted: a part of a name, a description or a tag."""
    rows = _tree(application)
    shown = [row for row in rows if _fits(row.group, wanted.lower())]
    if wanted or order != OWN_ORDER:
        shown = [row._replace(depth=0) for row in shown]
        shown.sort(key=SORTS[order.sort_field], reverse=order.is_descending)
    return GroupList(shown, len(rows), order)


def _tree(application: Application) -> list[Row]:
    tree = group_tree(application.id)
    groups = db.session.scalars(select(Group).filter_by(application_id=application.id))
    by_id = {group.id: group for group in groups}
    develop = select(Version.id).filter_by(application_id=application.id, name=DEVELOP)
    members = _counts(application, user_groups)
    endpoints = _counts(application, endpoint_groups, endpoint_groups.c.version_id.in_(develop))
    return [
        Row(
            by_id[id],
            depth,
            tree.names.get(tree.parents[id] or "", ""),
            members.get(id, 0),
            endpoints.get(id, 0),
        )
        for id, depth in tree.walk()
    ]


def _counts(
    application: Application, table: Table, *conditions: ColumnElement[bool]
) -> dict[str, int]:
    """How many rows each group has in a table that ties it to others."""
    rows = db.session.execute(
        select(table.c.group_id, func.count())
        .join(Group, Group.id == table.c.group_id)
        .where(Group.application_id == application.id, *conditions)
        .group_by(table.c.group_id)
    )
    return dict(rows.all())


def _fits(group: Group, wanted: str) -> bool:
    """wanted: in lower case."""
    tags = (part for tag in group.group_tags.items() for part in tag)
    return any(wanted in text.lower() for text in (group.name, group.description or "", *tags))
