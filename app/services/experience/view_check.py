"""What is wrong with the text of a view before it is saved, each at its place."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from app.rendering import RenderError, check_syntax
from app.services.experience.linked import CALL

PAGE = re.compile(r"\{\{-?\s*page\b")
NO_PAGE = "This layout never prints {{ page }}, so its pages do not show."


class Problem(NamedTuple):
    """line, column: from 1. An error keeps the view from being saved; the rest is a warning."""

    message: str
    line: int
    column: int
    is_error: bool


def problems_in(body: str, view_type: str, components: Collection[str]) -> list[Problem]:
    """In the order of their places. components: the names that may be called."""
    return sorted(
        [*_syntax(body), *_unknown_components(body, components), *_no_page(body, view_type)],
        key=lambda problem: (problem.line, problem.column),
    )


def lacks_page(body: str, view_type: str) -> bool:
    return view_type == "layout" and not PAGE.search(body)


def _syntax(body: str) -> Iterator[Problem]:
    try:
        check_syntax(body)
    except RenderError as error:
        yield Problem(error.message, error.line or 1, error.column or 1, is_error=True)


def _unknown_components(body: str, components: Collection[str]) -> Iterator[Problem]:
    for found in CALL.finditer(body):
        name = found[1] or found[2] or ""
        if name not in components:
            sentence = f"There is no component named “{name}”; it shows nothing."
            yield Problem(sentence, *_place(body, found.start()), is_error=False)


def _no_page(body: str, view_type: str) -> Iterator[Problem]:
    if lacks_page(body, view_type):
        yield Problem(NO_PAGE, 1, 1, is_error=False)


def _place(body: str, offset: int) -> tuple[int, int]:
    line_start = body.rfind("\n", 0, offset) + 1
    return body.count("\n", 0, offset) + 1, offset - line_start + 1
