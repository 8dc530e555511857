"""What a new page or workflow begins with: small examples that work at once."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from app.schemas.flow import FlowPost
from app.services.starters.files import filled

PAGES_FOLDER = Path(__file__).parent / "pages"
FLOWS_FOLDER = Path(__file__).parent / "flows"


class PageStarter(NamedTuple):
    """about: one sentence; data: JSON that a workflow hands to the page."""

    title: str
    about: str
    data: str = "{}"


class FlowStarter(NamedTuple):
    title: str
    about: str


PAGES = {
    "blank": PageStarter("Blank", "A heading and a sentence."),
    "list": PageStarter(
        "List",
        "A table of pageData.items, which a workflow hands over.",
        '{"items": [{"name": "First", "state": "ready"}, {"name": "Second", "state": "waiting"}]}',
    ),
    "form": PageStarter("Form", "Asks for a name, and greets whoever sends it."),
}
REPLIES = {
    "object": FlowStarter("One object", "Answers with the path and the parameters it was asked."),
    "list": FlowStarter("A list", "Answers with two items and how many there are."),
    "take": FlowStarter("Take data", "Refuses a body without a name, and answers 201 to others."),
}
SHOW_PAGE = "page"
WATCH = "watch"
"""The starters of workflows: REPLIES, SHOW_PAGE, and WATCH, which only looks on."""


def page_body(starter: str, *, has_layout: bool) -> str:
    """Without a layout the page is a whole document."""
    body = (PAGES_FOLDER / f"{starter}.html").read_text()
    return body if has_layout else in_document(body)


def in_document(body: str) -> str:
    """Without what it gives to a layout."""
    content = "\n".join(line for line in body.splitlines() if "fillsection" not in line)
    return filled(PAGES_FOLDER / "document.html", {"content": content})


def starter_flow(
    starter: str, name: str, endpoint_id: str, label: str, page_id: str = "", data: str = "{}"
) -> FlowPost:
    """label: the endpoint in words; page_id and data: of SHOW_PAGE."""
    values = {"endpoint": endpoint_id, "label": label, "page": page_id, "data": data}
    return read_starter(FLOWS_FOLDER / f"{starter}.json", values, name)


def read_starter(file: Path, values: Mapping[str, str], name: str) -> FlowPost:
    """values: of its markers."""
    written = {key: json.dumps(value)[1:-1] for key, value in values.items()}
    read: dict[str, Any] = json.loads(filled(file, written))
    return FlowPost(**read | {"name": name})
