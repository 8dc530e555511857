"""The description of the API, made from the declarations: what is checked is what is described."""

from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.json_schema import models_json_schema

from app.api.calls.accept_version import VERSION_TEXT
from app.api.calls.operation import NAMED, Operation, operations
from app.schemas.answer import ErrorAnswer
from app.schemas.json_schema import Generator
from app.schemas.texts import Id24, Name

Json = dict[str, Any]

ABOUT = """\
Build experiences by program: endpoints, views, users, groups, hosts and versions.

Send a token as `Authorization: Bearer <token>`, or as the query parameter `access_token`. Without
one a call is answered 403, and a malformed call is answered 400 before anybody is asked who they
are. `Accept-Version` may hold a range of versions, such as `^1.30.0`.

Errors are `{"type": …, "message": …}`.
"""
REASONS = {
    "400": "The request is malformed, or what it asks for cannot be",
    "401": "The token, or the log-in, is not good",
    "403": "No token, or none of its scopes reaches this call",
    "404": "There is no such thing, or it is not yours",
    "413": "The body is too large",
}
REF = "#/components/schemas/{model}"


@cache
def description() -> Json:
    """OpenAPI 3.1."""
    paths: Json = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = described(operation)
        for alias in operation.aliases:
            if not alias.when:
                older = described(operation, operation.name + ".published") | {"deprecated": True}
                paths.setdefault(alias.path, {})[operation.method.lower()] = older
    return {
        "openapi": "3.1.0",
        "info": {"title": "Foyer", "version": VERSION_TEXT, "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}, {"query": []}],
        "tags": [{"name": name} for name in dict.fromkeys(map(_tag, operations()))],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "query": {"type": "apiKey", "in": "query", "name": "access_token"},
            },
            "schemas": _schemas()[1],
        },
    }


def described(operation: Operation, id: str = "") -> Json:
    """One operation, as OpenAPI has it."""
    found: Json = {
        "operationId": id or operation.name,
        "summary": operation.summary.partition("\n")[0],
        "description": operation.summary,
        "tags": [_tag(operation)],
        "parameters": [*map(_path_parameter, operation.parameters), *_query_parameters(operation)],
        "responses": _responses(operation),
        "x-scopes": sorted(operation.scopes),
    }
    if operation.body:
        found["requestBody"] = {"required": True, "content": _json(operation.body, "validation")}
    if operation.access.open:
        found["security"] = []
    return found


def _path_parameter(name: str) -> Json:
    schema = TypeAdapter(Name if name in NAMED else Id24).json_schema()
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(operation: Operation) -> list[Json]:
    schema = _schemas()[1][_place(operation.query, "validation")["$ref"].rpartition("/")[2]]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, **_parameter(inner)}
        for name, inner in schema["properties"].items()
    ]


def _parameter(schema: Json) -> Json:
    """An object or a list travels as JSON text."""
    if "$ref" in schema or schema.get("type") == "array":
        return {"content": {"application/json": {"schema": schema}}}
    return {"schema": schema}


def _responses(operation: Operation) -> Json:
    codes = ["400", *(["401"] if operation.action != "ssoDomain" else [])]
    codes += [] if operation.access.open else ["403"]
    codes += ["404"] if operation.parameters else []
    codes += ["413"] if operation.body else []
    good: Json = {"description": "It worked"}
    if operation.answer is None:
        return {"204": good} | _errors(codes)
    good["content"] = _json(operation.answer, "serialization")
    return {str(operation.status): good} | _errors(codes)


def _errors(codes: list[str]) -> Json:
    content = _json(ErrorAnswer, "serialization")
    return {code: {"description": REASONS[code], "content": content} for code in codes}


def _json(schema: type[BaseModel], mode: str) -> Json:
    return {"application/json": {"schema": _place(schema, mode)}}


def _place(schema: type[BaseModel], mode: str) -> Json:
    return _schemas()[0][schema, mode]


def _tag(operation: Operation) -> str:
    """The file it stands in: one a resource."""
    return to_camel(operation.handler.__module__.rpartition(".")[2])


@cache
def _schemas() -> tuple[dict[tuple[Any, str], Json], Json]:
    """Where each schema stands, and all of them."""
    wanted: dict[tuple[type[BaseModel], Any], None] = {(ErrorAnswer, "serialization"): None}
    for operation in operations():
        wanted[operation.query, "validation"] = None
        if operation.body:
            wanted[operation.body, "validation"] = None
        if operation.answer:
            wanted[operation.answer, "serialization"] = None
    places, schema = models_json_schema(list(wanted), ref_template=REF, schema_generator=Generator)
    return {(model, mode): place for (model, mode), place in places.items()}, schema["$defs"]
