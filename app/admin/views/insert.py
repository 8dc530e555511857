"""What the editor's menu can insert: the version's components, tags, data and helpers.

Helpers and what is said about them come from the guide for authors, docs/templates.md.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from app.admin.place import Bench
from app.admin.views.place import views_named
from app.models import View
from config import ROOT

GUIDE = ROOT / "docs" / "templates.md"
SUBJECT = re.compile(r"^\| ([a-z][^|]*) \| \|$")
ROW = re.compile(r"^\| ((?:`[^`]+` ?)+)\| (.*?) ?\|$")
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[([^]]+)\]\([^)]*\)")
UNAVAILABLE = "not available yet"


class Piece(NamedTuple):
    """text: what is inserted; `|` marks where the cursor goes."""

    label: str
    text: str
    about: str


class Group(NamedTuple):
    title: str
    pieces: list[Piece]


LAYOUT_PIECES = [
    Piece("{{ page }}", "{{ page }}", "Where the page goes."),
    Piece(
        "section",
        '{% section "|" %}{% endsection %}',
        "A place that pages can fill, with what stands there otherwise.",
    ),
]
PAGE_PIECES = [
    Piece(
        "fillsection",
        '{% fillsection "|" %}{% endfillsection %}',
        "Puts what stands inside into a section of the layout.",
    ),
]
TAGS = [
    Piece("if", "{% if | %}\n{% endif %}", "Only when something is there or true."),
    Piece("for", "{% for item in | %}\n{% endfor %}", "Once for each item of a list."),
    Piece("set", "{% set | = %}", "A name for a value."),
    Piece("comment", "{# | #}", "Seen by nobody."),
]
DATA = [
    Piece("pageData", "{{ pageData.| }}", "What a workflow hands to the page."),
    Piece("experience.user", "{{ experience.user.| }}", "Who is signed in: email, firstName, …"),
    Piece("request.params", "{{ request.params.| }}", "Parameters of the route."),
    Piece("request.query", "{{ request.query.| }}", "What stands behind the question mark."),
    Piece("request.path", "{{ request.path }}", "The path that was asked for."),
    Piece("globals", "{{ globals.| }}", "Globals of the version and the application."),
    Piece("time", '{{ formatDate(time, "L LTS") }}', "The moment of the request."),
]
OF_COMPONENTS = [
    Piece("args", "{{ args.| }}", "What the component was called with."),
    Piece("root", "{{ root.| }}", "The context of the page that called."),
]


def pieces_for(bench: Bench, view: View) -> list[Group]:
    """The version's own first."""
    own = {"layout": LAYOUT_PIECES, "page": PAGE_PIECES, "component": PAGE_PIECES}
    data = [*DATA, *OF_COMPONENTS] if view.view_type == "component" else DATA
    names = [name for _, name in views_named(bench, "component") if name != view.name]
    return [
        Group("Components", [_call(name) for name in names]),
        Group("Tags", [*own[view.view_type], *TAGS]),
        Group("Data", data),
        *helpers(),
    ]


def _call(name: str) -> Piece:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return Piece(name, f'{{{{ component("{quoted}") }}}}', "")


@cache
def helpers() -> tuple[Group, ...]:
    """The helpers of the guide, by subject."""
    groups: list[Group] = []
    text = GUIDE.read_text().partition("## Helpers")[2].partition("## Limits")[0]
    for line in text.splitlines():
        if subject := SUBJECT.match(line):
            groups.append(Group(subject[1].capitalize(), []))
        elif row := ROW.match(line):
            groups[-1].pieces.extend(_pieces(row[1], row[2]))
    return tuple(groups)


def _pieces(calls: str, about: str) -> Iterator[Piece]:
    sentence = LINK.sub(r"\1", f"{about[:1].upper()}{about[1:]}").replace("`", "")
    if UNAVAILABLE in about:
        return
    for call in CODE.findall(calls):
        name, _, arguments = call.partition("(")
        yield Piece(f"{name}({arguments}", f"{{{{ {name}(|) }}}}", sentence)
