"""The rows that searches use always say what the JSON column says."""

import pytest
from sqlalchemy import select

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, User, group_tags, user_tags
from app.schemas import GroupPatch, UserPatch
from app.services.experience.groups import delete_group, update_group
from app.services.experience.users import delete_user, update_user
from app.services.transaction import transaction
from tests.factories import BY, make_group, make_user


def rows(table: object = user_tags) -> set[tuple[str, str]]:
    return {(row.key, row.value) for row in db.session.execute(select(table))}


def test_they_come_with_the_user_and_go_with_it(application: Application) -> None:
    user = make_user(application, user_tags={"shift": "early", "floor": "2"})
    assert rows() == {("shift", "early"), ("floor", "2")}
    delete_user(user, BY)
    assert rows() == set()


def test_they_are_replaced_with_the_tags(application: Application) -> None:
    user = make_user(application, user_tags={"shift": "early", "floor": "2"})
    make_user(application, user_tags={"shift": "late"})
    update_user(user, UserPatch(user_tags={"shift": "night"}), BY)
    assert rows() == {("shift", "night"), ("shift", "late")}
    assert user.user_tags == {"shift": "night"}


def test_another_change_leaves_them(application: Application) -> None:
    user = make_user(application, user_tags={"shift": "early"})
    update_user(user, UserPatch(first_name="Ann"), BY)
    assert rows() == {("shift", "early")}


def test_groups_have_them_too(application: Application) -> None:
    group = make_group(application, group_tags={"site": "A"})
    update_group(group, GroupPatch(group_tags={"site": "B"}), BY)
    assert rows(group_tags) == {("site", "B")}
    delete_group(group, BY)
    assert rows(group_tags) == set()


def test_a_change_that_is_taken_back_changes_no_row(application: Application) -> None:
    user = make_user(application, user_tags={"shift": "early"})

    def fail() -> None:
        with transaction(user):
            user.user_tags = {"shift": "late"}
            db.session.flush()
            raise ValidationError("no")

    with pytest.raises(ValidationError):
        fail()
    assert rows() == {("shift", "early")}
    assert db.session.get_one(User, user.id).user_tags == {"shift": "early"}
