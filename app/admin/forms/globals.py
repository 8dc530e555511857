"""Globals as rows of a form, of an application or a version. components/globals.html draws them."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from wtforms import Field
from wtforms.utils import unset_value

KINDS = {"text": "Text", "number": "Number", "json": "JSON"}
PARTS = ("key", "kind", "text", "description", "cloud")


class GlobalRow(NamedTuple):
    """As typed. cloud: "y" or "", and only told back: pages may not set it."""

    key: str = ""
    kind: str = "text"
    text: str = ""
    description: str = ""
    cloud: str = ""

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "GlobalRow":
        kind, text = _shown(entry["json"])
        cloud = "y" if entry.get("cloudOnly") else ""
        return cls(entry["key"], kind, text, entry.get("description", ""), cloud)

    @property
    def is_blank(self) -> bool:
        return not (self.key or self.text or self.description)

    @property
    def problem(self) -> str:
        wants_number = self.kind == "number" and not _is_number(self.text)
        return f"{self.text or 'nothing'} is no number." if wants_number else ""

    @property
    def entry(self) -> dict[str, Any]:
        """As the API is sent it."""
        is_json = self.kind in ("number", "json") and not self.problem
        text = self.text if is_json else json.dumps(self.text, ensure_ascii=False)
        entry: dict[str, Any] = {"key": self.key, "json": text}
        if self.description:
            entry["description"] = self.description
        if self.cloud:
            entry["cloudOnly"] = True
        return entry


class GlobalsField(Field):
    """Rows of key, type and value; data is the list that the API takes."""

    kinds = KINDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[GlobalRow] = []

    @property
    def rows_to_type_in(self) -> list[GlobalRow]:
        return [*self.rows, GlobalRow()]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        stored = self.default or [] if data is unset_value else data or []
        self.rows = [GlobalRow.of(entry) for entry in stored]
        self.data = list(stored)
        self.errors: list[str] = []
        if formdata is not None:
            typed = [formdata.getlist(f"{self.name}-{part}") for part in PARTS]
            self.rows = list(_rows(zip(*typed, strict=False)))
            self.data = [row.entry for row in self.rows]
            self.errors = [
                f"Row {number}: {row.problem}"
                for number, row in enumerate(self.rows, 1)
                if row.problem
            ]


def _rows(typed: Iterable[tuple[str, ...]]) -> Iterable[GlobalRow]:
    for key, kind, text, description, cloud in typed:
        row = GlobalRow(key.strip(), kind, text.replace("\r\n", "\n"), description.strip(), cloud)
        if not row.is_blank:
            yield row


def _shown(stored: str) -> tuple[str, str]:
    """Kind, and the text to type for it. stored: JSON text."""
    try:
        value = orjson.loads(stored)
    except orjson.JSONDecodeError:
        return "json", stored
    if isinstance(value, str):
        return "text", value
    return ("number" if _is_number(stored) else "json"), stored


def _is_number(text: str) -> bool:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return isinstance(value, (int, float)) and not isinstance(value, bool)
