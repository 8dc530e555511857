"""Advanced queries: by what users and groups may be searched, and how that is combined."""

from typing import Annotated, Any, TypeVar

from pydantic import Field

from app.errors import ValidationError
from app.schemas.base import Maybe, Schema
from app.schemas.comparison import AnyId, TagsBy, Text, Time
from app.schemas.messages import read

QUERIES = 100
PARTS = 300
"""Most queries and fields in one query, which becomes one expression of SQL."""
DEPTH = 10
"""Most queries inside each other."""

Q = TypeVar("Q", bound=Schema)
Several = Maybe[Annotated[list[Q], Field(max_length=QUERIES)]]


class Query(Schema):
    @property
    def comparisons(self) -> dict[str, Any]:
        """By Python name. All of them must hold."""
        return {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name in self.model_fields_set - {"every", "some", "no"}
        }

    @property
    def inner(self) -> list["Query"]:
        found = [getattr(self, name) or () for name in ("every", "some", "no")]
        return [query for queries in found for query in queries]


class UserQuery(Query):
    every: Several["UserQuery"] = Field(None, alias="$and")
    some: Several["UserQuery"] = Field(None, alias="$or")
    no: Several["UserQuery"] = Field(None, alias="$nor")
    id: AnyId = None
    creation_date: Time = None
    last_updated: Time = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None
    last_login: Time = None
    password_last_updated: Time = None
    user_tags: TagsBy = None
    experience_group_id: AnyId = None


class GroupQuery(Query):
    every: Several["GroupQuery"] = Field(None, alias="$and")
    some: Several["GroupQuery"] = Field(None, alias="$or")
    no: Several["GroupQuery"] = Field(None, alias="$nor")
    id: AnyId = None
    creation_date: Time = None
    last_updated: Time = None
    name: Text = None
    parent_id: AnyId = None
    ancestor_id: AnyId = None
    experience_user_id: AnyId = None
    experience_endpoint_id: AnyId = None
    group_tags: TagsBy = None


def read_user_query(query: Any) -> UserQuery:
    """query: as it came, parsed from JSON. Raises ValidationError naming what is wrong in it."""
    return checked(read(UserQuery, query, "query"))


def read_group_query(query: Any) -> GroupQuery:
    return checked(read(GroupQuery, query, "query"))


C = TypeVar("C", bound=Query)


def checked(query: C) -> C:
    if _parts(query, DEPTH) > PARTS:
        raise ValidationError(f"query has more than {PARTS} parts; ask for less at once", "query")
    return query


def _parts(query: Query, depth: int) -> int:
    if not depth:
        raise ValidationError(f"query is nested more than {DEPTH} deep; flatten it", "query")
    return 1 + len(query.comparisons) + sum(_parts(one, depth - 1) for one in query.inner)
