"""CSV with any delimiters: of records, of fields, of quoted texts, and before a quote in these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex  # type: ignore[import-untyped]
from pydantic import Field

from app.workflows.config import NodeConfig, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.values import dump_json, is_nothing, to_string

ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t"}
LONGEST_DELIMITER = 10
MOST_FIELDS = 1_000_000


class BadCsv(ValueError):
    """The message is for the flow's author."""


class CsvConfig(NodeConfig):
    record_delimiter_template: Template = Field(
        default=Template(""), title="Record delimiter", description="Blank: a new line"
    )
    delimiter_template: Template = Field(
        default=Template(""), title="Delimiter", description="Blank: a comma"
    )
    quote_char_template: Template = Field(
        default=Template(""), title="Quote", description='Blank: "'
    )
    escape_char_template: Template = Field(
        default=Template(""),
        title="Escape",
        description="Before a quote in a text; blank: the quote itself",
    )


@dataclass(frozen=True, slots=True)
class Dialect:
    record: str = "\n"
    field: str = ","
    quote: str = '"'
    escape: str = '"'

    # -- reading

    def records(self, text: str) -> Iterator[list[str]]:
        """Records that are blank are left out. Raises BadCsv."""
        fields: list[str] = []
        place = count = 0
        while place < len(text):
            field, place, is_last = self._field(text, place)
            fields.append(field)
            count += 1
            if count > MOST_FIELDS:
                raise BadCsv(f"There are more than {MOST_FIELDS:,} fields")
            if is_last:
                if fields != [""]:
                    yield fields
                fields = []
        if fields:
            yield [*fields, ""]  # the text ended with a delimiter

    def _field(self, text: str, place: int) -> tuple[str, int, bool]:
        """The field, where the next one begins, and whether it was the last of its record."""
        if text.startswith(self.quote, place):
            value, end = self._quoted(text, place + len(self.quote))
        else:
            end = self._end(text, place)
            value = text[place:end]
            if self.record == "\n" and not text.startswith(self.field, end):
                value = value.removesuffix("\r")
        if text.startswith(self.field, end):
            return value, end + len(self.field), False
        if self.record == "\n":
            end += text.startswith("\r", end)
        if end < len(text) and not text.startswith(self.record, end):
            raise BadCsv(f"At character {end + 1} a delimiter is missing after a quoted text")
        return value, end + len(self.record), True

    def _quoted(self, text: str, place: int) -> tuple[str, int]:
        parts = []
        for found in self._marks.finditer(text, place):
            parts.append(text[place : found.start()])
            if found[0] == self.quote:
                return "".join(parts), found.end()
            parts.append(self.quote if found[0] == self.escape + self.quote else self.escape)
            place = found.end()
        raise BadCsv("A quoted text does not end")

    def _end(self, text: str, place: int) -> int:
        found = self._ends.search(text, place)
        return int(found.start()) if found else len(text)

    @property
    def _marks(self) -> Any:
        """What counts in a quoted text: an escaped quote or escape, and the quote that ends it."""
        inner = [self.escape + self.quote, self.escape * 2, self.quote]
        return regex.compile("|".join(map(regex.escape, inner)))

    @property
    def _ends(self) -> Any:
        return regex.compile("|".join(map(regex.escape, (self.field, self.record))))

    # -- writing

    def line(self, values: Sequence[Any]) -> str:
        return self.field.join(self._written(value) for value in values) + self.record

    def _written(self, value: Any) -> str:
        if is_nothing(value):
            return ""
        text = dump_json(value) if isinstance(value, (list, dict)) else to_string(value)
        if not any(mark in text for mark in (self.field, self.record, self.quote, "\n", "\r")):
            return text
        if self.escape != self.quote:
            text = text.replace(self.escape, self.escape * 2)
        return self.quote + text.replace(self.quote, self.escape + self.quote) + self.quote


def dialect_of(config: CsvConfig, ctx: RunContext) -> Dialect:
    quote = _mark(config.quote_char_template, "Quote", '"', ctx)
    return Dialect(
        _mark(config.record_delimiter_template, "Record delimiter", "\n", ctx),
        _mark(config.delimiter_template, "Delimiter", ",", ctx),
        quote,
        _mark(config.escape_char_template, "Escape", quote, ctx),
    )


def _mark(template: Template, title: str, default: str, ctx: RunContext) -> str:
    r"""\n, \r and \t may be written out."""
    text = ctx.text(template) or default
    for written, meant in ESCAPES.items():
        text = text.replace(written, meant)
    if len(text) > LONGEST_DELIMITER:
        message = f"{title} has {LONGEST_DELIMITER} characters at most"
        raise NodeError(message, "ValidationError")
    return text
