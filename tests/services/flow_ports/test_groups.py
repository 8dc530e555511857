import pytest
from flask import Flask

from app.models import Application, Group, User
from app.services.flow_ports.groups import Groups
from app.workflows.errors import Refused
from tests.factories import make_application, make_group


@pytest.fixture
def groups(app: Flask, application: Application) -> Groups:
    return Groups(app, application.id)


def test_a_group_is_found_by_id_and_by_name(groups: Groups, group: Group, member: User) -> None:
    found = groups.find(group.id)
    assert found == groups.find("Guides")
    assert found is not None
    assert found["experienceUserIds"] == [member.id]
    assert found["ancestorIds"] == [group.parent_id]


def test_groups_of_other_applications_are_not_there(groups: Groups, member: User) -> None:
    other = make_group(make_application(), name="Others")
    assert groups.find(other.id) is groups.find("Others") is None
    assert not groups.delete(other.id)
    assert not groups.holds(other.id, member.id)
    with pytest.raises(Refused) as refused:
        groups.update(other.id, {"name": "X"})
    assert refused.value.kind == "NotFound"


def test_a_search_is_sorted_and_paged(groups: Groups, group: Group) -> None:
    found = groups.search({"$or": []}, per_page=1, sort_direction="desc")
    assert [one["name"] for one in found["items"]] == ["Staff"]
    assert (found["totalCount"], found["sortField"]) == (2, "name")
    assert groups.search({"ancestorId": group.parent_id})["items"][0]["id"] == group.id


def test_a_group_is_created_as_the_api_would(groups: Groups, group: Group, member: User) -> None:
    made = groups.create(
        {"name": "New", "parentId": group.id, "experienceUserIds": [member.id], "groupTags": {}}
    )
    assert made == groups.find(made["id"])
    assert made["ancestorIds"] == [group.id, group.parent_id]


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "A", "parentId": "8" * 24}])
def test_a_wrong_group_is_refused(groups: Groups, fields: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        groups.create(fields)
    assert refused.value.kind == "Validation"


def test_a_parent_below_itself_is_refused(groups: Groups, group: Group) -> None:
    with pytest.raises(Refused):
        groups.update(str(group.parent_id), {"parentId": group.id})


def test_tags_are_changed_one_by_one(groups: Groups, group: Group) -> None:
    groups.update(group.id, {"groupTags": {"a": "1", "b": "2"}})
    changed = groups.update(group.id, {"groupTagChanges": {"a": None, "c": "3"}})
    assert changed["groupTags"] == {"b": "2", "c": "3"}


def test_members_come_and_go(
    groups: Groups, group: Group, member: User, outsider: User, parent_member: User
) -> None:
    def members(**changes: list[str]) -> set[str]:
        return set(groups.update(group.id, changes)["experienceUserIds"])

    assert members(membersToAdd=[outsider.email, member.id]) == {member.id, outsider.id}
    assert members(membersToRemove=[member.email, "nobody@example.com"]) == {outsider.id}
    assert members(members=[parent_member.id]) == {parent_member.id}
    assert members(members=[]) == set()


def test_a_member_who_does_not_exist_is_refused(groups: Groups, group: Group) -> None:
    with pytest.raises(Refused) as refused:
        groups.update(group.id, {"name": "X", "membersToAdd": ["nobody@example.com"]})
    assert refused.value.message == "There is no user nobody@example.com"
    assert (groups.find(group.id) or {})["name"] == "Guides"


def test_a_group_is_deleted(groups: Groups, group: Group) -> None:
    assert groups.delete(group.id)
    assert not groups.delete(group.id)


def test_members_of_groups_above_count(
    groups: Groups, group: Group, parent_group: Group, member: User, parent_member: User
) -> None:
    assert groups.holds(group.id, member.email)
    assert groups.holds(group.id, parent_member.id)
    assert groups.holds(parent_group.id.upper(), parent_member.id)
    assert not groups.holds(parent_group.id, member.id)
    assert not groups.holds("8" * 24, member.id)
    assert not groups.holds(group.id, "nobody@example.com")


def test_the_tree_has_all_groups(groups: Groups, group: Group, parent_group: Group) -> None:
    root = groups.tree()
    [staff] = root["children"]
    [guides] = staff["children"]
    assert root["id"] == "(root)"
    assert (staff["name"], guides["name"], guides["children"]) == ("Staff", "Guides", [])
    assert guides["parentId"] == staff["id"] == parent_group.id


def test_the_tree_of_a_user_has_its_groups_and_what_is_below(
    groups: Groups, group: Group, member: User, parent_member: User
) -> None:
    assert [one["name"] for one in groups.tree(member.email)["children"]] == ["Guides"]
    [staff] = groups.tree(parent_member.id)["children"]
    assert [one["name"] for one in staff["children"]] == ["Guides"]
    assert groups.tree("nobody@example.com")["children"] == []
