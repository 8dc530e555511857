import pytest

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Group, User
from app.schemas import UserPatch
from app.services.experience.users import delete_user, invalidate_tokens, update_user
from app.services.passwords import password_fits
from tests.conftest import Clock
from tests.factories import BY, PASSWORD, make_group, make_user


def test_a_user_has_a_password_that_nobody_can_read(application: Application) -> None:
    user = make_user(application)
    assert PASSWORD not in user.password_hash
    assert password_fits(PASSWORD, user.password_hash)


def test_an_address_is_taken_once_whatever_its_case(application: Application) -> None:
    user = make_user(application, email="Ann@Example.com")
    assert user.email == "Ann@Example.com"
    with pytest.raises(AlreadyExists) as refused:
        make_user(application, email="ann@example.COM")
    assert refused.value.message == 'Email address "ann@example.COM" already exists'


def test_the_same_address_may_exist_in_another_application(application: Application) -> None:
    make_user(application, email="ann@example.com")
    assert make_user(email="ann@example.com").application_id != application.id


def test_an_address_can_change_its_case_but_not_into_one_that_is_taken(
    application: Application,
) -> None:
    user = make_user(application, email="ann@example.com")
    make_user(application, email="ben@example.com")
    assert update_user(user, UserPatch(email="ANN@example.com"), BY).email == "ANN@example.com"
    with pytest.raises(AlreadyExists):
        update_user(user, UserPatch(email="BEN@example.com"), BY)


def test_groups_are_replaced_whole(
    application: Application, group: Group, parent_group: Group, member: User
) -> None:
    assert member.groups == [group]
    update_user(member, UserPatch(first_name="Ann"), BY)
    assert member.groups == [group]
    update_user(member, UserPatch(experience_group_ids=[parent_group.id]), BY)
    assert member.groups == [parent_group]
    with pytest.raises(ValidationError, match="experienceGroupIds names"):
        update_user(member, UserPatch(experience_group_ids=[make_group().id]), BY)


def test_a_new_password_is_dated_and_leaves_tokens_alone(
    application: Application, stopped_clock: Clock
) -> None:
    user = make_user(application)
    assert user.password_last_updated == stopped_clock.time
    stopped_clock.advance(days=1)
    update_user(user, UserPatch(password="another one"), BY)
    assert password_fits("another one", user.password_hash)
    assert user.password_last_updated == stopped_clock.time
    assert user.token_cutoff is None


def test_tokens_of_one_user_are_cut_off_now(application: Application, stopped_clock: Clock) -> None:
    user, other = make_user(application), make_user(application)
    invalidate_tokens(user, BY)
    assert (user.token_cutoff, other.token_cutoff) == (stopped_clock.time, None)


def test_a_deleted_user_leaves_the_groups(group: Group, member: User) -> None:
    delete_user(member, BY)
    assert db.session.get(Group, group.id) is not None
    db.session.expire_all()
    assert db.session.query(User).filter(User.groups.any(Group.id == group.id)).count() == 0
