"""Advanced queries: by what users and groups may be searched, and how that is combined."""

from typing import Annotated, Any, Self, TypeVar

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

INNER = ("every", "some", "no")


class Query(Schema):
    """Subclasses add what is compared."""

    every: Maybe[Annotated[list[Self], Field(max_length=QUERIES)]] = Field(None, alias="$and")
    some: Maybe[Annotated[list[Self], Field(max_length=QUERIES)]] = Field(None, alias="$or")
    no: Maybe[Annotated[list[Self], Field(max_length=QUERIES)]] = Field(None, alias="$nor")

    @property
    def comparisons(self) -> dict[str, Any]:
        """By Python name. All of them must hold."""
        return {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name in self.model_fields_set.difference(INNER)
        }

    @property
    def inner(self) -> list[Self]:
        found = [getattr(self, name) or () for name in INNER]
        return [query for queries in found for query in queries]


class UserQuery(Query):
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
    id: AnyId = None
    creation_date: Time = None
    last_updated: Time = None
    name: Text = None
    parent_id: AnyId = None
    ancestor_id: AnyId = None
    experience_user_id: AnyId = None
    experience_endpoint_id: AnyId = None
    group_tags: TagsBy = None


Q = TypeVar("Q", bound=Query)


def read_query(schema: type[Q], query: Any) -> Q:
    """query: as it came, parsed from JSON. Raises ValidationError naming what is wrong in it."""
    found = read(schema, query, "query")
    if _parts(found, DEPTH) > PARTS:
        raise ValidationError(f"query has more than {PARTS} parts; ask for less at once", "query")
    return found


def _parts(query: Query, depth: int) -> int:
    if not depth:
        raise ValidationError(f"query is nested more than {DEPTH} deep; flatten it", "query")
    return 1 + len(query.comparisons) + sum(_parts(one, depth - 1) for one in query.inner)
