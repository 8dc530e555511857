"""Globals: named JSON values of an application or a version."""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Field,
    RootModel,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.schemas.base import Maybe, Schema
from app.schemas.json_schema import stored_json
from app.schemas.texts import ShortDescription, TagKey, json_text

GLOBALS = 100
GLOBAL_LENGTH = 32767

JsonText = Annotated[
    str, StringConstraints(min_length=1, max_length=GLOBAL_LENGTH), AfterValidator(json_text)
]


class Global(Schema):
    key: TagKey
    text: JsonText = Field(alias="json")  # BaseModel has a method called json
    description: Maybe[ShortDescription] = None


class ApplicationGlobal(Global):
    cloud_only: Maybe[StrictBool] = None


class GlobalChange(Schema):
    """One key to set; its text as null takes the key away."""

    key: TagKey
    text: JsonText | None = Field(default=None, alias="json")
    description: Maybe[ShortDescription] = None
    cloud_only: Maybe[StrictBool] = None


def _distinct_keys(entries: list[Global]) -> list[Global]:
    keys = [entry.key for entry in entries]
    if repeated := next((key for key in keys if keys.count(key) > 1), None):
        raise PydanticCustomError(
            "repeated_key", "has the key {key} twice; keep one of them", {"key": repeated}
        )
    return entries


GlobalsList = Annotated[list[Global], Field(max_length=GLOBALS), AfterValidator(_distinct_keys)]
ApplicationGlobalsList = Annotated[
    list[ApplicationGlobal], Field(max_length=GLOBALS), AfterValidator(_distinct_keys)
]


class GlobalsPatch(RootModel[Annotated[list[GlobalChange], Field(max_length=GLOBALS)]]):
    """The body that changes single keys and leaves the others alone."""


GlobalJson = Annotated[dict[str, Any], WithJsonSchema(stored_json(ApplicationGlobal))]
"""As it is stored, and goes out again unchanged."""
