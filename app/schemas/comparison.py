"""The right-hand sides of an advanced query: how one field is compared.

A bare value stands for {"$eq": value} everywhere, and is read as that.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)
from pydantic import model_validator as model_check
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from app.schemas.base import Schema
from app.schemas.texts import TAG_VALUE_LENGTH, TAGS_KEY, DateTime, Id24, TagKey

VALUES = 100

_NEVER_STORED = "\x00"


def _unbare(value: Any) -> Any:
    return value if isinstance(value, dict) else {"$eq": value}


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("scalar", "must be text, a number, true, false or null")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("scalar", "holds half of a character") from None
    return value.replace(_NEVER_STORED, "\ufffd")  # fits nothing, and no database chokes on it


def _from_epoch(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        raise PydanticCustomError("date_time", "lies outside the calendar") from None


@dataclass(frozen=True, eq=False)
class _OrBare:
    """For the description of a comparison: what may stand in its place."""

    value: JsonSchemaValue

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), self.value]}


def _two_forms(schema: dict[str, Any]) -> None:
    named, by_key = schema.pop("properties"), schema.pop("additionalProperties")
    schema["oneOf"] = [
        {"properties": named, "additionalProperties": False, "minProperties": 1},
        {
            "patternProperties": {TAGS_KEY: by_key},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]


NONE = {"type": "null"}
IDS = {"type": ["string", "null"], "pattern": "^[A-Fa-f0-9]{24}$"}
TAG_TEXTS = {"type": ["string", "null"], "maxLength": TAG_VALUE_LENGTH}
SCALARS = {"type": ["string", "number", "boolean", "null"]}
MOMENTS = {
    "anyOf": [
        {"type": "string", "format": "date-time"},
        {"type": "integer", "minimum": 0, "maximum": 253_402_300_799_999},
        NONE,
    ]
}

Scalar = Annotated[Any, BeforeValidator(_scalar), WithJsonSchema(SCALARS)]
Part = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_scalar)]
Moment = Annotated[DateTime | None, BeforeValidator(_from_epoch), WithJsonSchema(MOMENTS)]
TagText = Annotated[
    str | None, StringConstraints(max_length=TAG_VALUE_LENGTH), BeforeValidator(_scalar)
]


class Comparison(Schema):
    @property
    def operations(self) -> list[tuple[str, Any]]:
        """What was asked: ("$gt", value) and so on. All of it must hold."""
        fields = type(self).model_fields
        return [
            (str(fields[name].alias), getattr(self, name))
            for name in fields
            if name in self.model_fields_set
        ]


class OneOperation(Comparison):
    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    @model_check(mode="after")
    def is_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("one", "must hold exactly one operator, such as $eq")
        return self


class TextComparison(Comparison):
    """Values of another kind than text are allowed, and fit no text."""

    eq: Scalar = Field(None, alias="$eq")
    ne: Scalar = Field(None, alias="$ne")
    gt: Scalar = Field(None, alias="$gt")
    lt: Scalar = Field(None, alias="$lt")
    gte: Scalar = Field(None, alias="$gte")
    lte: Scalar = Field(None, alias="$lte")
    starts_with: Part = Field("", alias="$startsWith")
    ends_with: Part = Field("", alias="$endsWith")
    contains: Part = Field("", alias="$contains")
    among: list[Scalar] = Field([], alias="$in", max_length=VALUES)
    not_among: list[Scalar] = Field([], alias="$nin", max_length=VALUES)
    ignore_case: StrictBool = Field(False, alias="$ci")

    @property
    def operations(self) -> list[tuple[str, Any]]:
        return [(name, value) for name, value in super().operations if name != "$ci"]


class TimeComparison(Comparison):
    """Moments as ISO texts or milliseconds since 1970."""

    eq: Moment = Field(None, alias="$eq")
    ne: Moment = Field(None, alias="$ne")
    gt: Moment = Field(None, alias="$gt")
    lt: Moment = Field(None, alias="$lt")
    gte: Moment = Field(None, alias="$gte")
    lte: Moment = Field(None, alias="$lte")
    among: list[Moment] = Field([], alias="$in", max_length=VALUES)
    not_among: list[Moment] = Field([], alias="$nin", max_length=VALUES)


class IdComparison(OneOperation):
    eq: Id24 | None = Field(None, alias="$eq")
    ne: Id24 | None = Field(None, alias="$ne")
    gt: Id24 | None = Field(None, alias="$gt")
    lt: Id24 | None = Field(None, alias="$lt")
    gte: Id24 | None = Field(None, alias="$gte")
    lte: Id24 | None = Field(None, alias="$lte")
    among: list[Id24] = Field([], alias="$in", max_length=VALUES)
    not_among: list[Id24] = Field([], alias="$nin", max_length=VALUES)


class TagMatch(OneOperation):
    """How the key or the value of a tag is compared. null stands for: there is no such tag."""

    eq: TagText = Field(None, alias="$eq")
    among: list[TagText] = Field([], alias="$in", max_length=VALUES)
    not_among: list[TagText] = Field([], alias="$nin", max_length=VALUES)


Match = Annotated[Annotated[TagMatch, _OrBare(TAG_TEXTS)] | None, BeforeValidator(_unbare)]


class TagTest(Schema):
    """Either $tagKey and $tagValue, one of them or both, or tags by their keys."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_two_forms)
    __pydantic_extra__: dict[TagKey, Match]

    tag_key: Match = Field(None, alias="$tagKey")
    tag_value: Match = Field(None, alias="$tagValue")

    @model_check(mode="after")
    def is_one_form(self) -> Self:
        if bool(self.model_extra) == bool(self.model_fields_set & {"tag_key", "tag_value"}):
            raise PydanticCustomError(
                "tag_test", "must name tags by their keys, or hold $tagKey, $tagValue or both"
            )
        return self

    @property
    def tags(self) -> list[tuple[TagMatch | None, TagMatch | None]]:
        """Key and value of each tag that is asked for; None is anything."""
        if self.model_extra:
            return [
                (TagMatch.model_validate({"$eq": key}), match)
                for key, match in self.model_extra.items()
            ]
        return [(self.tag_key, self.tag_value)]


class TagFilter(OneOperation):
    """null: there is no tag at all."""

    eq: TagTest | None = Field(None, alias="$eq")
    ne: TagTest | None = Field(None, alias="$ne")


def _unbare_tags(value: Any) -> Any:
    is_operator = isinstance(value, dict) and value.keys() & {"$eq", "$ne"}
    return value if is_operator else {"$eq": value}


Text = Annotated[Annotated[TextComparison, _OrBare(SCALARS)] | None, BeforeValidator(_unbare)]
Time = Annotated[Annotated[TimeComparison, _OrBare(MOMENTS)] | None, BeforeValidator(_unbare)]
AnyId = Annotated[Annotated[IdComparison, _OrBare(IDS)] | None, BeforeValidator(_unbare)]
TagsBy = Annotated[Annotated[TagFilter, _OrBare(NONE)] | None, BeforeValidator(_unbare_tags)]
