"""What node configs are made of: texts that know how they are read when the node runs."""

import json
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class NodeConfig(BaseModel):
    """snake_case here, camelCase in the flow. Unknown fields are left alone: exports have many."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )


class Source(str):
    """Text as the author wrote it. JSON Schema's `format` tells the editor its kind.

    Older exports leave such fields out or hold null, numbers or booleans: null is blank, the
    others are read as their JSON text.
    """

    __slots__ = ()
    format_name: ClassVar[str]

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.no_info_before_validator_function(_as_text, core_schema.str_schema())
        return core_schema.no_info_after_validator_function(cls, text)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": cls.format_name}

    @classmethod
    def blank(cls) -> Self:
        return cls("")


class Template(Source):
    """ctx.text(it) gives text; ctx.value(it) too, or the raw value where it is one reference."""

    __slots__ = ()
    format_name = "template"


class JsonTemplate(Source):
    """ctx.json(it) gives the JSON value, UNDEFINED when blank."""

    __slots__ = ()
    format_name = "json-template"


class Expression(Source):
    """ctx.evaluate(it) gives its value, ctx.truthy(it) whether that counts as true."""

    __slots__ = ()
    format_name = "expression"


class PayloadPath(Source):
    """ctx.get(it) reads the payload, UNDEFINED where nothing is."""

    __slots__ = ()
    format_name = "payload-path"


class ResultPath(Source):
    """ctx.put(it, value) writes to the payload; blank means that the value is dropped."""

    __slots__ = ()
    format_name = "result-path"


def _as_text(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (bool, int, float)) else value
