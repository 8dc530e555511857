"""What every answer shares: camelCase on the wire, what is unset left out, one way to write times.

An answer is made from a row of any kind, so the API, the templates and the workflows show the
same resource in the same words.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import (
    AliasGenerator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel


def wire_time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: `2026-01-31T09:30:00.000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


Time = Annotated[
    datetime,
    PlainSerializer(wire_time, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Id = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[a-f0-9]{24}$"})]
LINK = {"type": "object", "required": ["href"]}
Unblank = Annotated[str | None, BeforeValidator(lambda text: text or None)]
"""Blank is stored where nothing was given, and is left out then."""
AuthorType = Literal["user", "apiToken", "flow"]


def own_id() -> Any:
    """For the field that shows the id once more, under the name of the resource."""
    return Field(validation_alias="id")


class Answer(BaseModel):
    model_config = ConfigDict(
        alias_generator=AliasGenerator(serialization_alias=to_camel),
        from_attributes=True,
        extra="forbid",
        frozen=True,
    )

    @classmethod
    def of(cls, row: Any, **more: Any) -> Self:
        """more: fields that the row does not hold, or holds under another name."""
        return cls.model_validate(_Joined(row, more))

    def wire(self, *leave_out: str) -> dict[str, Any]:
        """The JSON object. leave_out: Python names."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude=set(leave_out)
        )


def _surrounded(schema: dict[str, Any]) -> None:
    """With what the API puts around a resource; see app/api/calls/hypermedia.py."""
    schema["properties"] |= {
        "_type": {"type": "string"},
        "_links": {"type": "object", "additionalProperties": LINK},
        "_actions": {"type": "object", "additionalProperties": LINK},
    }
    schema["required"] = ["_type", *schema["required"]]


class Resource(Answer):
    model_config = ConfigDict(json_schema_extra=_surrounded)

    id: Id
    creation_date: Time
    last_updated: Time


class Authored(Answer):
    created_by_id: Id | None = None
    created_by_type: AuthorType | None = None
    last_updated_by_id: Id | None = None
    last_updated_by_type: AuthorType | None = None


R = TypeVar("R", bound=Answer)


class Collection(Answer, Generic[R]):
    """total_count: of all that fit, on this page or another."""

    model_config = ConfigDict(json_schema_extra=_surrounded)

    items: list[R]
    count: int
    total_count: int


class Sorted(Answer):
    """What a list was asked for. filter and filter_field only when they were given."""

    sort_field: str
    sort_direction: Literal["asc", "desc"]
    filter: str | None = None
    filter_field: str | None = None


class Paged(Sorted):
    """page: the first is 0."""

    page: int
    per_page: int


class Bundle(Answer):
    """Some collections at once, each under the name of its resource; those left out are None."""

    def collections(self) -> dict[str, Collection[Any]]:
        named = {to_camel(name): getattr(self, name) for name in type(self).model_fields}
        return {name: collection for name, collection in named.items() if collection is not None}


class Success(Answer):
    success: Literal[True] = True


class ErrorAnswer(Answer):
    kind: str = Field(serialization_alias="type")
    message: str


class _Joined:
    def __init__(self, row: Any, more: dict[str, Any]) -> None:
        self._row = row
        self._more = more

    def __getattr__(self, name: str) -> Any:
        more = self.__dict__["_more"]
        return more[name] if name in more else getattr(self.__dict__["_row"], name)
