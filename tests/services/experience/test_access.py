import pytest

from app.models import Application, Group, User
from app.services.experience.access import (
    GroupTree,
    admit_group,
    dismiss_group,
    group_tree,
    users_gained,
)
from tests.factories import BY, make_endpoint, make_group, make_user

TREE = GroupTree(
    names={"a": "A", "b": "B", "c": "C", "d": "D"},
    parents={"a": None, "b": "a", "c": "b", "d": None},
)


@pytest.mark.parametrize(
    ("asked", "admitted"),
    [
        ([], {}),
        (["c"], {"c": "c", "b": "c", "a": "c"}),
        (["a"], {"a": "a"}),
        (["a", "c"], {"a": "a", "b": "c", "c": "c"}),
        (["d", "b"], {"d": "d", "b": "b", "a": "b"}),
    ],
)
def test_members_of_the_groups_above_get_in(asked: list[str], admitted: dict[str, str]) -> None:
    assert TREE.admitted(asked) == admitted


def test_it_is_walked_from_the_top_each_group_before_those_below_it() -> None:
    assert list(TREE.walk()) == [("a", 0), ("b", 1), ("c", 2), ("d", 0)]


def test_the_tree_is_of_one_application_and_by_name(
    application: Application, group: Group, parent_group: Group
) -> None:
    make_group(name="Of somebody else")
    first = make_group(application, name="Archive", parent_id=parent_group.id)
    tree = group_tree(application.id)
    assert [tree.names[id] for id, _ in tree.walk()] == ["Staff", "Archive", "Guides"]
    assert list(tree.lineage(first.id)) == [first.id, parent_group.id]


def test_users_who_get_in_by_two_ways_are_counted_once_and_those_inside_not_at_all(
    application: Application, group: Group, parent_group: Group, member: User, parent_member: User
) -> None:
    other = make_group(application)
    both = [group.id, other.id]
    make_user(application, experience_group_ids=both)
    make_user(application, experience_group_ids=[other.id])
    tree = group_tree(application.id)
    assert users_gained(tree, [], [group.id]) == 3
    assert users_gained(tree, [group.id], both) == 1
    assert users_gained(tree, [parent_group.id], [group.id]) == 2
    assert users_gained(tree, both, []) == 0


def test_a_group_is_admitted_beside_others_and_dismissed_alone(
    application: Application, group: Group, parent_group: Group
) -> None:
    endpoint = make_endpoint(application, access="group", experience_group_ids=[group.id])
    for _ in range(2):
        admit_group(endpoint, parent_group, BY)
        assert endpoint.groups == [group, parent_group]
    for _ in range(2):
        dismiss_group(endpoint, group, BY)
        assert endpoint.groups == [parent_group]
