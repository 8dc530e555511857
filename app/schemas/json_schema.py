"""How schemas describe themselves to others."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


class Generator(GenerateJsonSchema):
    """An answer never says null, no default is null or blank, no field is told its own name."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        if self.mode == "serialization":
            return self.generate_inner(schema["schema"])
        return super().nullable_schema(schema)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        default = schema.get("default", ...)
        if default in (None, "") or isinstance(default, BaseModel):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Keys that fit no pattern are refused."""
        found = super().dict_schema(schema)
        return {**found, "additionalProperties": False} if "patternProperties" in found else found

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def stored_json(schema: type[BaseModel]) -> JsonSchemaValue:
    """Of what is stored the way it came in, and goes out again unchanged."""
    return schema.model_json_schema(mode="serialization", schema_generator=Generator)
