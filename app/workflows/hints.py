"""What a field's `json_schema_extra` tells the side panel, for what many nodes have in common.

when: {field: values}, it is shown where each of these fields has one of the values; formatBy:
{field: {value: format}}, its format as that field says; labels: {value: words} of a choice;
options: what there is to choose from in the application; examples: what a template is often.
`contentMediaType` gives a template several lines, coloured as what it is a template of.
docs/nodes.md has all of them.
"""

from pydantic.config import JsonDict

SOURCES: JsonDict = {
    "string": "Text",
    "template": "Text",
    "stringTemplate": "Text",
    "json": "JSON",
    "jsonTemplate": "JSON",
    "path": "A payload path",
    "payloadPath": "A payload path",
}
"""Words for where a value comes from."""
FORMATS: JsonDict = {
    "json": "json-template",
    "jsonTemplate": "json-template",
    "path": "payload-path",
    "payloadPath": "payload-path",
}
"""And the format that its field then has."""

LINES: JsonDict = {"contentMediaType": "text/plain"}
ENCODINGS: JsonDict = {
    "examples": ["utf8", "latin1", "ascii", "utf16le", "hex", "base64", "base64url"]
}
TIME_ZONES: JsonDict = {
    "examples": ["UTC", "Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo"]
}

ON_ERROR: JsonDict = {"labels": {"throw": "Halt the run", "payloadPath": "Go on"}}
IF_GONE_ON: JsonDict = {"when": {"errorBehavior": ["payloadPath"]}}

DATA_FROM: JsonDict = {
    "labels": {
        "individualFields": "Fields",
        "jsonTemplate": "JSON",
        "payloadPath": "A payload path",
    }
}
BY_FIELDS: JsonDict = {"when": {"dataMethod": ["individualFields"]}}
BY_JSON: JsonDict = {"when": {"dataMethod": ["jsonTemplate"]}}
BY_PATH: JsonDict = {"when": {"dataMethod": ["payloadPath"]}}


NO_CREDENTIAL: JsonDict = {"credentialNameTemplate": [""]}
"""A condition: what a credential brings need not be said."""


def credential(kind: str) -> JsonDict:
    """Those of that type."""
    return {"options": "credentials", "optionsType": kind}
