import pytest

from app.extensions import db
from app.models import Application
from app.services.passwords import password_fits
from tests.api.conftest import Api
from tests.conftest import Clock
from tests.factories import PASSWORD, make_application, make_group, make_user


def test_one_is_made_with_all_its_fields(
    api: Api, application: Application, stopped_clock: Clock
) -> None:
    parent = make_group(application, name="Staff")
    group = make_group(application, name="Guides", parent_id=parent.id)
    body = {
        "email": "Mara@Ships.example",
        "firstName": "Mara",
        "lastName": "Lind",
        "userTags": {"deck": "3"},
        "tokenCutoff": "2025-03-01T13:00:00.5+01:00",
    }
    secret = {"password": PASSWORD, "experienceGroupIds": [group.id]}
    made = api.post("/users", body | secret)
    assert made.items() >= (body | {"tokenCutoff": "2025-03-01T12:00:00.500Z"}).items()
    assert made["experienceGroups"] == [{"id": group.id, "name": "Guides", "parentId": parent.id}]
    assert made["avatarUrl"].startswith("https://www.gravatar.com/avatar/")
    assert made["passwordLastUpdated"] == made["creationDate"]
    assert not {"password", "passwordHash", "lastLogin", "experienceGroupIds"} & set(made)
    assert "password" not in str(api.get("/users")["items"]).replace("passwordLastUpdated", "")


def test_a_password_is_changed(api: Api, application: Application) -> None:
    user = make_user(application)
    api.patch(f"/users/{user.id}", {"password": "another horse"})
    db.session.refresh(user)
    assert password_fits("another horse", user.password_hash)


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ({"email": "a@b.example"}, "Validation", "experienceUser.password is required"),
        ({"email": "a", "password": PASSWORD}, "Validation", "experienceUser.email is not an"),
        ({"email": "a@b.example", "password": "short"}, "Validation", "password is too short"),
        ({"email": "TAKEN@b.example", "password": PASSWORD}, "AlreadyExists",
         'Email address "TAKEN@b.example" already exists'),
        ({"email": "a@b.example", "password": PASSWORD, "experienceGroupIds": ["f" * 24]},
         "Validation", "experienceGroupIds names"),
        ({"email": "a@b.example", "password": PASSWORD, "userTags": {"a b": "c"}},
         "Validation", "experienceUser.userTags.a b"),
        ({"email": "a@b.example", "password": PASSWORD, "lastLogin": "2025-03-01T12:00:00Z"},
         "Validation", "experienceUser.lastLogin is not a field"),
    ],
)  # fmt: skip
def test_it_says_what_cannot_be(
    api: Api, application: Application, body: dict[str, object], kind: str, message: str
) -> None:
    make_user(application, email="taken@b.example")
    make_user(make_application(), email="a@b.example")  # elsewhere, which is no matter
    before = api.get("/users")
    status, found, said = api.refused("POST", "/users", body)
    assert (status, found) == (400, kind)
    assert message in said
    assert api.get("/users") == before


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{", "query is not JSON"),
        ("[]", "query must be an object"),
        ('{"nope": 1}', "query.nope is not a field"),
        ('{"email": {"$gtt": 1}}', "query.email.$gtt is not a field"),
        ('{"id": "42"}', "query.id"),
        ('{"$or": {}}', "query.$or must be a list"),
        ('{"$and":[' * 30 + "{}" + "]}" * 30, "query is nested"),
    ],
)
def test_it_says_what_is_wrong_in_a_query(api: Api, query: str, message: str) -> None:
    status, kind, said = api.refused("GET", "/users", query=query)
    assert (status, kind) == (400, "Validation")
    assert said.startswith(message)


def test_a_query_may_come_in_brackets(api: Api, application: Application) -> None:
    make_user(application, email="mara@ships.example")
    make_user(application, email="olu@ships.example")
    found = api.call("GET", "/users?query[$or][0][email][$startsWith]=mara").json
    assert [user["email"] for user in found["items"]] == ["mara@ships.example"]


def test_the_group_asked_for_is_echoed(api: Api, application: Application) -> None:
    group = make_group(application)
    assert api.get("/users", experienceGroupId=group.id)["experienceGroupId"] == group.id
    assert api.get("/users", experienceGroupId="none")["experienceGroupId"] == "none"
    assert api.refused("GET", "/users", experienceGroupId="x")[2].startswith("experienceGroupId ")
