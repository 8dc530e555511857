"""What every schema shares: camelCase on the wire, no unknown fields, absent told from null."""

from collections.abc import Collection
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError


class Schema(BaseModel):
    """Python builds it with snake_case names, `schemas.read` with those of the wire only."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    def wire(self) -> dict[str, Any]:
        """The JSON object to store: camelCase, without what is unset."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def columns(self, *leave_out: str) -> dict[str, Any]:
        """Every field by its Python name, nested objects as they are stored."""
        return self._values(set(type(self).model_fields), leave_out)

    def changes(self, *leave_out: str) -> dict[str, Any]:
        """Like columns, but only the fields that were given."""
        return self._values(self.model_fields_set, leave_out)

    def _values(self, names: set[str], leave_out: Collection[str]) -> dict[str, Any]:
        return {name: _stored(getattr(self, name)) for name in names.difference(leave_out)}


def _stored(value: Any) -> Any:
    if isinstance(value, list):
        return [_stored(item) for item in value]
    return value.wire() if isinstance(value, Schema) else value


T = TypeVar("T")


def _refuse_null(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("null", "cannot be null; leave it out instead")
    return value


class _WithoutNull:
    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return without_null(handler(schema))


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema that allowed null beside one other thing, without the null."""
    others = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(others) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **others[0]}


Maybe = Annotated[T | None, BeforeValidator(_refuse_null), _WithoutNull()]
"""May be left out, and is None then; an explicit null is refused."""


def _distinct(values: list[T]) -> list[T]:
    return list(dict.fromkeys(values))


Distinct = Annotated[list[T], AfterValidator(_distinct)]
"""Repeated items are kept once, in the order of their first place."""
