from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.admin.forms import Refused, ResourceForm
from app.admin.forms.globals import GlobalsField
from app.schemas import VersionPatch


class Form(ResourceForm):
    globals = GlobalsField("Globals")


Row = tuple[str, str, str]


def typed(app: Flask, *rows: Row) -> Form:
    """Each row: key, type, value."""
    sent: MultiDict[str, str] = MultiDict()
    for key, kind, text in rows:
        for part, value in (("key", key), ("kind", kind), ("text", text)):
            sent.add(f"globals-{part}", value)
        sent.add("globals-description", "")
        sent.add("globals-cloud", "")
    with app.test_request_context(method="POST", data=sent):
        return Form()


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("text", "blue", '"blue"'),
        ("text", 'a "quoted"\r\nline é', r'"a \"quoted\"\nline é"'),
        ("number", "4.5", "4.5"),
        ("json", '{"a": [1]}', '{"a": [1]}'),
    ],
)
def test_a_row_is_stored_by_its_type(app: Flask, kind: str, text: str, stored: str) -> None:
    form = typed(app, ("colour", kind, text), ("", "text", ""))
    assert form.read(VersionPatch).changes() == {"globals": [{"key": "colour", "json": stored}]}


@pytest.mark.parametrize(
    "entry",
    [
        {"key": "a", "json": '"blue"'},
        {"key": "a", "json": "-1.5e3"},
        {"key": "a", "json": "true"},
        {"key": "a", "json": "[1, 2]", "description": "Two of them", "cloudOnly": True},
        {"key": "a", "json": "not JSON, from an old export"},
    ],
)
def test_what_is_stored_comes_back_as_it_was(app: Flask, entry: dict[str, Any]) -> None:
    with app.test_request_context():
        (row,) = Form.of({"globals": [entry]}).globals.rows
    assert row.entry == entry


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("n", "number", "four"), "Row 1: four is no number."),
        (("n", "number", ""), "Row 1: nothing is no number."),
        (("n", "number", "true"), "Row 1: true is no number."),
        (("n", "json", "{"), "Row 1: json is not JSON (line 1, column 2)"),
        (("a b", "text", "x"), "Row 1: key must be"),
    ],
)
def test_it_says_which_row_is_wrong(app: Flask, row: Row, sentence: str) -> None:
    form = typed(app, row)
    with pytest.raises(Refused):
        form.read(VersionPatch)
    (told,) = form.globals.errors
    assert told.startswith(sentence)
    assert form.globals.rows[0][:3] == row


def test_a_key_that_is_there_twice_is_refused(app: Flask) -> None:
    form = typed(app, ("a", "text", "1"), ("a", "text", "2"))
    with pytest.raises(Refused):
        form.read(VersionPatch)
    assert tuple(form.globals.errors) == ("This has the key a twice; keep one of them.",)
