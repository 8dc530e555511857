"""The outline: a workflow is made with the keyboard alone, and runs after a restart."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Console
from .flow_editor import Json, address_of, flow_of, graph_of, make_flow
from .flow_outline import Outline
from .login_flow import (
    ENTRIES,
    by_label,
    demo_put_aside,
    note_address,
    pages_of,
    settle,
    users_enter,
)
from .test_axe import AXE, COLOURS, issues_of

pytestmark = pytest.mark.browser

WIRES = [
    ("Where to go then", None, "GET /login"),
    ("Signed in?", None, "Where to go then"),
    ("Form sent?", "false", "Signed in?"),
    ("Sign-in page", "false", "Form sent?"),
    ("From our own page?", "true", "Form sent?"),
    ("Foreign form", "false", "From our own page?"),
    ("Check password", "true", "From our own page?"),
    ("Once more", "failed", "Check password"),
    ("Onward, signed in", "ok", "Check password"),
    ("Onward", "true", "Signed in?"),
]
"""Of the demo's log-in: each node, and the output of which other it follows."""


def graph(**more: Any) -> dict[str, Any]:
    """Press → First → Is it? → (false) No, (true) Yes; and a loop."""

    def node(
        id: str, kind: str, label: str, outputs: list[list[str]], **given: Any
    ) -> dict[str, Any]:
        meta = {"label": label, "x": 60, "y": 60} | given.pop("meta", {})
        return {"id": id, "type": kind, "config": {}, "meta": meta, "outputIds": outputs} | given

    return {
        "triggers": [
            {
                "type": "virtualButton",
                "key": "outline-button",
                "config": {},
                "meta": {"label": "Press", "uiId": "b1", "x": 60, "y": 20},
                "outputIds": [["first"]],
            }
        ],
        "nodes": [
            node("first", "MutateNode", "First", [["is"]]),
            node("is", "ConditionalNode", "Is it?", [["no"], ["yes"]]),
            node("no", "DebugNode", "No", [["end"]]),
            node("yes", "DebugNode", "Yes", [["end"]]),
            node("end", "DebugNode", "End", [[]]),
            node(
                "loop",
                "LoopNode",
                "Each",
                [[], []],
                config={"loopSourcePath": "data.items", "currentItemPath": "working.item"},
            ),
        ],
    } | more


@pytest.fixture
def outline(desk: Page) -> Outline:
    return Outline(desk)


def test_a_login_is_built_by_keyboard_and_users_enter_through_it(
    desk: Page, console: Console, outline: Outline
) -> None:
    with demo_put_aside(console) as demo:
        flow_id = build_login(outline, console, demo)
        assert by_label(flow_of(console, flow_id)) == by_label(demo)
        users_enter(console, "keys@northlight.example")


def build_login(outline: Outline, console: Console, demo: Json) -> str:
    """With keys alone, from the console's home on."""
    page = outline.page
    begin(outline)
    flow_id = note_address(page, console)
    outline.press("o")
    expect(outline.tree).to_be_attached()
    for trigger in demo["triggers"]:
        outline.add_first("Endpoint")
        outline.open_panel()
        outline.name_it(trigger["meta"]["label"])
        outline.pick("Endpoint", trigger["meta"]["label"])
        outline.close_panel()
    *nodes, note = demo["nodes"]
    settings = {node["meta"]["label"]: node for node in nodes}
    page_names = pages_of(console)
    for label, output, after in WIRES:
        node = settings.pop(label)
        outline.add_after(after, ENTRIES[node["type"]], output)
        outline.open_panel()
        outline.name_it(label)
        settle(outline, node, page_names)
        outline.close_panel()
    assert not settings
    outline.wire("POST /login", "Where to go then")
    outline.add_first("Note")
    outline.open_panel()
    outline.write("Text", note["meta"]["annotationText"])
    outline.write("Width", str(note["meta"]["width"]))
    outline.write("Height", str(note["meta"]["height"]))
    outline.close_panel()
    expect(page.locator("[data-problem-count]")).to_be_hidden()
    assert [row.split(" The cookie")[0] for row in outline.rows()] == [
        "1 GET /login, Endpoint",
        "2 Where to go then, Mutate",
        "2 Signed in?, Conditional",
        "3 false: Form sent?, Conditional",
        "4 false: Sign-in page, Endpoint Reply",
        "4 true: From our own page?, Conditional",
        "5 false: Foreign form, Endpoint Reply",
        "5 true: Check password, Authenticate User",
        "6 failed: Once more, Endpoint Reply",
        "6 ok: Onward, signed in, Endpoint Reply",
        "3 true: Onward, Endpoint Reply",
        "1 POST /login, Endpoint",
        "2 Where to go then, joined from above",
        "1 Note, **What protects this form.**",
    ]
    outline.save()
    return flow_id


def begin(outline: Outline) -> None:
    """An empty workflow, from the application's home."""
    page = outline.page
    outline.tab_to(page.get_by_role("link", name="Build", exact=True))
    outline.press("Enter")
    outline.tab_to(page.get_by_role("link", name="Add to Workflows"))
    outline.press("Enter")
    outline.tab_to(page.get_by_label("Name", exact=True))
    page.keyboard.type("Login by keys")
    outline.press("Enter")


def test_the_arrows_walk_open_and_close_the_tree(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Walk", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    expect(outline.row("Press")).to_be_focused()
    outline.press("End")
    expect(outline.row("Each")).to_be_focused()
    outline.go_to("Yes")
    outline.press("ArrowLeft")
    expect(outline.row("Is it?")).to_be_focused()
    outline.press("ArrowLeft")
    expect(outline.row("Is it?")).to_have_attribute("aria-expanded", "false")
    expect(outline.row("Yes")).to_have_count(0)
    outline.press("ArrowRight", "ArrowRight")
    expect(outline.row("No")).to_be_focused()
    outline.press("e")
    expect(outline.row("End")).to_be_focused()
    expect(outline.panel.get_by_role("heading", level=2)).to_have_text("Debug")


def test_the_focus_stays_when_a_row_around_it_changes(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Around it", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    outline.go_to("Is it?")
    outline.open_panel()
    outline.name_it("Or not?")
    outline.close_panel()
    outline.go_to("Yes")
    outline.press("Control+z")
    expect(outline.row("Is it?")).to_be_visible()
    expect(outline.row("Yes")).to_be_focused()


def test_wires_are_cut_moved_and_laid_by_keys(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Wires", **graph())
    outline.open(address_of(console, flow["id"]))
    live = outline.page.locator("[data-live]")
    outline.tab_to(outline.tree)
    outline.go_to("Yes")
    outline.press("u")
    expect(live).to_have_text("Cut the wire from Is it? to Yes.")
    outline.wire("No", "Yes")
    expect(live).to_have_text("Wired No to Yes.")
    outline.go_to("Yes")
    outline.press("Alt+ArrowUp")
    expect(live).to_have_text("Moved Yes up.")
    outline.press("Alt+ArrowUp")
    expect(live).to_have_text("It is the first already.")
    outline.save()
    nodes = {node["id"]: node for node in graph_of(console, flow["id"])["nodes"]}
    assert nodes["is"]["outputIds"] == [["no"], []]
    assert nodes["no"]["outputIds"] == [["yes", "end"]]


def test_nodes_go_into_a_loop_and_out_of_it(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Loops", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    outline.go_to("No")
    outline.press("g")
    outline.find("Each")
    outline.hears("Moved into Each.")
    outline.wire("Each", "No", "body")
    outline.save()
    nodes = {node["id"]: node for node in graph_of(console, flow["id"])["nodes"]}
    assert nodes["no"]["meta"]["groupId"] == "loop"
    assert nodes["loop"]["outputIds"] == [[], ["no"]]
    assert nodes["is"]["outputIds"][0] == []
    outline.go_to("No")
    outline.press("g")
    outline.find("")
    outline.hears("Moved out of the loop.")
    outline.save()
    nodes = {node["id"]: node for node in graph_of(console, flow["id"])["nodes"]}
    assert "groupId" not in nodes["no"]["meta"]


def test_what_is_removed_comes_back_and_is_removed_again(
    console: Console, outline: Outline
) -> None:
    flow = make_flow(console, "Removed", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    outline.go_to("No")
    outline.press("Shift+ArrowDown", "Delete")
    expect(outline.row("No")).to_have_count(0)
    expect(outline.tree.locator(":focus")).to_have_count(1)
    outline.press("Control+z")
    expect(outline.row("No")).to_be_visible()
    outline.press("Control+Shift+z")
    expect(outline.row("No")).to_have_count(0)
    outline.save()
    kept = [node["id"] for node in graph_of(console, flow["id"])["nodes"]]
    assert "no" not in kept
    assert len(kept) == len(graph()["nodes"]) - 2


def test_nodes_are_copied_and_pasted(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Copied", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    outline.tab_to(outline.tree)
    outline.go_to("First")
    outline.press("Shift+ArrowDown", "Control+c", "Control+v")
    copied = outline.tree.locator("[aria-level='1'][aria-label^='First']")
    expect(copied).to_have_attribute("aria-selected", "true")
    outline.save()
    labels = [node["meta"]["label"] for node in graph_of(console, flow["id"])["nodes"]]
    assert (labels.count("First"), labels.count("Is it?")) == (2, 2)


def test_each_act_is_in_the_menu_of_a_row(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Menu", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    outline.go_to("Yes")
    outline.press("Shift+F10")
    outline.find("cut the wire")
    expect(outline.page.locator("[data-live]")).to_have_text("Cut the wire from Is it? to Yes.")
    outline.press("?")
    expect(outline.page.get_by_role("dialog", name="Keys of the outline")).to_be_visible()
    outline.press("Escape")
    expect(outline.tree.locator(":focus")).to_have_count(1)


def test_a_join_leads_to_the_node_above(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Joins", **graph())
    outline.open(address_of(console, flow["id"]))
    link = outline.tree.get_by_role("link", name="End")
    link.click()
    expect(outline.row("End")).to_be_focused()
    assert outline.rows().count("3 End, joined from above") == 1


def test_outline_panel_and_dialogs_are_accessible(
    browser: Browser, console: Console, badge: Any
) -> None:
    rules = [{"type": "set", "destination": "working.a", "valueTemplate": "{{ data.b }}"}]
    reply = {"bodyTemplateType": "json", "cookieInfo": [{"nameTemplate": "a"}], "odd": 1}
    changed = graph()
    changed["nodes"][0]["config"] = {"rules": rules}
    changed["nodes"][2] |= {"type": "EndpointReplyNode", "config": reply}
    changed["nodes"][3] |= {"type": "TimeRangeNode", "outputIds": [["end"], []]}
    flow = make_flow(console, "Accessible", **changed)
    context = browser.new_context(
        bypass_csp=True, storage_state=badge, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    outline = Outline(page).open(address_of(console, flow["id"]))
    page.evaluate(AXE.read_text())
    issues = {}

    def look(where: str) -> None:
        for scheme, rules in (("light", None), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            issues[f"{where}, {scheme}"] = issues_of(page, rules)

    for label in ("Press", "First", "No", "Yes"):
        outline.row(label).locator("> .o-node").click()
        expect(outline.panel.get_by_role("heading", level=2)).to_be_visible()
        look(label)
    outline.press("a")
    look("adding")
    outline.press("Escape", "?")
    look("keys")
    outline.press("Escape")
    outline.row("Is it?").locator("> .o-node").click()
    outline.field("Expression").press_sequentially("{{ wor")
    expect(outline.panel.get_by_role("option", name="working.a")).to_be_visible()
    look("suggestions")
    context.close()
    assert {where: found for where, found in issues.items() if found} == {}


def test_problems_stand_at_their_rows(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Troubled", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    outline.add_after("End", "Function")
    expect(outline.row("Function")).to_have_attribute(
        "aria-label", "Function, 1 problem: script is required"
    )
    outline.open_panel()
    expect(outline.panel.get_by_text("JavaScript is required")).to_be_visible()
    outline.write("JavaScript", "payload.working = {};")
    expect(outline.panel.get_by_text("JavaScript is required")).to_be_hidden()
