"""The fields that a custom node declares, and what a call gives for each."""

from typing import Any, Literal

import regex  # type: ignore[import-untyped]

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.values import UNDEFINED, to_string, truthy

PATTERN_SECONDS = 0.1


class Input(NodeConfig):
    """One of the `fields` of a customNodeConfig."""

    type: Literal[
        "stringTemplate",
        "numberTemplate",
        "jsonTemplate",
        "payloadPath",
        "select",
        "checkbox",
        "section",
    ]
    id: str = ""
    label: str = ""
    default_value: Any = ""
    required: bool = False
    valid_reg_exp: str = ""
    valid_min: float | None = None
    valid_max: float | None = None


def read_input(field: Input, given: Any, ctx: RunContext) -> Any:
    """given: from the config of the call, read against the caller's payload."""
    value = _value(field, given, ctx)
    if field.required and (value is UNDEFINED or value == ""):
        raise NodeError(f"{field.label} is required, and came out blank", "ValidationError")
    if field.valid_reg_exp and isinstance(value, str) and not _fits(field.valid_reg_exp, value):
        message = f"{field.label} does not fit the pattern {field.valid_reg_exp}"
        raise NodeError(message, "ValidationError")
    return value


def _value(field: Input, given: Any, ctx: RunContext) -> Any:
    match field.type:
        case "stringTemplate":
            return ctx.text(Template(_text(given)))
        case "numberTemplate":
            return _number(field, Template(_text(given)), ctx)
        case "jsonTemplate":
            return ctx.json(JsonTemplate(_text(given)))
        case "payloadPath":
            return ctx.get(PayloadPath(_text(given)))
        case "checkbox":
            return truthy(given)
        case _:
            return given


def _number(field: Input, template: Template, ctx: RunContext) -> Any:
    if not ctx.text(template).strip():
        return UNDEFINED
    number = ctx.number(template, field.label)
    if field.valid_min is not None and number < field.valid_min:
        raise NodeError(f"{field.label} must be {field.valid_min:g} or more", "ValidationError")
    if field.valid_max is not None and number > field.valid_max:
        raise NodeError(f"{field.label} must be {field.valid_max:g} or less", "ValidationError")
    return number


def _text(given: Any) -> str:
    return "" if given is None else to_string(given)


def _fits(pattern: str, text: str) -> bool:
    try:
        return bool(regex.search(pattern, text, timeout=PATTERN_SECONDS))
    except (regex.error, TimeoutError) as error:
        raise NodeError(
            f"The pattern {pattern} cannot be used: {error}", "ValidationError"
        ) from None
