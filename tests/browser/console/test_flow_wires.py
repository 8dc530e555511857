"""Wires and the open canvas: what the pointer does there, each in one step of undo."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .flow_editor import Editor, address_of, graph_of, make_flow, small_graph

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(desk: Page, console: Console) -> Editor:
    flow = make_flow(console, "Wires by hand", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.flow_id = flow["id"]
    return editor


def wires_of(editor: Editor, console: Console) -> dict[str, list[list[str]]]:
    """As they are stored."""
    editor.save()
    graph = graph_of(console, editor.flow_id)
    items = (*graph["triggers"], *graph["nodes"])
    return {item["meta"]["label"]: item["outputIds"] for item in items}


def undo(editor: Editor) -> None:
    editor.page.get_by_role("button", name="Undo", exact=True).click()


def test_a_wire_is_hung_to_another_node_by_its_end(editor: Editor, console: Console) -> None:
    editor.pull_end(("First", "Second"), "target", editor.middle("Far away"))
    assert wires_of(editor, console)["First"] == [["far"]]
    undo(editor)
    assert wires_of(editor, console)["First"] == [["second"]]
    expect(editor.page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_wire_is_hung_to_another_output_by_its_beginning(
    editor: Editor, console: Console
) -> None:
    editor.pull_end(("First", "Second"), "source", editor.port("Far away", 0))
    wires = wires_of(editor, console)
    assert (wires["First"], wires["Far away"]) == ([[]], [["second"]])


def test_a_wire_let_go_in_the_open_stays_as_it_was(editor: Editor, console: Console) -> None:
    before = wires_of(editor, console)
    stage = editor.box_of_stage
    editor.pull_end(("First", "Second"), "target", (stage["x"] + 120, stage["y"] + 600))
    expect(editor.wires).to_have_count(2)
    press = editor.middle("Press")
    editor.pull_end(("First", "Second"), "target", press)  # nothing can lead to a trigger
    assert wires_of(editor, console) == before
    expect(editor.page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


@pytest.mark.parametrize("what", ["a wire", "a node"])
def test_the_canvas_comes_along_where_something_is_pulled_to_its_edge(
    editor: Editor, what: str
) -> None:
    stage, mouse = editor.box_of_stage, editor.page.mouse
    start = editor.port("Second", 0) if what == "a wire" else editor.middle("Second")
    seen = editor.page.locator(".x6-graph-svg-viewport")
    before = seen.get_attribute("transform") or ""
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 20, start[1] + 20, steps=4)
    mouse.move(stage["x"] + stage["width"] - 6, start[1] + 60, steps=4)
    for _ in range(3):  # the pointer rests, the canvas does not
        expect(seen).not_to_have_attribute("transform", before)
        before = seen.get_attribute("transform") or ""
    if what == "a node":
        box = editor.body("Second").bounding_box()
        assert box
        assert box["x"] + box["width"] > stage["x"] + stage["width"] - 40  # it has come along
    mouse.up()
    at_rest = seen.get_attribute("transform") or ""
    mouse.move(stage["x"] + 200, start[1] + 60)
    expect(seen).to_have_attribute("transform", at_rest)


def test_a_wire_that_ends_nowhere_asks_what_comes_next(desk: Page, console: Console) -> None:
    flow = make_flow(console, "What comes next", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    stage = editor.box_of_stage
    editor.pull("Second", 0, (stage["x"] + 400, stage["y"] + 600))
    desk.get_by_role("searchbox", name="What comes next?").fill("throw")
    desk.keyboard.press("Enter")
    expect(editor.node("Throw Error")).to_be_visible()
    expect(editor.wires).to_have_count(3)


def test_a_wire_is_removed_and_a_node_is_put_into_one(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Cut and joined", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    first, second, stage = editor.box("First"), editor.box("Second"), editor.box_of_stage
    x = first["x"] + first["width"] / 2
    y = (first["y"] + first["height"] + second["y"]) / 2
    editor.drag_in("Hash", x - stage["x"], y - stage["y"])
    expect(editor.node("Hash")).to_be_visible()
    expect(editor.wires).to_have_count(3)
    editor.move("Hash", 220, 0)
    press = editor.box("Press")
    desk.mouse.click(x, (press["y"] + press["height"] + first["y"]) / 2)
    desk.keyboard.press("Delete")
    expect(editor.wires).to_have_count(2)
    editor.save()
    stored = graph_of(console, flow["id"])
    added = stored["nodes"][-1]
    assert stored["triggers"][0]["outputIds"] == [[]]
    assert stored["nodes"][0]["outputIds"] == [[added["id"]]]
    assert added["outputIds"] == [["second"]]


def test_a_node_that_is_there_already_is_put_into_a_wire(editor: Editor) -> None:
    first, second = editor.box("First"), editor.box("Second")
    to = first["x"] + first["width"] / 2, (first["y"] + first["height"] + second["y"]) / 2
    editor.drag_in("Hash", 400, 560)
    start = editor.middle("Hash")
    editor.move("Hash", to[0] - start[0], to[1] - start[1])
    expect(editor.wires).to_have_count(3)
    undo(editor)
    expect(editor.wires).to_have_count(2)
    assert editor.middle("Hash") == start


@pytest.mark.parametrize("entry", ["Hash", "Endpoint"])
def test_a_double_click_asks_which_node_shall_stand_there(editor: Editor, entry: str) -> None:
    stage = editor.box_of_stage
    at = stage["x"] + 480, stage["y"] + 600
    editor.page.mouse.dblclick(*at)
    search = editor.page.get_by_role("searchbox", name="Find a node to add here")
    expect(search).to_be_focused()
    editor.page.keyboard.type(entry)
    editor.page.keyboard.press("Enter")
    expect(editor.node(entry)).to_be_visible()
    x, y = editor.middle(entry)
    assert abs(x - at[0]) <= 10
    assert abs(y - at[1]) <= 10
    expect(editor.wires).to_have_count(2)
    undo(editor)
    expect(editor.node(entry)).to_have_count(0)
