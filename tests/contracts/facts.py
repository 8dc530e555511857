"""What the reference says of calls, parameters, bodies and answers; own_facts.json: the same of
calls that it does not have.

A JSON Schema for each field, without words. "[]" stands for the items of what is a list itself.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.api.calls import Operation, operations
from app.api.calls.openapi import description
from tests.contracts.plain import Schema, plain


def _read(*names: str) -> dict[str, Any]:
    """Of each section, what all of the files have to say."""
    found: dict[str, Any] = {}
    for name in names:
        for section, facts in json.loads((Path(__file__).parent / name).read_text()).items():
            found.setdefault(section, {}).update(facts)
    return found


FILES = ("facts.json", "flow_facts.json", "credential_facts.json", "own_facts.json")
FACTS = _read(*FILES)
COMPONENTS: Schema = description()["components"]["schemas"]
OPERATIONS = {one.name: one for one in operations()}


def described(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = description()["paths"][operation.path][operation.method.lower()]
    return found


def content_of(place: dict[str, Any]) -> Schema:
    """Of a body or an answer."""
    return plain(place["content"]["application/json"]["schema"], COMPONENTS)


def differences(ours: Any, theirs: Any) -> set[str]:
    """Such as "value.minLength: 1", where only one of them says so."""
    return set(_leaves(ours)) ^ set(_leaves(theirs))


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    else:
        yield f"{path}: {json.dumps(value)}"
