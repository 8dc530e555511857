"""The templates in a node's settings: text, value, number and JSON.

A template that is one {{ reference }} and nothing else gives the value itself, where a value is
asked for. language: the application's; now: the clock, else `time` of the payload.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from app.rendering import Budget, Evaluate, RenderError
from app.rendering.budget import DEFAULT_BUDGET
from app.workflows.expressions import evaluator
from app.workflows.expressions.references import Template, read_template
from app.workflows.values import UNDEFINED, load_json, to_number

P = ParamSpec("P")
T = TypeVar("T")


class TemplateFailed(Exception):
    """A template cannot be read or drawn. name: as flow-error handlers see it; line: from 1."""

    name = "InvalidTemplate"

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class InvalidJsonTemplate(TemplateFailed):
    name = "InvalidJsonTemplate"


def explained(function: Callable[P, T]) -> Callable[P, T]:
    @wraps(function)
    def explaining(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except RenderError as error:
            raise TemplateFailed(error.message, error.line) from error
        except RecursionError:
            raise TemplateFailed("A value here is nested too deeply.") from None

    return explaining


@explained
def string(
    source: str,
    payload: Any,
    language: str = "jinja",
    *,
    escape: bool = False,
    now: datetime | None = None,
) -> str:
    """escape: as HTML, for markup only. Raises TemplateFailed."""
    return compiled(source, language, escape).string(payload, Around(evaluator(language), now))


@explained
def value(
    source: str, payload: Any, language: str = "jinja", *, now: datetime | None = None
) -> Any:
    """A reference's value, which may be a part of the payload itself; else the text.

    Raises TemplateFailed."""
    return compiled(source, language).value(payload, Around(evaluator(language), now))


def number(
    source: str | float, payload: Any, language: str = "jinja", *, now: datetime | None = None
) -> Any:
    """Cast as JavaScript does, nonsense to NaN; UNDEFINED if blank. Raises TemplateFailed."""
    if not isinstance(source, str):
        return source
    found = value(source.strip(), payload, language, now=now)
    if found is None or (isinstance(found, str) and not found.strip()):
        return UNDEFINED
    return found if found is UNDEFINED else to_number(found)


def json_template(
    source: str, payload: Any, language: str = "jinja", *, now: datetime | None = None
) -> Any:
    """The text as JSON, but a reference's value as it is unless it is a text; UNDEFINED if blank.

    Raises InvalidJsonTemplate, TemplateFailed."""
    if not (source := source.strip()):
        return UNDEFINED
    found = value(source, payload, language, now=now)
    if found is UNDEFINED:
        raise InvalidJsonTemplate(f"{source[:100]} leads to no value, so there is no JSON.")
    return parsed(found) if isinstance(found, str) else found


@explained
def check(source: str, language: str = "jinja") -> None:
    """Raises TemplateFailed if it cannot be read."""
    compiled(source, language)


@lru_cache(maxsize=4096)
def compiled(source: str, language: str, escape: bool = False) -> Template:
    return read_template(source, language, escape)


class Around(NamedTuple):
    """The Circumstances of a node's template."""

    evaluate: Evaluate
    now: datetime | None

    def budget_left(self) -> Budget:
        return DEFAULT_BUDGET


def parsed(text: str) -> Any:
    try:
        return load_json(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"  # not the text: it may hold secrets
        message = f"What comes out is no JSON: {error.msg} ({place})."
        raise InvalidJsonTemplate(message, error.lineno) from None
    except ValueError as error:
        raise InvalidJsonTemplate(f"What comes out is no JSON: {error}") from None
