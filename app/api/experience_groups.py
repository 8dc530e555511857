"""experienceGroups and experienceGroup: a tree, whose members count for all that is below."""

from dataclasses import asdict

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import EXPERIENCE
from app.models import Group
from app.schemas import GroupPatch, GroupPost
from app.schemas.answer import Success
from app.schemas.group import GroupAnswer, GroupDetails, GroupList, GroupsQuery
from app.services.experience.devices import direct_device_count, total_device_count
from app.services.experience.groups import create_group, delete_group, members_of, update_group
from app.services.listing import list_groups

GROUPS = f"{EXPERIENCE}/groups"

group = Resource("experienceGroup", f"{GROUPS}/{{experienceGroupId}}")
groups = Resource("experienceGroups", GROUPS, items=group)


@groups.get()
def find_all(call: Call, query: GroupsQuery) -> GroupList:
    """The groups of an application. An advanced query replaces the other filters."""
    page = list_groups(call.application, asked(query))
    members = members_of(page.items)
    return listed(
        GroupList,
        page,
        lambda row: GroupAnswer.of(row, **asdict(members[row.id])),
        query,
        application_id=call.application.id,
    )


@groups.post()
def create(call: Call, body: GroupPost) -> GroupAnswer:
    """Create a group."""
    return shown(create_group(call.application, body, call.by))


@group.get()
def find(call: Call, query: GroupDetails) -> GroupAnswer:
    """One group, and how many devices it has, if that is asked."""
    row = row_of(call)
    return shown(
        row,
        direct_device_count=direct_device_count(row) if query.include_direct_device_count else None,
        total_device_count=total_device_count(row) if query.include_total_device_count else None,
    )


@group.patch()
def update(call: Call, body: GroupPatch) -> GroupAnswer:
    """Change what is given; lists of members are replaced whole."""
    return shown(update_group(row_of(call), body, call.by))


@group.delete()
def delete(call: Call) -> Success:
    """Delete a group. Its users and endpoints stay; groups below it move up to its parent."""
    delete_group(row_of(call), call.by)
    return Success()


def row_of(call: Call) -> Group:
    return call.row(Group, "experienceGroupId", "Group")


def shown(row: Group, **counts: int | None) -> GroupAnswer:
    return GroupAnswer.of(row, **asdict(members_of([row])[row.id]), **counts)
