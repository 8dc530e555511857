"""JSON Schemas without all that is said in more than one way, so that two can be compared."""

from typing import Any

Schema = dict[str, Any]

KEPT = {
    *("type", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("items", "maxItems", "properties", "required", "additionalProperties"),
    *("patternProperties", "minProperties", "maxProperties"),
}


def plain(schema: Schema, components: Schema) -> Schema:
    """With references followed and null as one of the types; nothing that only explains."""
    if "$ref" in schema:
        return plain(components[schema["$ref"].rpartition("/")[2]], components)
    if "anyOf" in schema:
        return _or_null(schema["anyOf"], components)
    found = {name: value for name, value in schema.items() if name in KEPT}
    for name in ("items", "additionalProperties"):
        if isinstance(found.get(name), dict):
            found[name] = plain(found[name], components)
    for name in ("properties", "patternProperties"):
        if name in found:
            found[name] = {
                key: plain(inner, components) for key, inner in sorted(found[name].items())
            }
    for name in ("enum", "required"):
        if name in found:
            found[name] = sorted(found[name])
    return found


def _or_null(choices: list[Schema], components: Schema) -> Schema:
    found = [plain(one, components) for one in choices]
    others = [one for one in found if one != {"type": "null"}]
    if len(others) != 1:
        return {"anyOf": found}
    return others[0] | {"type": [others[0]["type"], "null"]}
