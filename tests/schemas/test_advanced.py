"""What is said about an advanced query that cannot be read."""

from typing import Any

import pytest

from app.errors import ValidationError
from app.schemas.advanced import GroupQuery, UserQuery, read_query

ID = "a" * 24


def nested(depth: int) -> dict[str, Any]:
    query: dict[str, Any] = {"firstName": "Ann"}
    for _ in range(depth - 1):
        query = {"$and": [query]}
    return query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ([], "query must be an object"),
        ("Ann", "query must be an object"),
        ({"name": "Ann"}, "query.name is not a field of this resource"),
        ({"$not": {}}, "query.$not is not a field of this resource"),
        ({"firstName": {"$like": "A"}}, "query.firstName.$like is not a field"),
        ({"firstName": ["Ann"]}, "query.firstName.$eq must be text, a number, true, false or null"),
        ({"firstName": {"$in": "Ann"}}, "query.firstName.$in must be a list"),
        ({"firstName": {"$in": [[]]}}, "query.firstName.$in.0 must be text, a number"),
        ({"firstName": {"$in": ["x"] * 101}}, "query.firstName.$in has more items than the 100"),
        ({"firstName": {"$contains": ""}}, "query.firstName.$contains must not be empty"),
        ({"firstName": {"$startsWith": 1}}, "query.firstName.$startsWith must be text"),
        ({"firstName": {"$ci": "true"}}, "query.firstName.$ci must be true or false"),
        ({"firstName": "\ud800"}, "query.firstName.$eq holds half of a character"),
        ({"$or": {}}, "query.$or must be a list"),
        ({"$or": None}, "query.$or cannot be null"),
        ({"$or": [{"$and": [{"emial": 1}]}]}, "query.$or.0.$and.0.emial is not a field"),
        ({"$or": [{}] * 101}, "query.$or has more items than the 100 allowed"),
        ({"id": "x"}, "query.id.$eq must be an id of 24 hex characters"),
        ({"id": {}}, "query.id must hold exactly one operator"),
        ({"id": {"$gt": ID, "$lt": ID}}, "query.id must hold exactly one operator"),
        ({"id": {"$startsWith": "a"}}, "query.id.$startsWith is not a field"),
        ({"lastLogin": "yesterday"}, "query.lastLogin.$eq must be a date and time such as"),
        ({"lastLogin": True}, "query.lastLogin.$eq must be a date and time such as"),
        ({"lastLogin": 1e99}, "query.lastLogin.$eq lies outside the calendar"),
        ({"lastLogin": {"$contains": "2025"}}, "query.lastLogin.$contains is not a field"),
        ({"userTags": {}}, "query.userTags.$eq must name tags by their keys, or hold $tagKey"),
        ({"userTags": "x"}, "query.userTags.$eq must be an object"),
        ({"userTags": {"a b": "c"}}, "query.userTags.$eq.a b must be 1 to 255 letters"),
        ({"userTags": {"a": 1}}, "query.userTags.$eq.a.$eq must be text"),
        ({"userTags": {"a": "v" * 256}}, "query.userTags.$eq.a.$eq is longer than 255"),
        ({"userTags": {"a": {"$ne": "c"}}}, "query.userTags.$eq.a.$ne is not a field"),
        ({"userTags": {"$tagKey": "a", "b": "c"}}, "query.userTags.$eq must name tags by"),
        ({"userTags": {"$eq": None, "$ne": None}}, "query.userTags must hold exactly one"),
        ({"userTags": {"$tagKey": {"$in": ["k"] * 101}}}, "query.userTags.$eq.$tagKey.$in has"),
        (nested(11), "query is nested more than 10 deep"),
        ({"$or": [{"$or": [{"id": ID}] * 60}] * 3}, "query has more than 300 parts"),
    ],
)
def test_it_names_what_is_wrong_and_where(query: Any, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_query(UserQuery, query)
    assert message in refused.value.message
    assert str(refused.value.field).startswith("query")


def test_users_and_groups_have_fields_of_their_own() -> None:
    assert read_query(GroupQuery, {"name": "Staff", "ancestorId": None}).name is not None
    with pytest.raises(ValidationError, match="query.email is not a field"):
        read_query(GroupQuery, {"email": "a@example.com"})


def test_ten_deep_is_not_too_deep() -> None:
    assert read_query(UserQuery, nested(10)).every


def test_something_absurdly_deep_is_refused_too() -> None:
    with pytest.raises(ValidationError):
        read_query(UserQuery, nested(900))
