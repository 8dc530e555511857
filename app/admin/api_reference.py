"""The REST API, to read: the same description that programs get as /openapi.json."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp

Json = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """kind: in words, such as `text, 1 to 255 characters`."""

    name: str
    place: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Entry:
    id: str
    method: str
    path: str
    summary: str
    scopes: list[str]
    fields: list[Field]
    statuses: list[str]


@bp.get("/api")
def api_reference() -> ResponseReturnValue:
    description = current_app.extensions["foyer_openapi"]()
    return render_template("admin/api.html", groups=groups_of(description))


def groups_of(description: Json) -> dict[str, list[Entry]]:
    """tag → its operations, in the order of the description; older spellings left out."""
    groups: dict[str, list[Entry]] = {tag["name"]: [] for tag in description["tags"]}
    schemas = description["components"]["schemas"]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if not operation.get("deprecated"):
                groups[operation["tags"][0]].append(_entry(method, path, operation, schemas))
    return groups


def _entry(method: str, path: str, operation: Json, schemas: Json) -> Entry:
    fields = [
        Field(parameter["name"], parameter["in"], _kind(parameter, schemas), parameter["required"])
        for parameter in operation["parameters"]
    ]
    body = operation.get("requestBody")
    if body:
        schema = _whole(body["content"]["application/json"]["schema"], schemas)
        required = schema.get("required", [])
        fields += [
            Field(name, "body", _kind({"schema": inner}, schemas), name in required)
            for name, inner in schema.get("properties", {}).items()
        ]
    return Entry(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        scopes=operation["x-scopes"],
        fields=fields,
        statuses=list(operation["responses"]),
    )


def _whole(schema: Json, schemas: Json) -> Json:
    """What a reference refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return _whole(schemas[name], schemas) if name else schema


def _kind(parameter: Json, schemas: Json) -> str:
    if "schema" not in parameter:
        return "JSON text"
    schema = _whole(parameter["schema"], schemas)
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"] if value != "")
    if "anyOf" in schema:
        return " or ".join(
            dict.fromkeys(_kind({"schema": one}, schemas) for one in schema["anyOf"])
        )
    kind = schema.get("type", "any")
    if kind == "array":
        inner = _kind({"schema": schema.get("items", {})}, schemas)
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {inner}{most}"
    words = {"string": "text", "object": "object", "integer": "whole number"}
    shown = schema.get("format") or words.get(kind, kind)
    return f"{shown}{_limits(schema)}"


def _limits(schema: Json) -> str:
    least, most = schema.get("minLength"), schema.get("maxLength")
    if most:
        return f", {least or 0} to {most} characters"
    low, high = schema.get("minimum"), schema.get("maximum")
    return f", {low} to {high}" if low is not None and high is not None else ""
