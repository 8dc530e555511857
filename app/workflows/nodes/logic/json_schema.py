"""JSON Schema draft-04, bounded: no network, patterns with a time limit, and an end to it all.

Messages are those flows know: one sentence for each keyword, and fields begin with `data`, the
value that is validated. What is of the wrong type has no other errors.
Source: json-schema.org draft-04.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from fractions import Fraction
from functools import lru_cache
from typing import Any

import regex  # type: ignore[import-untyped]
from jsonschema import Draft4Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]
from referencing import Registry
from referencing.exceptions import Unresolvable

from app.workflows.errors import NodeError
from app.workflows.nodes.logic.json_formats import FORMATS
from app.workflows.values import strictly_equal

DEEPEST = 120  # keywords in keywords; the library itself ends badly at Python's own limit
MOST_ERRORS = 100
LONGEST_SCHEMA = 262_144
LONGEST_FORMATTED = 10_000
NO_OTHER_SCHEMAS: Registry[Any] = Registry()  # the default one would fetch $refs from the network

MESSAGES = {
    "additionalItems": "has additional items",
    "additionalProperties": "has additional properties",
    "anyOf": "no schemas match",
    "dependencies": "dependencies not set",
    "enum": "must be an enum value",
    "maxItems": "has more items than allowed",
    "maxLength": "has longer length than allowed",
    "maxProperties": "has more properties than allowed",
    "maximum": "is more than maximum",
    "minItems": "has less items than allowed",
    "minLength": "has less length than allowed",
    "minProperties": "has less properties than allowed",
    "minimum": "is less than minimum",
    "multipleOf": "has a remainder",
    "not": "negative schema matches",
    "oneOf": "no (or more than one) schemas match",
    "pattern": "pattern mismatch",
    "required": "is required",
    "type": "is the wrong type",
    "uniqueItems": "must be unique",
}

Errors = Iterator[ValidationError]
Keyword = Callable[[Any, Any, Any, Any], Errors | None]
DRAFT_04: dict[str, Keyword] = dict(Draft4Validator.VALIDATORS)


class TooDeep(Exception):
    pass


class Effort:
    """What one validation may cost. A block for each keyword in another."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._depth = 0

    @property
    def seconds_left(self) -> float:
        """Raises TimeoutError if there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def __enter__(self) -> None:
        if self._depth >= DEEPEST or not self.seconds_left:
            raise TooDeep
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1


_effort: ContextVar[Effort] = ContextVar("effort")


def errors_of(value: str, schema: str, seconds: float) -> list[dict[str, str]]:
    """[{field, message}], none if it is valid. value, schema: as JSON text.

    Raises NodeError if the schema is none, TimeoutError if it takes longer than that."""
    _effort.set(Effort(seconds))
    try:
        validator = _validator(schema)
        return _described(validator.iter_errors(json.loads(value)))
    except (TooDeep, RecursionError):
        raise NodeError("The schema or the value is nested too deeply", "InvalidSchema") from None
    except regex.error as error:
        raise NodeError(f"A pattern of the schema is none: {error}", "InvalidSchema") from None
    except Unresolvable as error:
        message = f"The schema refers to “{error.ref}”, which is not in it"
        raise NodeError(message, "InvalidSchema") from None


@lru_cache(maxsize=256)
def _validator(schema: str) -> Any:
    if len(schema) > LONGEST_SCHEMA:
        message = f"A schema has {LONGEST_SCHEMA:,} characters at most"
        raise NodeError(message, "InvalidSchema")
    found = json.loads(schema)
    for error in SCHEMA_OF_SCHEMAS.iter_errors(found):
        place = ".".join(map(str, error.absolute_path)) or "the schema"
        reason = MESSAGES.get(error.validator, error.message)
        raise NodeError(f"This is no JSON Schema: {place} {reason}", "InvalidSchema")
    return BoundedValidator(found, registry=NO_OTHER_SCHEMAS)


def _described(errors: Errors) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for error in errors:
        field = ".".join(["data", *map(str, error.absolute_path)])
        described = {"field": field, "message": MESSAGES.get(error.validator, error.message)}
        if described not in found:
            found.append(described)
        if len(found) == MOST_ERRORS:
            break
    return found


# -- keywords: each counts its time, and those that could run away are our own


def _timed(name: str, check: Keyword) -> Keyword:
    def timed(validator: Any, argument: Any, instance: Any, schema: Any) -> Errors:
        if name == "type" or not _is_wrong_type(validator, instance, schema):
            with _effort.get():
                yield from check(validator, argument, instance, schema) or ()

    return timed


def _is_wrong_type(validator: Any, instance: Any, schema: Any) -> bool:
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return bool(kinds) and not any(validator.is_type(instance, kind) for kind in kinds)


def _search(pattern: str, text: str) -> bool:
    left = _effort.get().seconds_left
    return bool(regex.search(pattern, text, flags=regex.ASCII, timeout=left, concurrent=True))


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str) and not _search(pattern, instance):
        yield ValidationError("")


def _format(validator: Any, name: str, instance: Any, schema: Any) -> Errors:
    fits = FORMATS.get(name)
    if fits and isinstance(instance, str) and not fits(instance[:LONGEST_FORMATTED]):
        yield ValidationError(f"must be {name} format")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for pattern, inner in patterns.items():
            for key, value in instance.items():
                if _search(pattern, key):
                    yield from validator.descend(value, inner, path=key)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict) or allowed is True:
        return
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for key, value in instance.items():
        if key in named or any(_search(pattern, key) for pattern in patterns):
            continue
        if allowed is False:
            yield ValidationError("")
        else:
            yield from validator.descend(value, allowed, path=key)


def _required(validator: Any, names: list[str], instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield ValidationError("", path=[name])


def _unique_items(validator: Any, wanted: bool, instance: Any, schema: Any) -> Errors:
    if wanted and isinstance(instance, list):
        texts = {json.dumps(item, sort_keys=True) for item in instance}
        if len(texts) < len(instance):
            yield ValidationError("")


def _enum(validator: Any, values: list[Any], instance: Any, schema: Any) -> Errors:
    if isinstance(instance, (list, dict)):
        text = json.dumps(instance, sort_keys=True)
        fits = any(text == json.dumps(value, sort_keys=True) for value in values)
    else:
        fits = any(strictly_equal(instance, value) for value in values)
    if not fits:
        yield ValidationError("")


def _multiple_of(validator: Any, divisor: float, instance: Any, schema: Any) -> Errors:
    """As decimals: 0.3 is a multiple of 0.1."""
    if validator.is_type(instance, "number"):
        quotient = Fraction(str(instance)) / Fraction(str(divisor))
        if quotient.denominator != 1:
            yield ValidationError("")


def _ref(validator: Any, ref: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(ref, str):
        raise NodeError(f"The schema refers to “{ref}”, which is no reference", "InvalidSchema")
    yield from DRAFT_04["$ref"](validator, ref, instance, schema) or ()


OWN: dict[str, Keyword] = {
    "$ref": _ref,
    "additionalProperties": _additional_properties,
    "enum": _enum,
    "format": _format,
    "multipleOf": _multiple_of,
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "required": _required,
    "uniqueItems": _unique_items,
}
BoundedValidator = extend(
    Draft4Validator,
    {name: _timed(name, check) for name, check in (DRAFT_04 | OWN).items()},
)
SCHEMA_OF_SCHEMAS = BoundedValidator(Draft4Validator.META_SCHEMA, registry=NO_OTHER_SCHEMAS)
