"""What a custom node asks of those who use it."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.schemas.base import Maybe, Schema
from app.schemas.texts import Description

FIELDS = 100

FieldKind = Literal[
    "stringTemplate",
    "numberTemplate",
    "jsonTemplate",
    "payloadPath",
    "select",
    "checkbox",
    "section",
]


class CustomNodeField(Schema):
    """What else it may hold depends on its type, and is kept as it came."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Any]

    kind: FieldKind = Field(alias="type")
    label: str
    id: Maybe[str] = None
    description: Maybe[Description] = None


class CustomNodeConfig(Schema):
    output_count: Annotated[int, Field(ge=1, le=2, strict=True)]
    result_mode: Literal["optional", "required", "none"]
    result_description: Maybe[Description] = None
    fields_: list[CustomNodeField] = Field(alias="fields", max_length=FIELDS)
