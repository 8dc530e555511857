"""Templates of a flow: {{ … }} alone is read as a payload path first, as a template second."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from markupsafe import escape

from app.rendering import Budget, Evaluate, RenderError, Text, compile_text
from app.rendering.budget import Meter
from app.rendering.printing import text
from app.rendering.values import LISTS
from app.workflows import paths
from app.workflows.values import ATOMS, UNDEFINED

NAME = r"[^\s!-#%-,./;->@\[-\^`{-~]+"  # a-b, x_1, größe; no quotes, brackets and operators but -
SEGMENT = rf"(?:{NAME}|\[[^\]]+\])"
DOTTED = rf"(?![\d-]){SEGMENT}(?:\.{SEGMENT})*"
REFERENCE = re.compile(r"\{\{\s*(\.|" + DOTTED + r")\s*\}\}")
TEMPLATE_WORDS = {"true", "false", "none", "True", "False", "None", "this", "root", "args"}


class Circumstances(Protocol):
    """Of one reading. now: the clock, else `time` of the payload."""

    @property
    def now(self) -> datetime | None: ...

    @property
    def evaluate(self) -> Evaluate | None: ...

    def budget_left(self) -> Budget: ...


@dataclass(frozen=True, slots=True)
class Template:
    """path: if it is {{ path }} and nothing else; drawn: None where it would say the same."""

    path: str | None
    drawn: Text | None
    escape: bool

    @property
    def is_reference(self) -> bool:
        """It is one {{ … }} and nothing else."""
        return self.drawn is None or self.path is not None or self.drawn.is_reference

    def value(self, payload: Any, at: Circumstances) -> Any:
        """Of a reference a part of the payload, or a value of its own; else the text.

        Raises RenderError."""
        found = UNDEFINED if self.path is None else paths.get(payload, self.path)
        if found is not UNDEFINED or self.drawn is None:
            return found
        budget = at.budget_left()
        try:
            value = self.drawn.value(payload, budget, now=at.now, evaluate=at.evaluate)
        except RenderError:
            if self.path is None:
                raise
            return UNDEFINED  # {{ globals.a-b }} is a path that leads nowhere, not a subtraction
        return value if type(value) in ATOMS else settled(value, Meter(budget))

    def string(self, payload: Any, at: Circumstances) -> str:
        """Raises RenderError."""
        if self.path is None and self.drawn is not None:
            return self.drawn.render(payload, at.budget_left(), now=at.now, evaluate=at.evaluate)
        printed = text(self.value(payload, at), Meter(at.budget_left()))
        return str(escape(printed)) if self.escape else printed


def read_template(source: str, language: str, escape: bool = False) -> Template:
    """Raises RenderError."""
    path = path_of(source)
    if path is not None and is_plain(path):
        return Template(path, None, escape)
    try:
        return Template(path, compile_text(source, escape, language), escape)
    except RenderError:
        if path is None:
            raise
        return Template(path, None, escape)


def path_of(source: str) -> str | None:
    """The path in {{ path }}, if it is one."""
    found = REFERENCE.fullmatch(source)
    if found is None or found[1].partition(".")[0] in TEMPLATE_WORDS:
        return None
    return found[1] if len(found[1]) <= paths.LONGEST_PATH else None


def is_plain(path: str) -> bool:
    """A template would look up the same."""
    return all(name.isidentifier() for name in path.split("."))


def settled(value: Any, meter: Meter) -> Any:
    """What a template gives, as a payload value of its own."""
    if isinstance(value, Mapping):
        return {str(key): settled(entry, meter) for key, entry in meter.walk(value).items()}
    if isinstance(value, LISTS):
        return [settled(entry, meter) for entry in meter.walk(value)]
    if isinstance(value, str):
        return str.__str__(value)  # markup is a text here
    return value if type(value) in ATOMS else UNDEFINED
