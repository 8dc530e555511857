from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.models import Application, Group, User
from app.services.flow_ports.users import Users
from app.workflows.errors import Refused
from tests.conftest import Clock
from tests.factories import PASSWORD, make_application, make_user


@pytest.fixture
def users(app: Flask, application: Application) -> Users:
    return Users(app, application.id)


def test_a_user_is_found_by_id_and_by_email_in_any_case(users: Users, member: User) -> None:
    by_id, by_email = users.find(member.id.upper()), users.find(" Member@EXAMPLE.com ")
    assert by_id is not None
    assert by_id == by_email
    assert by_id["id"] == member.id
    assert by_id["experienceGroups"][0]["name"] == "Guides"
    assert "passwordHash" not in by_id


def test_users_of_other_applications_are_not_there(users: Users) -> None:
    other = make_user(make_application(), email="other@example.com", password=PASSWORD)
    assert users.find(other.id) is users.find(other.email) is None
    assert users.search(None)["totalCount"] == 0
    assert not users.delete(other.id)
    assert users.check_password(other.email, PASSWORD) is None
    with pytest.raises(Refused) as refused:
        users.update(other.id, {"firstName": "X"})
    assert (refused.value.kind, refused.value.message) == ("NotFound", "User was not found")


def test_a_search_is_sorted_and_paged(users: Users, member: User, outsider: User) -> None:
    found = users.search(None, page=1, per_page=1, sort_field="email", sort_direction="desc")
    assert [user["email"] for user in found["items"]] == ["member@example.com"]
    assert {name: found[name] for name in found.keys() - {"items"}} == {
        "count": 1,
        "totalCount": 2,
        "page": 1,
        "perPage": 1,
        "sortField": "email",
        "sortDirection": "desc",
    }


@pytest.mark.parametrize(
    ("query", "emails"),
    [
        ({"email": {"$startsWith": "mem"}}, ["member@example.com"]),
        ({}, ["member@example.com", "outsider@example.com"]),
        ({"$or": []}, ["member@example.com", "outsider@example.com"]),
        ({"$and": [{"$or": []}, {"email": "member@example.com"}]}, ["member@example.com"]),
    ],
)
def test_a_search_takes_advanced_queries(
    users: Users, member: User, outsider: User, query: object, emails: list[str]
) -> None:
    assert [user["email"] for user in users.search(query)["items"]] == emails


def test_a_wrong_query_is_refused(users: Users) -> None:
    with pytest.raises(Refused) as refused:
        users.search({"shoeSize": 5})
    assert refused.value.kind == "Validation"


def test_a_user_is_created_as_the_api_would(users: Users, group: Group) -> None:
    made = users.create(
        {
            "email": "cid@example.com",
            "password": PASSWORD,
            "experienceGroupIds": [group.id],
            "userTags": {"a": "b"},
        }
    )
    assert made == users.find("cid@example.com")
    assert made["userTags"] == {"a": "b"}
    assert [one["id"] for one in made["experienceGroups"]] == [group.id]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"email": "MEMBER@example.com", "password": PASSWORD}, "AlreadyExists"),
        ({"email": "cid@example.com", "password": "short"}, "Validation"),
        ({"email": "cid", "password": PASSWORD}, "Validation"),
        ({"email": "cid@example.com", "password": PASSWORD, "shoeSize": 5}, "Validation"),
    ],
)
def test_a_wrong_user_is_refused(
    users: Users, member: User, fields: dict[str, object], kind: str
) -> None:
    with pytest.raises(Refused) as refused:
        users.create(fields)
    assert refused.value.kind == kind


def test_tags_are_replaced_whole_or_changed_one_by_one(users: Users, member: User) -> None:
    users.update(member.id, {"userTags": {"a": "1", "b": "2", "c": "3"}})
    changed = users.update(member.email, {"userTagChanges": {"b": None, "c": "4", "none": None}})
    assert changed["userTags"] == {"a": "1", "c": "4"}
    assert users.update(member.id, {"userTags": {"d": "5"}})["userTags"] == {"d": "5"}


def test_a_wrong_tag_changes_nothing(users: Users, member: User) -> None:
    with pytest.raises(Refused):
        users.update(member.id, {"firstName": "X", "userTagChanges": {"no key": "1"}})
    assert (users.find(member.id) or {}).get("firstName") != "X"


def test_a_user_is_deleted(users: Users, member: User) -> None:
    assert users.delete(member.email)
    assert not users.delete(member.email)


def test_a_password_tells_who_it_is(users: Users, member: User) -> None:
    assert users.check_password(member.email, PASSWORD) == users.find(member.id)
    assert users.check_password(member.id, PASSWORD) == users.find(member.id)
    assert users.check_password(member.email, "wrong") is None
    assert users.check_password("nobody@example.com", PASSWORD) is None


def test_wrong_passwords_lock_a_user_out_there_and_nowhere_else(
    app: Flask, application: Application, member: User, stopped_clock: Clock
) -> None:
    here, elsewhere = (Users(app, application.id, ip) for ip in ("192.0.2.1", "192.0.2.2"))
    for given in [member.id, member.email] * 5:
        assert here.check_password(given, "wrong") is None
    with pytest.raises(Refused) as refused:
        here.check_password(member.email.upper(), PASSWORD)
    assert refused.value.kind == "AccountLocked"
    assert elsewhere.check_password(member.email, PASSWORD)


def test_the_right_password_is_forgiven_the_wrong_ones(
    users: Users, member: User, stopped_clock: Clock
) -> None:
    for _ in range(3):
        for _ in range(9):
            users.check_password(member.email, "wrong")
        assert users.check_password(member.email, PASSWORD)


def test_a_token_tells_who_it_is_until_it_ends(
    users: Users, member: User, stopped_clock: Clock
) -> None:
    token = users.new_token(member.id, ttl_ms=60_000, extra_data={"a": 1})
    for_ever = users.new_token(member.id)
    assert users.check_token(token) == users.find(member.id)
    stopped_clock.advance(minutes=2)
    assert users.check_token(token) is None
    assert users.check_token(for_ever) is not None
    assert users.check_token("forged") is None


def test_revoked_tokens_are_refused_and_newer_ones_are_not(
    users: Users, member: User, stopped_clock: Clock
) -> None:
    old = users.new_token(member.id)
    stopped_clock.advance(seconds=1)
    users.revoke_tokens(member.id)
    assert users.check_token(old) is None
    assert users.check_token(users.new_token(member.id)) is not None


def test_tokens_that_the_application_revoked_are_refused(
    users: Users, application: Application, member: User, stopped_clock: Clock
) -> None:
    token = users.new_token(member.id)
    later = stopped_clock.advance(seconds=1)
    db.session.execute(update(Application).values(exp_user_token_cutoff=later))
    db.session.commit()
    assert users.check_token(token) is None


def test_tokens_of_deleted_users_are_refused(users: Users, member: User) -> None:
    token = users.new_token(member.id)
    users.delete(member.id)
    assert users.check_token(token) is None


def test_a_token_holds_only_so_much(users: Users, member: User) -> None:
    with pytest.raises(Refused) as refused:
        users.new_token(member.id, extra_data="x" * 10_000)
    assert refused.value.kind == "Validation"


def test_a_login_is_noted(users: Users, member: User, stopped_clock: Clock) -> None:
    stopped_clock.time += timedelta(hours=1)
    users.note_login(member.id)
    assert (users.find(member.id) or {})["lastLogin"] == "2025-03-01T13:00:00.000Z"
