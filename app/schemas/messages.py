"""What is said when input is refused: one sentence a failure, naming the field and the way out."""

from collections.abc import Collection
from typing import Any, TypeVar

import pydantic
from pydantic.alias_generators import to_snake
from pydantic_core import ErrorDetails

from app.errors import ValidationError

REASONS = {
    "missing": "is required",
    "extra_forbidden": "is not a field of this resource; check its spelling or leave it out",
    "string_type": "must be text",
    "string_too_short": "is too short; it needs {min_length} or more characters",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "does not fit the pattern {pattern}",
    "string_unicode": "holds half of a character; send whole Unicode text",
    "too_long": "has more items than the {max_length} allowed",
    "literal_error": "must be {expected}",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "datetime_from_date_parsing": "must be a date and time such as 2025-03-01T12:00:00Z",
    "datetime_parsing": "must be a date and time such as 2025-03-01T12:00:00Z",
    "timezone_aware": "needs a time zone; end it in Z for UTC",
}
LONGEST_NAME = 60
PATTERNS = {
    r"^[A-Fa-f0-9]{24}$": "must be an id of 24 hex characters",
    r"^[0-9a-zA-Z_-]{1,255}$": "must be 1 to 255 letters, digits, hyphens or underscores",
    r"^[0-9a-z-]*$": "may hold only lower-case letters, digits and hyphens",
    r"^[0-9A-Za-z!#$%&'*+.^_`|~-]+$": "is not a header name; use letters, digits and hyphens",
    r"^[a-zA-Z]+(\.[a-zA-Z*]+)+$": "must be a scope such as all.Application",
}

S = TypeVar("S", bound=pydantic.BaseModel)


def read(schema: type[S], body: Any, name: str = "") -> S:
    """The body of a request as that schema. Raises ValidationError for its first failures.

    name: what the caller knows the body by; it goes before every field.
    """
    try:
        return schema.model_validate(body, by_alias=True, by_name=False)
    except pydantic.ValidationError as error:
        raise refusal(error, name) from None


def refusal(error: pydantic.ValidationError, name: str = "", most: int = 3) -> ValidationError:
    failures = error.errors(include_url=False, include_input=False)
    sentences = [f"{path(failure, name)} {reason(failure)}" for failure in failures[:most]]
    return ValidationError("; ".join(sentences), field=path(failures[0], name))


def field_errors(
    error: pydantic.ValidationError, flat: Collection[str] = ()
) -> dict[str, list[str]]:
    """For forms: the Python name of each top field, and what is wrong with it.

    flat: objects, by their names on the wire, whose fields count as top fields themselves."""
    found: dict[str, list[str]] = {}
    for failure in error.errors(include_url=False, include_input=False):
        if failure["loc"] and failure["loc"][0] in flat:
            failure["loc"] = failure["loc"][1:]
        field = to_snake(str(failure["loc"][0])) if failure["loc"] else ""
        found.setdefault(field, []).append(sentence(failure))
    return found


def sentence(failure: ErrorDetails) -> str:
    """Without the name of a top field, which stands beside it; nested fields are named as they are
    written, and the items of a list are rows, counted from 1."""
    first, *inner = failure["loc"][1:] or ("",)
    why = reason(failure)
    if isinstance(first, int):
        return f"Row {first + 1}: {_dotted(tuple(inner))} {why}".replace(":  ", ": ") + "."
    if name := _dotted((first, *inner)):
        return f"`{name[:LONGEST_NAME]}` {why}."
    return f"This {why}." if why[0].islower() else f"{why}."


def reason(failure: ErrorDetails) -> str:
    context = failure.get("ctx", {})
    if context.get("min_length") == 1:
        return "must not be empty"
    if friendly := PATTERNS.get(context.get("pattern", "")):
        return friendly
    if template := REASONS.get(failure["type"]):
        return template.format(**context)
    return failure["msg"].removesuffix(".")


def path(failure: ErrorDetails, name: str = "") -> str:
    return ".".join(filter(None, (name, _dotted(failure["loc"])))) or "body"


def _dotted(steps: tuple[int | str, ...]) -> str:
    """Steps in brackets are pydantic's own: a key as such, the branch of a union."""
    return ".".join(str(step) for step in steps if not str(step).startswith("["))
