"""By what flows and their versions may be searched."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from app.schemas.advanced import Query
from app.schemas.base import Maybe, Schema
from app.schemas.comparison import AnyId, OneOperation, Scalar, Text, Time
from app.schemas.texts import TagKey

Kind = Annotated[str, StringConstraints(max_length=255)]


class PartTest(Schema):
    """A trigger or node of that type, in whose config at least these values stand."""

    kind: Kind = Field(alias="type")
    key: Maybe[Annotated[str, StringConstraints(max_length=1024)]] = None
    config: dict[TagKey, Scalar] = {}

    def fits(self, part: dict[str, Any]) -> bool:
        config = part.get("config") or {}
        return (
            part["type"] == self.kind
            and self.key in (None, part.get("key"))
            and all(_same(config.get(name), value) for name, value in self.config.items())
        )


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


class PartComparison(OneOperation):
    """One of the parts fits; or, with $ne, none of them."""

    eq: PartTest | None = Field(None, alias="$eq")
    ne: PartTest | None = Field(None, alias="$ne")


def _unbare(value: Any) -> Any:
    is_operator = isinstance(value, dict) and value.keys() & {"$eq", "$ne"}
    return value if is_operator else {"$eq": value}


Parts = Annotated[PartComparison | None, BeforeValidator(_unbare)]


class FlowQuery(Query):
    id: AnyId = None
    name: Text = None
    creation_date: Time = None
    last_updated: Time = None
    flow_class: Text = None
    enabled: Text = None
    default_version: AnyId = None
    custom_node_supports: Text = None
    triggers: Parts = None
    nodes: Parts = None


class FlowVersionQuery(Query):
    id: AnyId = None
    flow_id: AnyId = None
    name: Text = None
    version: Text = None
    creation_date: Time = None
    last_updated: Time = None
    flow_class: Text = None
    enabled: Text = None
    triggers: Parts = None
    nodes: Parts = None
