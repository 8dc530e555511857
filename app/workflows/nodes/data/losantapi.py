from functools import partial
from typing import Any, Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import ApiRefused, NodeError
from app.workflows.hints import FORMATS, SOURCES
from app.workflows.node import Out, node
from app.workflows.values import UNDEFINED, Payload

BLANK = Template("")


class Parameter(NodeConfig):
    name: str = Field(
        default="", title="Name", description="Of the call's path, query or body, as in its help"
    )
    type: Literal["string", "json", "path"] = Field(
        default="string", title="Value is", json_schema_extra={"labels": SOURCES}
    )
    value: Template = Field(
        default=BLANK, title="Value", json_schema_extra={"formatBy": {"type": FORMATS}}
    )


class Config(NodeConfig):
    resource: str = Field(default="", title="Resource", description="experienceUsers")
    action: str = Field(default="", title="Action", description="get, post, patch, delete …")
    params: list[Parameter] = Field(default_factory=list, title="Parameters")
    api_token_template: Template = Field(
        default=BLANK,
        title="API token",
        description="Blank: with the rights of this application",
    )
    application_id_template: Template = Field(
        default=BLANK, title="Application id", description="Blank: this application"
    )
    response_path: ResultPath = Field(
        default=ResultPath(""),
        title="Response path",
        description="result, or error with type, statusCode and message",
    )


@node("LosantApiNode", label="API", category="data")
async def losantapi(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Call the REST API of Foyer. A refusal does not halt the run: it goes to the response path."""
    call = partial(
        ctx.ports.api.call,
        config.resource,
        config.action,
        _parameters(config, ctx),
        ctx.text(config.application_id_template).strip(),
        ctx.text(config.api_token_template).strip(),
    )
    try:
        result = {"result": await ctx.call(call)}
    except ApiRefused as refused:
        if not config.response_path.strip():
            raise NodeError(refused.message, refused.kind) from refused
        told = {"type": refused.kind, "statusCode": refused.status, "message": refused.message}
        result = {"error": told}
    ctx.put(config.response_path, result)
    return Out(payload)


def _parameters(config: Config, ctx: RunContext) -> dict[str, Any]:
    """A blank text counts as not given."""
    values = {parameter.name: _value(parameter, ctx) for parameter in config.params}
    return {name: v for name, v in values.items() if name and v is not UNDEFINED and v != ""}


def _value(parameter: Parameter, ctx: RunContext) -> Any:
    match parameter.type:
        case "path":
            return ctx.get(parameter.value)
        case "json":
            return ctx.json(JsonTemplate(parameter.value))
        case _:
            return ctx.value(parameter.value)
