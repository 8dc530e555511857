import pytest

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Endpoint, Group, User
from app.schemas import GroupPatch
from app.services.experience.groups import (
    add_member,
    ancestors_of,
    delete_group,
    remove_member,
    update_group,
)
from tests.factories import BY, make_endpoint, make_group, make_user, make_version


def test_a_group_carries_what_it_is_given(application: Application) -> None:
    group = make_group(
        application,
        group_tags={"floor": "2"},
        device_ids=["0" * 24],
        device_tags=[{"key": "kind"}],
        device_query_json='{"$nor":[]}',
    )
    assert group.group_tags == {"floor": "2"}
    assert group.device_ids == ["0" * 24]
    assert group.device_tags == [{"key": "kind"}]
    assert group.device_query_json == '{"$nor":[]}'


def test_ancestors_go_from_the_parent_to_the_root(parent_group: Group, group: Group) -> None:
    leaf = make_group(db.session.get(Application, group.application_id), parent_id=group.id)
    assert ancestors_of(leaf) == [group, parent_group]
    assert ancestors_of(parent_group) == []


def test_a_group_cannot_come_below_itself(parent_group: Group, group: Group) -> None:
    for below in (parent_group, group):
        with pytest.raises(ValidationError, match="below itself") as refused:
            update_group(parent_group, GroupPatch(parent_id=below.id), BY)
        assert refused.value.field == "parentId"
    assert parent_group.parent_id is None


def test_a_group_can_move(application: Application, parent_group: Group, group: Group) -> None:
    other = make_group(application)
    assert update_group(group, GroupPatch(parent_id=other.id), BY).parent_id == other.id
    assert update_group(group, GroupPatch(parent_id=None), BY).parent_id is None


def test_a_parent_must_be_of_the_same_application(application: Application) -> None:
    with pytest.raises(ValidationError, match="parentId names"):
        make_group(application, parent_id=make_group().id)


def test_members_are_replaced_whole(application: Application, group: Group, member: User) -> None:
    other = make_user(application)
    update_group(group, GroupPatch(experience_user_ids=[other.id]), BY)
    assert (other.groups, member.groups) == ([group], [])
    update_group(group, GroupPatch(name="New"), BY)
    assert other.groups == [group]
    update_group(group, GroupPatch(experience_user_ids=[]), BY)
    assert other.groups == []


def test_endpoints_are_replaced_in_develop_only(application: Application, group: Group) -> None:
    first = make_endpoint(application, experience_group_ids=[group.id])
    second = make_endpoint(application)
    version = make_version(application)
    update_group(group, GroupPatch(experience_endpoint_ids=[second.id]), BY)
    assert (first.groups, second.groups) == ([], [group])
    assert db.session.get_one(Endpoint, (first.id, version.id)).groups == [group]
    assert db.session.get_one(Endpoint, (second.id, version.id)).groups == []


def test_members_can_be_given_from_the_start(application: Application, outsider: User) -> None:
    endpoint = make_endpoint(application)
    group = make_group(
        application, experience_user_ids=[outsider.id], experience_endpoint_ids=[endpoint.id]
    )
    assert (outsider.groups, endpoint.groups) == ([group], [group])


def test_unknown_members_are_refused(application: Application) -> None:
    for field, foreign in (
        ("experience_user_ids", make_user().id),
        ("experience_endpoint_ids", make_endpoint().id),
    ):
        with pytest.raises(ValidationError, match=f"names {foreign}, which is no"):
            make_group(application, **{field: [foreign]})


def test_deleting_a_group_moves_its_children_up(
    application: Application, parent_group: Group, group: Group
) -> None:
    leaf = make_group(application, parent_id=group.id)
    delete_group(group, BY)
    assert leaf.parent_id == parent_group.id
    delete_group(parent_group, BY)
    assert leaf.parent_id is None


def test_deleting_a_group_keeps_users_and_endpoints(
    application: Application, group: Group, member: User
) -> None:
    endpoint = make_endpoint(application, access="group", experience_group_ids=[group.id])
    version = make_version(application)
    delete_group(group, BY)
    assert (member.groups, endpoint.groups, endpoint.access) == ([], [], "group")
    assert db.session.get_one(Endpoint, (endpoint.id, version.id)).groups == []


def test_a_member_is_added_and_removed_without_the_others(
    application: Application, group: Group, member: User
) -> None:
    other, elsewhere = make_user(application), make_group(application, name="Elsewhere")
    for _ in range(2):
        add_member(group, other, BY)
        add_member(elsewhere, other, BY)
        assert other.groups == [elsewhere, group]
    for _ in range(2):
        remove_member(group, other, BY)
        assert (other.groups, member.groups) == ([elsewhere], [group])
