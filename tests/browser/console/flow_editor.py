"""Hands on the workflow editor: what a person does with a mouse, in the words of the flow."""

import json
import re
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

from .conftest import Console

Json = dict[str, Any]
Point = tuple[float, float]
NEW_NOTE = (260, 220)
CODE_TO_COME = ".side .code-field:visible"
"""A plain text area until the code editor has been fetched that takes its place."""


def address_of(console: Console, flow_id: str, version: str = "develop") -> str:
    base = f"{console.url}/applications/{console.demo}/experience/versions/{version}"
    return f"{base}/workflows/{flow_id}"


def make_flow(console: Console, name: str, **graph: Any) -> Json:
    path = f"/applications/{console.demo}/flows"
    made: Json = console.make(path, name=name, flowClass="experience", **graph)
    return made


def flow_of(console: Console, flow_id: str) -> Json:
    found: Json = console.api(f"/applications/{console.demo}/flows/{flow_id}")
    return found


def graph_of(console: Console, flow_id: str) -> Json:
    flow = flow_of(console, flow_id)
    return {name: flow[name] for name in ("triggers", "nodes", "globals")}


def meta(label: str, x: int, y: int, **more: Any) -> Json:
    return {"label": label, "x": x, "y": y, **more}


def small_graph() -> Json:
    """One trigger, two nodes in a row, one of a type that cannot run here, fields of others."""
    return {
        "triggers": [
            {
                "type": "virtualButton",
                "key": "small-button",
                "config": {},
                "meta": meta("Press", 200, 60, uiId="b1"),
                "outputIds": [["first"]],
            }
        ],
        "nodes": [
            {
                "id": "first",
                "type": "MutateNode",
                "config": {"rules": [], "ofLater": {"deep": [1, None, 0.5]}},
                "meta": meta("First", 200, 160, theirs="kept"),
                "outputIds": [["second"]],
            },
            {
                "id": "second",
                "type": "DebugNode",
                "config": {"message": "here"},
                "meta": meta("Second", 200, 260),
                "outputIds": [],
            },
            {
                "id": "far",
                "type": "AwsLambdaNode",
                "config": {"anything": True},
                "meta": meta("Far away", 480, 160),
                "outputIds": [[]],
            },
        ],
        "globals": [{"key": "limit", "json": "3"}],
    }


class Editor:
    """The editor in a page. Nodes are named by their labels."""

    flow_id = ""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stage = page.locator(".canvas-stage")

    def open(self, address: str) -> "Editor":
        self.page.goto(address)
        expect(self.stage).to_have_attribute("data-drawn", "")
        return self

    def node(self, label: str) -> Locator:
        words = [re.escape(word).replace("/", r"\/") for word in label.split(" ")]
        exactly = re.compile("^" + r"\s".join(words) + "$")  # a slash would end it in JavaScript
        name = self.page.locator("title").filter(has_text=exactly)
        return self.page.locator(".x6-node").filter(has=name)

    def body(self, label: str) -> Locator:
        """Of the node: without what sticks out of it."""
        return self.node(label).locator(".body")

    @property
    def wires(self) -> Locator:
        return self.page.locator(".x6-edge")

    def drag_in(self, entry: str, x: float, y: float) -> None:
        """From the list; x, y: where its middle goes, from the upper left corner of the canvas."""
        self.page.get_by_role("searchbox", name="Find a node").fill(entry)
        button = self.page.locator(".flow-palette").get_by_role("button", name=entry, exact=True)
        stage = self.box_of_stage
        self.drag(_middle(_box(button)), (stage["x"] + x, stage["y"] + y))

    def wire(self, source: str, output: int, target: str) -> None:
        count = self.wires.count()
        self.pull(source, output, self.middle(target))
        expect(self.wires).to_have_count(count + 1)

    def pull_end(self, wire: tuple[str, str], end: str, to: Point) -> None:
        """Of a wire straight down from one node to another: its "source" or its "target"."""
        upper, lower = map(self.box, wire)
        x = upper["x"] + upper["width"] / 2
        self.page.mouse.move(x, (upper["y"] + upper["height"] + lower["y"]) / 2)
        handle = self.page.locator(f".wire-end.{end}").locator("visible=true")
        expect(handle).to_have_count(1)
        self.drag(_middle(_box(handle)), to)

    def pull(self, source: str, output: int, to: Point) -> None:
        self.drag(self.port(source, output), to)

    def move(self, label: str, dx: float, dy: float, steps: int = 4) -> None:
        box = self.box(label)
        start = (box["x"] + box["width"] / 3, box["y"] + box["height"] / 4)
        self.drag(start, (start[0] + dx, start[1] + dy), steps)

    def choose(self, label: str) -> None:
        box = self.box(label)
        self.page.mouse.click(box["x"] + 60, box["y"] + 10)

    def choose_too(self, label: str) -> None:
        self.page.keyboard.down("Shift")
        self.choose(label)
        self.page.keyboard.up("Shift")

    def rename(self, label: str) -> None:
        """The chosen one."""
        self.page.get_by_label("Label", exact=True).fill(label)
        expect(self.node(label)).to_be_visible()

    def field(self, title: str, within: str | None = None) -> Locator:
        """Of the panel. within: a row of a list, such as "rule 2"."""
        panel = self.page.locator(".side")
        if within:
            panel = panel.get_by_role("group", name=re.compile(rf"^{within}\b"))
        named = re.compile(rf"^{re.escape(title)}( \(optional\))?$")
        return panel.get_by_label(named).locator("visible=true").first

    def write(self, title: str, text: str, within: str | None = None) -> None:
        """Letter by letter, in place of what stands there."""
        expect(self.page.locator(CODE_TO_COME)).to_have_count(0)
        self.field(title, within).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        if self.page.locator(".side [role=listbox]:visible").count():
            self.page.keyboard.press("Escape")  # suggestions, in the way of the next field

    def pick(self, title: str, option: str) -> None:
        self.field(title).select_option(label=option)

    def push(self, button: str) -> None:
        self.page.locator(".side").get_by_role("button", name=button, exact=True).click()

    def look_down(self, by: int) -> None:
        self.page.mouse.move(*_middle(self.box_of_stage))
        self.page.mouse.wheel(0, by)

    def stretch_note(self, width: int, height: int) -> None:
        """The only one, by its corner."""
        note = self.page.locator(".x6-node:has(.note-body)")
        box, fold = _box(note.locator(".note-body")), _box(note.locator(".note-fold"))
        scale = box["width"] / NEW_NOTE[0]
        by = (width - NEW_NOTE[0]) * scale, (height - NEW_NOTE[1]) * scale
        start = fold["x"] + fold["width"] * 2 / 3, fold["y"] + fold["height"] * 2 / 3
        self.drag(start, (start[0] + by[0], start[1] + by[1]))

    def configure(self, config: Json) -> None:
        """The chosen one, as JSON."""
        item = self.page.get_by_label("Node as JSON")
        if not item.is_visible():
            self.page.get_by_text("As JSON", exact=True).click()
        item.fill(json.dumps(json.loads(item.input_value()) | {"config": config}))

    def save(self) -> None:
        self.page.get_by_role("button", name="Save workflow").click()
        expect(self.page.locator("[data-draft]")).to_have_text("Saved")

    def port(self, label: str, output: int) -> Point:
        return _middle(_box(self.node(label).locator(f'[port="o{output}"] .port-hit')))

    def middle(self, label: str) -> Point:
        return _middle(self.box(label))

    def box(self, label: str) -> FloatRect:
        return _box(self.body(label))

    @property
    def box_of_stage(self) -> FloatRect:
        return _box(self.stage)

    def drag(self, start: Point, end: Point, steps: int = 4) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=steps)
        mouse.move(*end, steps=steps)
        mouse.up()


def _box(locator: Locator) -> FloatRect:
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box, "it cannot be seen"
    return box


def _middle(box: FloatRect) -> Point:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
