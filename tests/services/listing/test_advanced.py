"""Advanced queries: a cast, and who of it each query finds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.extensions import db
from app.models import Application, Group, User
from app.services.listing import ListQuery, list_groups, list_users
from tests.factories import make_endpoint, make_group, make_user, make_version

APRIL = datetime(2025, 4, 1, 12, 0, tzinfo=UTC)
APRIL_MS = int(APRIL.timestamp() * 1000)


@pytest.fixture
def people(application: Application) -> dict[str, User]:
    """ann: curator, logged in; ben: guard, no tags but one; Cid: nobody, nothing."""
    guards = make_group(application, name="guards")
    curators = make_group(application, name="curators")
    tags = {"shift": "early", "floor": "2"}
    ann = make_user(
        application, email="Ann@example.com", first_name="Ann", last_name="100% O'Neil_\\",
        user_tags=tags, experience_group_ids=[curators.id, guards.id],
    )  # fmt: skip
    ben = make_user(
        application, email="ben@example.com", first_name="ann", user_tags={"shift": "late"},
        experience_group_ids=[guards.id],
    )  # fmt: skip
    cid = make_user(application, email="cid@example.org")
    make_user(email="ann@example.com", first_name="Ann", user_tags=tags)  # of somebody else's
    ann.last_login = APRIL
    db.session.commit()
    return {"ann": ann, "ben": ben, "cid": cid}


def found(people: dict[str, User], query: dict[str, Any]) -> str:
    application = db.session.get_one(Application, people["ann"].application_id)
    rows = list_users(application, ListQuery(query=query)).items
    return " ".join(name for name, user in people.items() if user in rows)


def nor(query: dict[str, Any]) -> dict[str, Any]:
    return {"$nor": [query]}


CASES: list[tuple[dict[str, Any], str]] = [
    ({}, "ann ben cid"),
    # texts
    ({"firstName": "Ann"}, "ann"),
    ({"firstName": {"$eq": "Ann"}}, "ann"),
    ({"firstName": {"$eq": "ANN", "$ci": True}}, "ann ben"),
    ({"firstName": {"$eq": "ANN", "$ci": False}}, ""),
    ({"firstName": {"$ne": "Ann"}}, "ben cid"),
    ({"firstName": {"$startsWith": "A"}}, "ann"),
    ({"firstName": {"$startsWith": "a", "$ci": True}}, "ann ben"),
    ({"firstName": {"$endsWith": "nn"}}, "ann ben"),
    ({"firstName": {"$contains": "N", "$ci": True}}, "ann ben"),
    ({"firstName": {"$contains": "N"}}, ""),
    ({"lastName": {"$contains": "%"}}, "ann"),
    ({"lastName": {"$contains": "_"}}, "ann"),
    ({"lastName": {"$endsWith": "\\"}}, "ann"),
    ({"lastName": {"$contains": "0% O'"}}, "ann"),
    ({"firstName": {"$in": ["Ann", "x", None, 7]}}, "ann cid"),
    ({"firstName": {"$nin": ["Ann", "x"]}}, "ben cid"),
    ({"firstName": {"$in": []}}, ""),
    ({"firstName": {"$nin": []}}, "ann ben cid"),
    ({"firstName": {"$gt": "Ann"}}, "ben"),
    ({"firstName": {"$gte": "Ann"}}, "ann ben"),
    ({"firstName": {"$lt": "Ann"}}, "cid"),
    ({"firstName": {"$lte": "Ann"}}, "ann cid"),
    ({"firstName": {"$gte": "A", "$lt": "B"}}, "ann"),
    ({"firstName": None}, "cid"),
    ({"firstName": {"$ne": None}}, "ann ben"),
    ({"firstName": {"$gt": None}}, ""),
    ({"firstName": {"$lte": None}}, "cid"),
    ({"firstName": {}}, "ann ben cid"),
    ({"firstName": 7}, ""),
    ({"firstName": {"$ne": True}}, "ann ben cid"),
    ({"firstName": {"$gt": 1}}, ""),
    ({"firstName": "\x00"}, ""),
    # addresses, which have an index in lower case
    ({"email": "Ann@example.com"}, "ann"),
    ({"email": "ann@example.com"}, ""),
    ({"email": {"$eq": "ANN@example.com", "$ci": True}}, "ann"),
    ({"email": {"$ne": "Ann@example.com"}}, "ben cid"),
    ({"email": {"$in": ["Ann@example.com", "BEN@example.com"]}}, "ann"),
    ({"email": {"$in": ["ann@example.com", "BEN@example.com"], "$ci": True}}, "ann ben"),
    ({"email": {"$nin": ["ann@example.com", "BEN@example.com"], "$ci": True}}, "cid"),
    ({"email": {"$startsWith": "Ann@"}}, "ann"),
    ({"email": {"$startsWith": "ann@"}}, ""),
    ({"email": {"$endsWith": ".ORG", "$ci": True}}, "cid"),
    ({"email": {"$contains": "@example"}}, "ann ben cid"),
    ({"email": {"$gt": "Z"}}, "ben cid"),
    ({"email": None}, ""),
    # moments
    ({"lastLogin": "2025-04-01T12:00:00.000Z"}, "ann"),
    ({"lastLogin": "2025-04-01T14:00:00+02:00"}, "ann"),
    ({"lastLogin": APRIL_MS}, "ann"),
    ({"lastLogin": {"$gt": APRIL_MS - 1}}, "ann"),
    ({"lastLogin": {"$lt": APRIL_MS}}, ""),
    ({"lastLogin": {"$ne": APRIL_MS}}, "ben cid"),
    ({"lastLogin": {"$in": [APRIL_MS, None]}}, "ann ben cid"),
    ({"lastLogin": {"$nin": [APRIL_MS]}}, "ben cid"),
    ({"lastLogin": None}, "ben cid"),
    ({"lastLogin": {"$gte": None}}, "ben cid"),
    ({"lastLogin": {"$ne": None}}, "ann"),
    (nor({"lastLogin": {"$gt": APRIL_MS}}), "ann ben cid"),
    ({"creationDate": {"$lt": "2020-01-01T00:00:00Z"}}, ""),
    ({"passwordLastUpdated": {"$ne": None}}, "ann ben cid"),
    # tags
    ({"userTags": {"shift": "early"}}, "ann"),
    ({"userTags": {"shift": "early", "floor": "2"}}, "ann"),
    ({"userTags": {"shift": "early", "floor": "3"}}, ""),
    ({"userTags": {"shift": {"$in": ["early", "late"]}}}, "ann ben"),
    ({"userTags": {"shift": {"$nin": ["early"]}}}, "ben"),
    ({"userTags": {"floor": None}}, "ben cid"),
    ({"userTags": {"$tagKey": "shift"}}, "ann ben"),
    ({"userTags": {"$tagValue": "2"}}, "ann"),
    ({"userTags": {"$tagKey": "shift", "$tagValue": "2"}}, ""),
    ({"userTags": {"$tagKey": "floor", "$tagValue": "2"}}, "ann"),
    ({"userTags": {"$tagKey": {"$nin": ["shift"]}}}, "ann"),
    ({"userTags": {"$tagKey": "floor", "$tagValue": None}}, "ben cid"),
    ({"userTags": {"$tagKey": None}}, "cid"),
    ({"userTags": None}, "cid"),
    ({"userTags": {"$eq": None}}, "cid"),
    ({"userTags": {"$ne": None}}, "ann ben"),
    ({"userTags": {"$ne": {"shift": "early"}}}, "ben cid"),
    ({"userTags": {"$eq": {"$tagKey": "floor"}}}, "ann"),
    # combined
    ({"firstName": "Ann", "email": "ben@example.com"}, ""),
    ({"$and": [{"firstName": "Ann"}, {"userTags": {"floor": "2"}}]}, "ann"),
    ({"$or": [{"firstName": "Ann"}, {"email": "cid@example.org"}]}, "ann cid"),
    ({"$or": [{"firstName": "Ann"}, {"firstName": "ann"}], "userTags": {"shift": "late"}}, "ben"),
    ({"$nor": [{"firstName": "Ann"}, {"email": "cid@example.org"}]}, "ben"),
    ({"$and": []}, "ann ben cid"),
    ({"$or": []}, ""),
    ({"$nor": []}, "ann ben cid"),
    (nor(nor({"firstName": "Ann"})), "ann"),
    ({"$or": [{"$and": [{"firstName": {"$ci": True, "$eq": "ANN"}}]}, nor({})]}, "ann ben"),
]


@pytest.mark.parametrize(("query", "expected"), CASES, ids=lambda case: str(case)[:60])
def test_users_are_found(people: dict[str, User], query: dict[str, Any], expected: str) -> None:
    assert found(people, query) == expected
    everybody = set(people)
    assert set(found(people, nor(query)).split()) == everybody - set(expected.split())


def test_users_are_found_by_id(people: dict[str, User]) -> None:
    ann, ben = people["ann"].id, people["ben"].id
    assert found(people, {"id": ann.upper()}) == "ann"
    assert found(people, {"id": {"$in": [ann, ben]}}) == "ann ben"
    assert found(people, {"id": {"$nin": [ann, ben]}}) == "cid"
    assert found(people, {"id": {"$ne": ann}}) == "ben cid"
    assert found(people, {"id": {"$gte": "0" * 24}}) == "ann ben cid"
    assert found(people, {"id": None}) == ""


def test_users_are_found_by_group(people: dict[str, User]) -> None:
    curators, guards = (group.id for group in people["ann"].groups)
    assert found(people, {"experienceGroupId": curators}) == "ann"
    assert found(people, {"experienceGroupId": {"$ne": curators}}) == "ben cid"
    assert found(people, {"experienceGroupId": {"$in": [curators, guards]}}) == "ann ben"
    assert found(people, {"experienceGroupId": {"$nin": [curators]}}) == "ben cid"
    assert found(people, {"experienceGroupId": {"$gt": "0" * 24}}) == "ann ben"
    assert found(people, {"experienceGroupId": None}) == "cid"
    assert found(people, {"experienceGroupId": {"$ne": None}}) == "ann ben"
    both = {"$and": [{"experienceGroupId": curators}, {"experienceGroupId": guards}]}
    assert found(people, both) == "ann"


@pytest.fixture
def tree(application: Application) -> dict[str, Group]:
    """root > middle > leaf, and other beside them."""
    root = make_group(application, name="root", group_tags={"site": "A"})
    middle = make_group(application, name="middle", parent_id=root.id)
    leaf = make_group(application, name="leaf", parent_id=middle.id)
    return {"root": root, "middle": middle, "leaf": leaf, "other": make_group(application)}


def groups_found(tree: dict[str, Group], query: dict[str, Any]) -> str:
    application = db.session.get_one(Application, tree["root"].application_id)
    rows = list_groups(application, ListQuery(query=query)).items
    return " ".join(name for name, group in tree.items() if group in rows)


@pytest.mark.parametrize(
    ("field", "operator", "of", "expected"),
    [
        ("ancestorId", "$eq", "root", "middle leaf"),
        ("ancestorId", "$eq", "middle", "leaf"),
        ("ancestorId", "$eq", "leaf", ""),
        ("ancestorId", "$ne", "middle", "root middle other"),
        ("ancestorId", "$eq", None, "root other"),
        ("ancestorId", "$ne", None, "middle leaf"),
        ("parentId", "$eq", "root", "middle"),
        ("parentId", "$ne", "root", "root leaf other"),
        ("parentId", "$eq", None, "root other"),
    ],
)
def test_groups_are_found_by_their_place_in_the_tree(
    tree: dict[str, Group], field: str, operator: str, of: str | None, expected: str
) -> None:
    id = tree[of].id if of else None
    assert groups_found(tree, {field: {operator: id}}) == expected


def test_groups_are_found_by_several_ancestors(tree: dict[str, Group]) -> None:
    ids = [tree["middle"].id, tree["other"].id]
    assert groups_found(tree, {"ancestorId": {"$in": ids}}) == "leaf"
    assert groups_found(tree, {"ancestorId": {"$nin": ids}}) == "root middle other"
    assert groups_found(tree, {"ancestorId": {"$gt": "0" * 24}}) == "middle leaf"


def test_groups_are_found_by_what_is_in_them(
    application: Application, tree: dict[str, Group]
) -> None:
    user = make_user(application, experience_group_ids=[tree["leaf"].id])
    endpoint = make_endpoint(application, experience_group_ids=[tree["root"].id])
    frozen = make_endpoint(application, experience_group_ids=[tree["other"].id])
    make_version(application)
    frozen.groups = []
    db.session.commit()
    assert groups_found(tree, {"experienceUserId": user.id}) == "leaf"
    assert groups_found(tree, {"experienceUserId": None}) == "root middle other"
    assert groups_found(tree, {"experienceEndpointId": endpoint.id}) == "root"
    assert groups_found(tree, {"experienceEndpointId": frozen.id}) == ""
    assert groups_found(tree, {"groupTags": {"site": "A"}}) == "root"
    assert groups_found(tree, {"name": {"$in": ["root", "leaf"]}}) == "root leaf"


def test_as_much_as_is_allowed_is_more_than_the_database_minds(people: dict[str, User]) -> None:
    wide = {"$or": [{"firstName": {"$in": [f"n{n}" for n in range(100)]}} for _ in range(99)]}
    assert found(people, wide) == ""
    deep: dict[str, Any] = {"firstName": "Ann"}
    for _ in range(9):
        deep = nor(deep)
    assert found(people, deep) == "ben cid"
