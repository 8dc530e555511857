"""Groups: a tree whose members count as members of everything below."""

from sqlalchemy import Table, delete, insert, update

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Endpoint, Group, User, endpoint_groups, user_groups
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


def ancestors_of(group: Group) -> list[Group]:
    """From its parent up to the root."""
    found: list[Group] = []
    while group.parent_id is not None:
        group = db.session.get_one(Group, group.parent_id)
        found.append(group)
    return found


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
