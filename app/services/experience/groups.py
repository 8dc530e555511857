"""Groups: a tree whose members count as members of everything below."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, delete, func, insert, select, update

from app.errors import ValidationError
from app.extensions import db
from app.models import (
    DEVELOP,
    Application,
    Endpoint,
    Group,
    User,
    Version,
    endpoint_groups,
    user_groups,
)
from app.schemas import GroupPatch, GroupPost
from app.services.author import Author, change, dated
from app.services.lookup import develop_of, rows_of
from app.services.revision import raise_revision
from app.services.transaction import transaction

MEMBERS = ("experience_user_ids", "experience_endpoint_ids")


def create_group(application: Application, post: GroupPost, by: Author) -> Group:
    with transaction(application):
        group = Group(application_id=application.id, **post.columns(*MEMBERS), **dated())
        _check_parent(group)
        db.session.add(group)
        db.session.flush()
        _set_members(group, post)
    return group


def update_group(group: Group, patch: GroupPatch, by: Author) -> Group:
    with transaction(group):
        change(group, patch.changes(*MEMBERS), by)
        _check_parent(group)
        _set_members(group, patch)
    return group


def delete_group(group: Group, by: Author) -> None:
    """Its children move up to its parent; users and endpoints stay and only leave the group."""
    with transaction(group):
        children = update(Group).where(Group.parent_id == group.id)
        db.session.execute(children.values(parent_id=group.parent_id))
        db.session.delete(group)


def add_member(group: Group, user: User, by: Author) -> None:
    """Nothing happens to one who is in it already."""
    with transaction(group, user):
        if group not in user.groups:
            change(user, {"groups": [*user.groups, group]}, by)


def remove_member(group: Group, user: User, by: Author) -> None:
    with transaction(group, user):
        change(user, {"groups": [one for one in user.groups if one is not group]}, by)


@dataclass(frozen=True)
class Members:
    """Ids. experience_endpoint_ids: in develop. ancestor_ids: from the parent up."""

    ancestor_ids: list[str]
    experience_user_ids: list[str]
    experience_endpoint_ids: list[str]


def members_of(groups: Sequence[Group]) -> dict[str, Members]:
    """By group id: who and what is directly in each, and what it lies below."""
    ids, applications = [group.id for group in groups], {group.application_id for group in groups}
    develop = select(Version.id).where(
        Version.application_id.in_(applications), Version.name == DEVELOP
    )
    in_develop = endpoint_groups.c.version_id.in_(develop)
    users = _by_group(user_groups, user_groups.c.user_id, ids)
    endpoints = _by_group(endpoint_groups, endpoint_groups.c.endpoint_id, ids, in_develop)
    tree = select(Group.id, Group.parent_id).where(Group.application_id.in_(applications))
    parents: dict[str, str | None] = dict(db.session.execute(tree).all())
    return {id: Members(_line(parents, id), users.get(id, []), endpoints.get(id, [])) for id in ids}


def ancestors_of(group: Group) -> list[Group]:
    """From its parent up to the root."""
    found: list[Group] = []
    while group.parent_id is not None:
        group = db.session.get_one(Group, group.parent_id)
        found.append(group)
    return found


@dataclass(frozen=True)
class Admitted:
    """above: names of the groups above, whose members count too; users: how many get in."""

    above: list[str]
    users: int


def admitted(application_id: str, group_ids: Sequence[str]) -> Admitted:
    """By an endpoint that those groups may call."""
    if not group_ids:
        return Admitted([], 0)
    rows = db.session.execute(
        select(Group.id, Group.parent_id, Group.name).filter_by(application_id=application_id)
    ).all()
    parents = {row.id: row.parent_id for row in rows}
    lines = {id for start in group_ids for id in (start, *_line(parents, start))}
    members = select(func.count(user_groups.c.user_id.distinct()))
    users = db.session.scalars(members.where(user_groups.c.group_id.in_(lines))).one()
    return Admitted(sorted(row.name for row in rows if row.id in lines - set(group_ids)), users)


def _by_group(
    table: Table, member: ColumnElement[str], ids: list[str], *conditions: ColumnElement[bool]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = select(table.c.group_id, member).where(table.c.group_id.in_(ids), *conditions)
    for group_id, member_id in db.session.execute(rows.order_by(member)):
        found.setdefault(group_id, []).append(member_id)
    return found


def _line(parents: dict[str, str | None], id: str) -> list[str]:
    line: list[str] = []
    while parent := parents.get(id):
        line.append(parent)
        id = parent
    return line


def _check_parent(group: Group) -> None:
    if group.parent_id is None:
        return
    with db.session.no_autoflush:
        [parent] = rows_of(Group, group.application_id, [group.parent_id], "parentId")
        while parent is not group:
            if parent.parent_id is None:
                return
            parent = db.session.get_one(Group, parent.parent_id)
    raise ValidationError(
        f"parentId would put the group `{group.name}` below itself; choose another parent",
        "parentId",
    )


def _set_members(group: Group, given: GroupPost | GroupPatch) -> None:
    if given.experience_user_ids is not None:
        ids = given.experience_user_ids
        rows_of(User, group.application_id, ids, "experienceUserIds")
        _replace(user_groups, group, [{"user_id": id} for id in ids])
    if given.experience_endpoint_ids is not None:
        _set_endpoints(group, given.experience_endpoint_ids)


def _set_endpoints(group: Group, ids: list[str]) -> None:
    """Of develop only: named versions keep the groups they were made with."""
    develop = {"version_id": develop_of(group.application_id).id}
    rows_of(Endpoint, group.application_id, ids, "experienceEndpointIds", **develop)
    _replace(endpoint_groups, group, [{"endpoint_id": id, **develop} for id in ids], **develop)
    raise_revision(group.application_id)


def _replace(table: Table, group: Group, members: list[dict[str, str]], **within: str) -> None:
    old = delete(table).where(table.c.group_id == group.id).filter_by(**within)
    db.session.execute(old)
    if members:
        db.session.execute(insert(table), [{**member, "group_id": group.id} for member in members])
