from typing import Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.hints import FORMATS, SOURCES
from app.workflows.node import Out, node
from app.workflows.nodes.logic.json_schema import errors_of
from app.workflows.nodes.work import LITTLE
from app.workflows.values import UNDEFINED, Payload, dump_json

INVALID, VALID = 0, 1
SECONDS_AT_ONCE, SECONDS = 0.02, 2.0


class Config(NodeConfig):
    schema_type: Literal["json", "path"] = Field(
        default="json", title="Schema is", json_schema_extra={"labels": SOURCES}
    )
    schema_source: Template = Field(
        default=Template(""),
        alias="schema",
        title="Schema",
        description="JSON Schema draft-04: a JSON template, or the payload path of one",
        json_schema_extra={"formatBy": {"schemaType": FORMATS}},
    )
    to_validate_path: PayloadPath = Field(
        default=PayloadPath(""), title="What to validate", description="Blank: the whole payload"
    )
    errors_path: ResultPath = Field(
        default=ResultPath(""), title="Errors path", description="A list, empty if it is valid"
    )


@node("ValidatePayloadNode", label="Validate Payload", outputs=("invalid", "valid"), waits=False)
async def validate_payload(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Check a value against a JSON Schema, and go on through "valid" or "invalid"."""
    schema = _schema(config, ctx)
    found = ctx.get(config.to_validate_path or PayloadPath("."))
    if found is UNDEFINED:
        errors = [{"field": "data", "message": "is required"}]
    else:
        errors = await _errors(dump_json(found), schema, ctx)
    ctx.put(config.errors_path, errors)
    return Out(payload, INVALID if errors else VALID)


async def _errors(value: str, schema: str, ctx: RunContext) -> list[dict[str, str]]:
    """At once, if that does not take long."""
    try:
        if len(value) <= LITTLE:
            return errors_of(value, schema, SECONDS_AT_ONCE)
    except TimeoutError:
        pass
    try:
        return await ctx.call(errors_of, value, schema, SECONDS)
    except TimeoutError:
        raise NodeError("It took too long to validate this", "InvalidSchema") from None


def _schema(config: Config, ctx: RunContext) -> str:
    """As JSON text."""
    if config.schema_type == "path":
        schema = ctx.get(config.schema_source)
    else:
        schema = ctx.json(JsonTemplate(config.schema_source))
    if not isinstance(schema, dict):
        raise NodeError("A schema is a JSON object", "InvalidSchema")
    return dump_json(schema)
