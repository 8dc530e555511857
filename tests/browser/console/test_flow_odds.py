"""The workflow editor off the normal way: odd flows, odd pastes, other tabs, other pointers."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Console, sign_in, sign_out_elsewhere
from .flow_editor import Editor, Json, Point, address_of, graph_of, make_flow, meta, small_graph

pytestmark = pytest.mark.browser


def node(kind: str, id: str, **more: object) -> Json:
    return {"type": kind, "id": id, "config": {}, "outputIds": [], **more}


def paste(page: Page, text: str) -> None:
    """As the browser tells the page of it."""
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const told = { clipboardData, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        text,
    )


def test_a_node_that_gets_other_outputs_is_drawn_once(desk: Page, console: Console) -> None:
    graph = small_graph()
    graph["nodes"][1]["outputIds"] = [["switch"]]
    switch = {"id": "switch", "type": "SwitchNode", "config": {}, "outputIds": [["far"]]}
    graph["nodes"].append(switch | {"meta": meta("Which?", 200, 360)})
    flow = make_flow(console, "Drawn once", **graph)
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("Which?")
    editor.push("Add case")
    ports = editor.node("Which?").locator("[port^=o]")
    expect(ports).to_have_count(2)
    editor.write("Label", "red", within="case 1")
    expect(editor.node("Which?")).to_contain_text("red")
    expect(editor.node("Which?")).to_have_count(1)
    expect(editor.wires).to_have_count(4)
    desk.get_by_role("button", name="Undo", exact=True).click()
    expect(ports).to_have_count(1)
    expect(editor.wires).to_have_count(4)


def test_whatever_can_be_stored_can_be_opened(desk: Page, console: Console) -> None:
    nodes = [
        node("SwitchNode", "switch", config={"cases": 5}),
        node("SwitchNode", "cases", config={"cases": [None, {"caseLabel": {"no": "text"}}]}),
        node("AnnotationNode", "note", meta={"annotationText": 5, "width": "wide", "x": 1}),
        node("DebugNode", "label", meta={"label": {"no": "text"}, "x": "1", "y": None}),
        node("LoopNode", "self", outputIds=[[], []], meta={"groupId": "self"}),
        node("LoopNode", "one", outputIds=[[], []], meta={"groupId": "other"}),
        node("LoopNode", "other", outputIds=[[], []], meta={"groupId": "one"}),
        node("DebugNode", "in", meta={"groupId": "one", "groupStartX": "far"}),
    ]
    flow = make_flow(console, "Odd through and through", nodes=nodes)
    before = graph_of(console, flow["id"])
    editor = Editor(desk).open(address_of(console, flow["id"]))
    desk.keyboard.press("o")
    rows = desk.get_by_role("tree").get_by_role("treeitem")
    expect(rows).to_have_count(len(nodes))
    for row in rows.all():
        row.locator(".o-node").first.click()
        expect(desk.locator(".side").get_by_role("heading", level=2)).to_be_visible()
    editor.save()
    assert graph_of(console, flow["id"]) == before


def test_what_is_pasted_has_room_and_rubbish_is_refused(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Pasted", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.stage.focus()
    told = desk.locator("[data-live]")
    for rubbish in ("hello", "[null]", '[{"type": "DebugNode", "outputIds": "far"}]'):
        paste(desk, rubbish)
        expect(told).to_have_text("The clipboard holds no nodes.")
        desk.keyboard.press("Alt+ArrowDown")  # so that the next telling is another
        expect(told).not_to_have_text("The clipboard holds no nodes.")
    paste(desk, json.dumps([{"type": "DebugNode"}, {"type": "DebugNode"}]))
    expect(told).to_have_text("Pasted 2 nodes.")
    expect(editor.node("Debug")).to_have_count(2)
    tops = {box.get_attribute("transform") for box in editor.node("Debug").all()}
    assert len(tops) == 2
    desk.get_by_role("button", name="Undo", exact=True).click()
    expect(editor.node("Debug")).to_have_count(0)


def test_a_node_as_json_cannot_become_what_is_no_node(desk: Page, console: Console) -> None:
    flow = make_flow(console, "No node", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("First")
    desk.get_by_text("As JSON", exact=True).click()
    item = desk.get_by_label("Node as JSON")
    wrong = json.loads(item.input_value()) | {"outputIds": "second"}
    item.fill(json.dumps(wrong))
    expect(desk.locator(".side")).to_contain_text(re.compile("outputIds is a list of lists.*stays"))
    expect(editor.wires).to_have_count(2)


def test_a_draft_outlives_another_tab_that_has_none(desk: Page, console: Console) -> None:
    flow = make_flow(console, "In two tabs", **small_graph())
    address = address_of(console, flow["id"])
    editor = Editor(desk).open(address)
    other = desk.context.new_page()
    Editor(other).open(address)
    editor.choose("Second")
    editor.rename("Half done")
    expect(desk.get_by_text("Draft kept in this browser")).to_be_visible()
    other.goto(console.url)  # which leaves the editor
    Editor(other).open(address)
    expect(other.get_by_text("Your unsaved work is back")).to_be_visible()
    other.close()


def test_a_draft_that_cannot_be_read_keeps_nobody_from_working(
    desk: Page, console: Console
) -> None:
    flow = make_flow(console, "Odd drafts", **small_graph())
    address = address_of(console, flow["id"])
    for draft in ("{rubbish", '{"flow": {"nodes": 5}}', '{"flow": {"nodes": [{"type": 5}]}}'):
        desk.evaluate(
            "([address, draft]) =>"
            " localStorage.setItem(`foyer-draft:${new URL(address).pathname}`, draft)",
            [address, draft],
        )
        editor = Editor(desk).open(address)
        expect(editor.node("Second")).to_be_visible()


def test_who_was_signed_out_goes_on_where_they_were(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Signed out", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("Second")
    editor.rename("Signed in elsewhere")
    sign_out_elsewhere(desk, console).close()
    desk.get_by_role("button", name="Save workflow").click()
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("You are signed out.")
    expect(alert).to_contain_text("Your work stays in this browser.")
    with desk.context.expect_page() as opened:
        alert.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, console)
    editor.save()
    assert graph_of(console, flow["id"])["nodes"][1]["meta"]["label"] == "Signed in elsewhere"


def test_a_server_that_is_away_is_told_and_asked_again(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Away", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("Second")
    editor.rename("Still mine")
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Save workflow").click()
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("The server does not answer.")
    expect(alert).to_contain_text("Your work stays in this browser.")
    text, whole = alert.locator("div").bounding_box(), alert.bounding_box()
    assert text
    assert whole
    assert text["width"] > whole["width"] / 2  # beside its icon, not under it
    desk.context.set_offline(False)
    editor.save()
    expect(alert).to_have_count(0)
    assert graph_of(console, flow["id"])["nodes"][1]["meta"]["label"] == "Still mine"


def test_escape_takes_back_what_is_being_pulled(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Taken back", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    before = editor.middle("Second")
    for start in (before, editor.port("Second", 0)):
        desk.mouse.move(*start)
        desk.mouse.down()
        desk.mouse.move(start[0] + 80, start[1] + 60, steps=4)
        desk.keyboard.press("Escape")
        desk.mouse.move(start[0] + 120, start[1] + 100, steps=4)
        desk.mouse.up()
        assert editor.middle("Second") == before
    expect(editor.wires).to_have_count(2)
    expect(desk.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    expect(desk.locator(".quick-add")).to_be_hidden()
    editor.move("Second", 60, 40)
    assert editor.middle("Second") != before


def test_what_is_let_go_over_the_tools_is_let_go(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Over the tools", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    undo = desk.get_by_role("button", name="Undo", exact=True)
    box = undo.bounding_box()
    assert box
    editor.drag(editor.middle("Second"), (box["x"] + 10, box["y"] + 20))
    expect(undo).to_be_enabled()


@pytest.fixture
def tablet(browser: Browser, console: Console) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, has_touch=True)
    page = context.new_page()
    sign_in(page, console)
    yield page
    context.close()


def touch(page: Page, *steps: list[Point]) -> None:
    """steps: where the fingers are; after the last one they are lifted."""
    fingers = page.context.new_cdp_session(page)
    for kind, points in zip(
        ["touchStart", *["touchMove"] * (len(steps) - 1), "touchEnd"], [*steps, []], strict=True
    ):
        at = [{"x": x, "y": y, "id": id} for id, (x, y) in enumerate(points)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    fingers.detach()


def test_a_finger_hangs_a_wire_to_another_node(tablet: Page, console: Console) -> None:
    flow = make_flow(console, "By finger", **small_graph())
    editor = Editor(tablet).open(address_of(console, flow["id"]))
    first, second = editor.middle("First"), editor.middle("Second")
    tablet.touchscreen.tap(first[0], (first[1] + second[1]) / 2)
    handle = tablet.locator(".wire-end.target").locator("visible=true")
    expect(handle).to_have_count(1)
    box = handle.bounding_box()
    assert box
    start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    end = editor.middle("Far away")
    touch(tablet, [start], [((start[0] + end[0]) / 2, start[1])], [end])
    editor.save()
    assert graph_of(console, flow["id"])["nodes"][0]["outputIds"] == [["far"]]


def test_two_fingers_look_elsewhere_and_move_nothing(tablet: Page, console: Console) -> None:
    flow = make_flow(console, "Two fingers", **small_graph())
    editor = Editor(tablet).open(address_of(console, flow["id"]))
    x, y = editor.middle("First")
    second = x + 100, y
    touch(tablet, [(x, y)], [(x, y), second], [(x - 40, y + 50), (x + 100, y + 50)])
    assert editor.box("First")["width"] == pytest.approx(184 * 1.4, abs=3)  # and its border
    assert editor.middle("First") == pytest.approx((x - 40, y + 50), abs=3)
    expect(tablet.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_run_tells_which_nodes_are_gone_as_they_go(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Going", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("Press")
    editor.push("Press the button")
    told = desk.get_by_text("Nodes that are gone")
    expect(desk.get_by_role("slider", name="Step of the run")).to_be_visible()
    expect(told).to_have_count(0)
    editor.choose("Second")
    editor.push("Remove node")
    expect(told).to_have_text("The workflow was edited since. Nodes that are gone: Second.")
    desk.get_by_role("button", name="Undo", exact=True).click()
    expect(told).to_have_count(0)


def test_what_asks_for_a_node_says_that_none_fits_and_goes_with_escape(
    desk: Page, console: Console
) -> None:
    flow = make_flow(console, "None fits", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    stage = editor.box_of_stage
    desk.mouse.dblclick(stage["x"] + 480, stage["y"] + 600)
    search = desk.get_by_role("searchbox", name="Find a node to add here")
    expect(search).to_be_focused()
    desk.keyboard.type("qqqq")
    expect(desk.get_by_text("No node fits “qqqq”.")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(editor.stage).to_be_focused()
    expect(desk.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_double_of_a_node_in_a_loop_is_in_the_loop(desk: Page, console: Console) -> None:
    nodes = [
        {"id": "loop", "type": "LoopNode", "config": {}, "outputIds": [[], ["in"]]}
        | {"meta": meta("Each", 100, 160)},
        node("DebugNode", "in", meta=meta("In", 360, 220, groupId="loop")),
    ]
    flow = make_flow(console, "Doubled", nodes=nodes)
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("In")
    desk.keyboard.press("Control+d")
    expect(editor.node("In")).to_have_count(2)
    editor.save()
    made = graph_of(console, flow["id"])["nodes"][-1]
    assert made["meta"]["groupId"] == "loop"
