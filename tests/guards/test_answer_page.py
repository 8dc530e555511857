"""The built-in answer of an experience host stands alone, and is small."""

import re
from http import HTTPStatus

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import ROOT

PLAIN = Environment(loader=FileSystemLoader(ROOT / "templates" / "public"), autoescape=True)
STRICT = PLAIN.overlay(undefined=StrictUndefined)
OPTIONAL = dict.fromkeys(("path", "email", "home", "headline", "text"), "")


def answer(status: int, **words: str) -> str:
    context = {"status": status, "trace_id": "7f3a-9204", "nonce": "abc", **words}
    return PLAIN.get_template("answer.html").render(context)


@pytest.mark.parametrize("status", [int(status) for status in HTTPStatus if status >= 400])
def test_it_has_words_for_every_status(status: int) -> None:
    page = answer(status)
    assert page.startswith("<!DOCTYPE html>")
    assert re.search(r"<h1>\S.+\.</h1>", page)
    assert f"{status} " in page
    assert "7f3a-9204" in page


def test_it_knows_no_other_variables() -> None:
    context = {"status": 404, "trace_id": "", "nonce": "abc", **OPTIONAL}
    assert "Trace" not in STRICT.get_template("answer.html").render(context)


def test_it_is_small_and_asks_for_nothing_else() -> None:
    page = answer(404, path="/x", home="/")
    style = re.search(r'<style nonce="abc">.*?</style>', page, re.DOTALL)
    assert len(style[0].encode()) < 3000
    assert not re.search(r"\b(?:src|srcset)=|url\(|<script|<link", page)


def test_it_escapes_what_visitors_and_users_wrote() -> None:
    page = answer(404, path="/<i>") + answer(403, email="<i>") + answer(500, text="<i>")
    page += answer(500, headline="<i>.", home='"><i>')
    assert "<i>" not in page


def test_its_words_can_be_replaced() -> None:
    page = answer(503, headline="Closed for the night.", text="Come back at eight.")
    assert "<title>Closed for the night</title>" in page
    assert "<p>Come back at eight.</p>" in page
