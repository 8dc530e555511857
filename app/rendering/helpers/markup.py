"""Markup made from data."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import escape

from app.rendering.errors import RenderError
from app.rendering.helpers.table import helper
from app.rendering.printing import text
from app.rendering.state import Scope
from app.rendering.values import LISTS, kind

COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
NAME = re.compile(r"[A-Za-z_][\w.:-]{0,99}", re.ASCII)
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
DEEPEST = 100
PIN = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='26' height='41' viewBox='0 0 26 41'>"
    "<path d='M13 0C6 0 0 6 0 13c0 10 13 28 13 28s13-18 13-28C26 6 20 0 13 0z' fill='{color}'/>"
    "<circle cx='13' cy='13' r='5' fill='#fff'/></svg>"
)


@helper("toHtml")
def to_html(scope: Scope, node: Any) -> str:
    """Markup of parsed HTML: {type: element, name, attributes, children} or {type: text, value}."""
    parts: list[str] = []
    HtmlWriter(scope, parts).write(node, 0)
    return scope.rt.safe("".join(parts))


class HtmlWriter:
    def __init__(self, scope: Scope, parts: list[str]) -> None:
        self.meter = scope.rt
        self.parts = parts
        self.room = scope.rt.budget.output_bytes

    def put(self, markup: str) -> None:
        self.parts.append(markup)
        self.room -= len(markup)
        if self.room < 0:
            self.meter.exceeded("output")

    def write(self, node: Any, depth: int) -> None:
        self.meter.spend()
        if depth > DEEPEST:
            raise RenderError(f"toHtml() takes markup nested up to {DEEPEST} deep.")
        if isinstance(node, LISTS):
            for child in node:
                self.write(child, depth + 1)
        elif isinstance(node, Mapping):
            self.write_node(node, text(node.get("value", ""), self.meter), depth)

    def write_node(self, node: Mapping[str, Any], value: str, depth: int) -> None:
        match node.get("type"):
            case "text":
                self.put(str(escape(value)))
            case "cdata":
                self.put(f"<![CDATA[{value.replace(']]>', ']]&gt;')}]]>")
            case "comment":
                self.put(f"<!--{value.replace('--', '- -')}-->")
            case "element":
                self.write_element(node, depth)
            case _:
                self.write(node.get("children"), depth + 1)

    def write_element(self, node: Mapping[str, Any], depth: int) -> None:
        name, attributes = text(node.get("name"), self.meter), node.get("attributes")
        if not NAME.fullmatch(name):
            return
        self.put(f"<{name}")
        for key, value in attributes.items() if isinstance(attributes, Mapping) else ():
            if isinstance(key, str) and NAME.fullmatch(key):
                self.put(f' {key}="{escape(text(value, self.meter))}"')
        self.put(">")
        if name.lower() not in VOID:
            self.write(node.get("children"), depth + 1)
            self.put(f"</{name}>")


@helper("colorMarker")
def color_marker(scope: Scope, color: Any) -> str:
    """URL of a map pin in a #rgb or #rrggbb colour."""
    source = text(color, scope.rt)
    if not COLOR.fullmatch(source):
        raise RenderError(f"colorMarker() takes a colour such as #27ae60, not {kind(color)}.")
    return "data:image/svg+xml," + quote(PIN.format(color=source), safe=" =:/'")
