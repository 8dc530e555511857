"""The workflow editor: what is drawn there runs after a restart, and no work is lost."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from .conftest import Console
from .flow_editor import Editor, Json, address_of, flow_of, graph_of, make_flow, meta, small_graph
from .login_flow import (
    ENTRIES,
    by_label,
    demo_put_aside,
    note_address,
    pages_of,
    settle,
    users_enter,
)

pytestmark = pytest.mark.browser


SPOTS = {
    "GET /login": (200, 90),
    "POST /login": (440, 90),
    "Where to go then": (320, 165),
    "Signed in?": (320, 240),
    "Form sent?": (220, 315),
    "Onward": (480, 315),
    "Sign-in page": (110, 390),
    "From our own page?": (320, 390),
    "Foreign form": (220, 465),
    "Check password": (440, 465),
    "Once more": (320, 540),
    "Onward, signed in": (540, 540),
    "Note": (200, 360),
}
"""Where each goes on the canvas, from its upper left corner, in pixels."""


def test_a_login_is_built_by_mouse_and_users_enter_through_it(desk: Page, console: Console) -> None:
    with demo_put_aside(console) as demo:
        flow_id = build_login(desk, console, demo)
        assert by_label(flow_of(console, flow_id)) == by_label(demo)
        users_enter(console, "gate@northlight.example")


def build_login(desk: Page, console: Console, demo: Json) -> str:
    """With a mouse and letters, from the console's home on."""
    desk.get_by_role("link", name="Build", exact=True).click()
    desk.get_by_role("link", name="Add to Workflows").click()
    desk.get_by_label("Name", exact=True).click()
    desk.keyboard.type("Login by hand")
    desk.get_by_role("button", name="Add workflow").click()
    flow_id = note_address(desk, console)
    editor = Editor(desk)
    expect(editor.stage).to_have_attribute("data-drawn", "")
    labels = {node["id"]: node["meta"]["label"] for node in demo["nodes"]}
    page_names = pages_of(console)
    for trigger in demo["triggers"]:
        editor.drag_in("Endpoint", *SPOTS[trigger["meta"]["label"]])
        editor.pick("Endpoint", trigger["meta"]["label"])
        editor.rename(trigger["meta"]["label"])
    *nodes, note = demo["nodes"]
    for node in nodes:
        editor.drag_in(ENTRIES[node["type"]], *SPOTS[node["meta"]["label"]])
        editor.rename(node["meta"]["label"])
        settle(editor, node, page_names)
    for item in (*demo["triggers"], *nodes):
        for output, targets in enumerate(item["outputIds"]):
            for target in targets:
                editor.wire(item["meta"]["label"], output, labels[target])
    editor.look_down(400)
    editor.drag_in("Note", *SPOTS["Note"])
    editor.write("Text", note["meta"]["annotationText"])
    editor.stretch_note(note["meta"]["width"], note["meta"]["height"])
    expect(desk.locator("[data-problem-count]")).to_be_hidden()
    editor.save()
    return flow_id


def test_opened_and_saved_unchanged_it_is_stored_as_it_was(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Left alone", **small_graph())
    before = graph_of(console, flow["id"])
    editor = Editor(desk).open(address_of(console, flow["id"]))
    expect(editor.node("Far away")).to_contain_text("Cannot run here")
    editor.save()
    assert graph_of(console, flow["id"]) == before
    editor.move("First", 120, 40)
    desk.keyboard.press("Control+z")
    editor.save()
    assert graph_of(console, flow["id"]) == before


def test_all_that_was_done_is_undone_and_done_again(desk: Page, console: Console) -> None:
    flow = make_flow(console, "There and back", **small_graph())
    before = graph_of(console, flow["id"])
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.move("Second", 160, 60)
    editor.choose("First")
    desk.keyboard.press("Delete")
    expect(editor.node("First")).to_have_count(0)
    editor.drag_in("Delay", 120, 200)
    editor.wire("Press", 0, "Delay")
    undo, redo = (desk.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    expect(redo).to_be_disabled()
    for _ in range(4):
        undo.click()
    expect(undo).to_be_disabled()
    expect(editor.wires).to_have_count(2)
    expect(desk.get_by_role("button", name="Discard")).to_be_hidden()
    for _ in range(4):
        redo.click()
    expect(redo).to_be_disabled()
    editor.save()
    stored = graph_of(console, flow["id"])
    assert [node["type"] for node in stored["nodes"]] == ["DebugNode", "AwsLambdaNode", "DelayNode"]
    assert stored["triggers"][0]["outputIds"] == [[stored["nodes"][2]["id"]]]
    assert stored["nodes"][0]["meta"]["x"] > before["nodes"][1]["meta"]["x"]


def test_nodes_are_copied_from_one_flow_into_another(desk: Page, console: Console) -> None:
    source = make_flow(console, "Copied from", **small_graph())
    target = make_flow(console, "Copied to")
    editor = Editor(desk).open(address_of(console, source["id"]))
    editor.choose("First")
    editor.choose_too("Second")
    expect(desk.locator(".side")).to_contain_text("2 nodes are chosen")
    desk.keyboard.press("Control+c")
    editor.open(address_of(console, target["id"]))
    editor.stage.click(position={"x": 200, "y": 300})
    desk.keyboard.press("Control+v")
    expect(editor.node("Second")).to_be_visible()
    desk.keyboard.press("Control+v")
    expect(editor.node("Second")).to_have_count(2)
    desk.keyboard.press("Control+x")
    expect(editor.node("Second")).to_have_count(1)
    editor.save()
    nodes = graph_of(console, target["id"])["nodes"]
    assert [node["type"] for node in nodes] == ["MutateNode", "DebugNode"]
    assert nodes[0]["outputIds"] == [[nodes[1]["id"]]]
    assert nodes[0]["config"] == small_graph()["nodes"][0]["config"]
    assert nodes[0]["id"] != "first"


@pytest.mark.parametrize("answer", ["Keep mine", "Take theirs"])
def test_a_stale_save_is_refused_and_shows_what_differs(
    desk: Page, console: Console, answer: str
) -> None:
    flow = make_flow(console, f"Two at once: {answer}", **small_graph())
    path = f"/applications/{console.demo}/flows/{flow['id']}"
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.choose("Second")
    editor.configure({"message": "yours"})
    theirs = small_graph()
    theirs["nodes"][1]["config"] = {"message": "theirs"}
    console.api(path, "PATCH", nodes=theirs["nodes"])
    desk.get_by_role("button", name="Save workflow").click()
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("Somebody saved this workflow while you were editing")
    expect(alert.get_by_role("listitem")).to_have_text(re.compile("Second.*theirs.*yours"))
    assert flow_of(console, flow["id"])["nodes"][1]["config"] == {"message": "theirs"}
    alert.get_by_role("button", name=answer).click()
    expect(alert).to_have_count(0)
    if answer == "Keep mine":
        expect(desk.locator("[data-draft]")).to_have_text("Saved")
        assert flow_of(console, flow["id"])["nodes"][1]["config"] == {"message": "yours"}
        desk.get_by_role("button", name="Undo", exact=True).click()
        editor.choose("Second")
        expect(desk.get_by_label("Message")).to_have_value("theirs")
        return
    editor.choose("Second")
    expect(desk.get_by_label("Message")).to_have_value("theirs")
    desk.get_by_role("button", name="Undo", exact=True).click()
    expect(desk.get_by_label("Message")).to_have_value("yours")
    editor.save()
    assert flow_of(console, flow["id"])["nodes"][1]["config"] == {"message": "yours"}


def test_what_cannot_be_saved_says_why_and_stays(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Refused", **small_graph())
    address = address_of(console, flow["id"])
    editor = Editor(desk).open(address)
    count = desk.locator("[data-problem-count]")
    expect(count).to_have_text("2 problems")
    count.click()
    problems = desk.locator("#problems")
    expect(problems).to_contain_text("AwsLambdaNode is kept, but cannot run here.")
    problems.get_by_role("button", name="Far away").first.click()
    expect(desk.locator(".side")).to_contain_text("AwsLambdaNode")
    editor.choose("Second")
    editor.configure({"level": "loud"})
    expect(count).to_have_text("3 problems")
    editor.save()  # a run that comes there halts, but it can be stored
    assert flow_of(console, flow["id"])["nodes"][1]["config"] == {"level": "loud"}
    editor.choose("Press")
    desk.get_by_label("Label", exact=True).fill("x" * 300)
    expect(count).to_have_class(re.compile("badge-bad"))
    count.click()
    expect(problems.get_by_role("listitem").first).to_contain_text("stops saving")
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Save workflow").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not saved yet. triggers.0.meta.label")
    assert flow_of(console, flow["id"])["triggers"][0]["meta"]["label"] == "Press"
    editor.rename("Press me")
    editor.save()
    expect(desk.get_by_role("alert")).to_have_count(0)
    assert flow_of(console, flow["id"])["triggers"][0]["meta"]["label"] == "Press me"


def test_unsaved_work_is_back_after_the_tab_was_closed(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Closed too soon", **small_graph())
    address = address_of(console, flow["id"])
    editor = Editor(desk).open(address)
    editor.choose("Second")
    editor.rename("Half done")
    expect(desk.get_by_text("Draft kept in this browser")).to_be_visible()
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", leave)
    editor.open(address)
    assert asked == ["beforeunload"]
    expect(desk.get_by_text("Your unsaved work is back")).to_be_visible()
    expect(editor.node("Half done")).to_be_visible()
    desk.get_by_role("button", name="Discard").click()
    expect(editor.node("Second")).to_be_visible()
    desk.get_by_role("button", name="Undo", exact=True).click()
    expect(editor.node("Half done")).to_be_visible()


def test_the_body_of_a_loop_stands_in_a_frame_and_goes_with_it(
    desk: Page, console: Console
) -> None:
    flow = make_flow(console, "Round and round")
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.drag_in("Loop", 140, 120)
    frame = desk.locator(".x6-node:has(.frame-body)")
    box, stage = frame.bounding_box(), editor.box_of_stage
    assert box
    editor.drag_in("Delay", box["x"] - stage["x"] + 130, box["y"] - stage["y"] + 70)
    editor.wire("Loop", 1, "Delay")
    box = frame.bounding_box()
    assert box
    editor.drag((box["x"] + 60, box["y"] + 12), (box["x"] + 60, box["y"] + 172))
    editor.save()
    loop, delay = graph_of(console, flow["id"])["nodes"]
    assert loop["outputIds"] == [[], [delay["id"]]]
    assert delay["meta"]["groupId"] == loop["id"]
    assert delay["meta"]["y"] >= loop["meta"]["y"] + 160


def test_many_are_chosen_with_a_frame_lined_up_and_laid_out(desk: Page, console: Console) -> None:
    graph = small_graph()
    for node in (*graph["triggers"], *graph["nodes"]):
        del node["meta"]["x"], node["meta"]["y"]
    flow = make_flow(console, "Without places", **graph)
    before = graph_of(console, flow["id"])
    editor = Editor(desk).open(address_of(console, flow["id"]))
    tops = [editor.box(name)["y"] for name in ("Press", "First", "Second")]
    assert tops == sorted({*tops})
    editor.save()
    assert graph_of(console, flow["id"]) == before  # to look is not to change
    stage = editor.box_of_stage
    bottom = (stage["x"] + stage["width"] - 20, stage["y"] + stage["height"] - 20)
    editor.drag((stage["x"] + 12, stage["y"] + 60), bottom)
    expect(desk.locator(".side")).to_contain_text("4 nodes are chosen")
    desk.get_by_role("button", name="Align left edges").click()
    editor.save()
    stored = graph_of(console, flow["id"])
    assert len({node["meta"]["x"] for node in (*stored["triggers"], *stored["nodes"])}) == 1
    desk.get_by_text("More", exact=True).last.click()
    desk.get_by_role("button", name="Lay out the canvas").click()
    editor.save()
    stored = graph_of(console, flow["id"])
    assert len({node["meta"]["x"] for node in stored["nodes"]}) > 1


def test_a_note_is_added_written_and_stretched(desk: Page, console: Console) -> None:
    flow = make_flow(console, "With a note", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    desk.get_by_role("button", name="Add note").click()
    note = desk.locator(".x6-node:has(.note-body)")
    expect(note).to_contain_text("An empty note")
    desk.keyboard.insert_text("**Mind** the gap")
    expect(note).to_have_text(re.compile(r"^Mind\sthe\sgap$"))
    box = note.locator(".note-fold").bounding_box()
    assert box
    corner = (box["x"] + box["width"] - 2, box["y"] + box["height"] - 2)
    editor.drag(corner, (corner[0] + 60, corner[1] - 80))
    editor.save()
    made = graph_of(console, flow["id"])["nodes"][-1]
    assert made["type"] == "AnnotationNode"
    assert made["meta"]["annotationText"] == "**Mind** the gap"
    assert made["meta"]["width"] > 260
    assert made["meta"]["height"] < 220


def test_a_frozen_workflow_can_be_read_but_not_changed(desk: Page, console: Console) -> None:
    flows = console.api(f"/applications/{console.demo}/flows?flowClass=experience&perPage=100")
    [flow] = [one for one in flows["items"] if one["name"] == "Register"]
    editor = Editor(desk).open(address_of(console, flow["id"], "v1"))
    label = flow["nodes"][0]["meta"]["label"]
    place = editor.node(label).get_attribute("transform")
    editor.move(label, 100, 100)
    assert editor.node(label).get_attribute("transform") == place
    editor.choose(label)
    expect(desk.get_by_label("Label", exact=True)).to_have_attribute("readonly", "")
    desk.keyboard.press("Delete")
    expect(editor.node(label)).to_be_visible()
    expect(desk.get_by_role("button", name="Save workflow")).to_have_count(0)
    expect(desk.locator(".flow-palette")).to_have_count(0)


def test_the_keys_do_what_the_dialog_says(desk: Page, console: Console) -> None:
    flow = make_flow(console, "By keys", **small_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.stage.focus()
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="All keys")
    expect(dialog).to_contain_text("Duplicate the chosen nodes")
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    editor.stage.focus()
    desk.keyboard.press("Alt+ArrowDown")
    desk.keyboard.press("Alt+ArrowDown")
    expect(desk.locator("[data-live]")).to_contain_text("First, Mutate. continue to Second")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Control+d")
    expect(editor.node("First")).to_have_count(2)
    desk.keyboard.press("/")
    desk.keyboard.type("throw")
    desk.keyboard.press("Enter")
    expect(editor.node("Throw Error")).to_be_visible()
    desk.keyboard.press("Control+s")
    expect(desk.locator("[data-draft]")).to_have_text("Saved")
    nodes = graph_of(console, flow["id"])["nodes"]
    assert nodes[0]["meta"]["x"] == small_graph()["nodes"][0]["meta"]["x"] + 20
    assert nodes[3]["outputIds"] == [[nodes[4]["id"]]]


def test_a_wide_workflow_begins_on_a_phone_with_all_of_its_first_trigger(
    desk: Page, console: Console
) -> None:
    graph = small_graph()
    far = {"key": "far-button", "meta": meta("Far", 900, 60, uiId="b2")}
    graph["triggers"].append(graph["triggers"][0] | far)
    flow = make_flow(console, "Wide", **graph)
    desk.set_viewport_size({"width": 400, "height": 800})
    editor = Editor(desk).open(address_of(console, flow["id"]))
    stage, first = editor.stage.bounding_box(), editor.body("Press").bounding_box()
    assert stage
    assert first
    assert stage["x"] <= first["x"]
    assert first["x"] + first["width"] <= stage["x"] + stage["width"]
