"""The outline: a workflow is made with the keyboard alone, and runs after a restart."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Console
from .flow_editor import address_of, graph_of, make_flow
from .flow_outline import Outline
from .test_axe import AXE, issues_of

pytestmark = pytest.mark.browser

SLUG = "demo-develop"
EMAIL, PASSWORD = "keys@northlight.example", "no mouse was needed"


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
    flows = f"/applications/{console.demo}/flows"
    known = console.api(f"{flows}?flowClass=experience&perPage=100")["items"]
    [demo] = [flow for flow in known if flow["name"] == "Sign in"]
    console.api(f"{flows}/{demo['flowId']}", "PATCH", enabled=False)
    users = f"/applications/{console.demo}/experience/users"
    console.api(users, "POST", email=EMAIL, password=PASSWORD)
    flow = make_flow(console, "Login by keys")
    outline.open(address_of(console, flow["id"]))

    for method in ("GET", "POST"):
        outline.add_first("Endpoint")
        outline.open_panel()
        outline.name_it(f"{method} /login")
        outline.pick("Endpoint", f"{method} /login")
        outline.close_panel()

    outline.add_after("GET /login", "Mutate")
    outline.open_panel()
    outline.name_it("Where to go then")
    outline.push("Add rule")
    outline.fill("Value", "{{ data.body.next or '/visits' }}")
    outline.fill("Destination", "working.next")
    outline.close_panel()
    outline.wire("POST /login", "Where")

    outline.add_after("Where to go then", "Conditional")
    outline.open_panel()
    outline.name_it("Form sent?")
    outline.fill("Expression", "{{ data.method }} === 'post'")
    outline.close_panel()

    outline.add_after("Form sent?", "Endpoint Reply", "false")
    reply_with_page(outline, "Sign-in page", "200")
    outline.add_after("Form sent?", "Authenticate", "true")
    outline.open_panel()
    outline.name_it("Check password")
    outline.fill("Email", "{{ data.body.email }}")
    outline.fill("Password", "{{ data.body.password }}")
    outline.fill("Token path", "working.token")
    outline.close_panel()

    outline.add_after("Check password", "Endpoint Reply", "failed")
    reply_with_page(outline, "Once more", "401")
    outline.add_after("Check password", "Endpoint Reply", "ok")
    outline.open_panel()
    outline.name_it("Onward")
    outline.pick("Answer with", "A redirect")
    outline.fill("Status code", "303")
    outline.fill("Body", "{{ working.next }}")
    outline.push("Add cookie")
    outline.fill("Name", "authorization")
    outline.fill("Value", "{{ working.token }}")
    outline.fill("Path", "/")
    outline.close_panel()
    expect(outline.page.locator("[data-problem-count]")).to_be_hidden()
    assert outline.rows() == [
        "1 GET /login, Endpoint",
        "2 Where to go then, Mutate",
        "2 Form sent?, Conditional",
        "3 false: Sign-in page, Endpoint Reply",
        "3 true: Check password, Authenticate User",
        "4 failed: Once more, Endpoint Reply",
        "4 ok: Onward, Endpoint Reply",
        "1 POST /login, Endpoint",
        "2 Where to go then, joined from above",
    ]
    outline.save()

    console.restart()
    assert "Sign in" in console.ask(SLUG, "/login").text
    form = {"email": EMAIL, "password": "wrong", "next": "/visits"}
    assert console.ask(SLUG, "/login", "POST", data=form).status_code == 401
    entered = console.ask(SLUG, "/login", "POST", data=form | {"password": PASSWORD})
    assert (entered.status_code, entered.headers["location"]) == (303, "/visits")
    cookie = {"Cookie": f"authorization={entered.cookies['authorization']}"}
    assert console.ask(SLUG, "/visits", headers=cookie).status_code == httpx.codes.OK
    console.api(f"{flows}/{flow['id']}", "DELETE")
    console.api(f"{flows}/{demo['flowId']}", "PATCH", enabled=True)


def reply_with_page(outline: Outline, label: str, status: str) -> None:
    outline.open_panel()
    outline.name_it(label)
    outline.pick("Answer with", "A page")
    outline.fill("Status code", status)
    outline.pick("Body is", "JSON")
    outline.fill("Body", '{"next": {{ jsonEncode(working.next) }}, "problem": "wrong"}')
    outline.pick("Page", "Sign in")
    outline.close_panel()


def test_the_arrows_walk_open_and_close_the_tree(console: Console, outline: Outline) -> None:
    flow = make_flow(console, "Walk", **graph())
    outline.open(address_of(console, flow["id"]))
    outline.tab_to(outline.tree)
    assert outline.row("Press").evaluate("it => it === document.activeElement")
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
    outline.wire("Each", "No", "body")
    outline.save()
    nodes = {node["id"]: node for node in graph_of(console, flow["id"])["nodes"]}
    assert nodes["no"]["meta"]["groupId"] == "loop"
    assert nodes["loop"]["outputIds"] == [[], ["no"]]
    assert nodes["is"]["outputIds"][0] == []
    outline.go_to("No")
    outline.press("g")
    outline.find("")
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
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            issues[f"{where}, {scheme}"] = issues_of(page)

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
    outline.fill("JavaScript", "payload.working = {};")
    expect(outline.panel.get_by_text("JavaScript is required")).to_be_hidden()
