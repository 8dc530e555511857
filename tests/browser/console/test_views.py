"""Layouts, pages and components: what is typed here is what visitors get after a restart."""

import re
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

SLUG = "demo-develop"


def view_of(console: Console, kind: str, name: str, version: str = "develop") -> dict[str, Any]:
    base = f"/applications/{console.demo}/experience/views"
    found = console.api(f"{base}?viewType={kind}&perPage=100&version={version}")["items"]
    return next(one for one in found if one["name"] == name)


def editor_of(console: Console, kind: str, name: str, version: str = "develop") -> str:
    id = view_of(console, kind, name, version)["experienceViewId"]
    base = f"{console.url}/applications/{console.demo}/experience/versions/{version}/views"
    return f"{base}/{kind}s/{id}"


def code(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Template")


def type_text(page: Page, text: str) -> None:
    """In place of all that stands in the editor."""
    code(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def preview(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title^="Preview of"]:not(.is-next)')


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def test_a_page_is_written_with_its_preview_and_then_seen_by_visitors(
    desk: Page, console: Console
) -> None:
    desk.goto(editor_of(console, "page", "Pump"))
    expect(preview(desk).get_by_role("heading", name="No pump is called")).to_be_visible()
    desk.get_by_role("button", name="Data").click()
    desk.get_by_role("textbox", name="Sample data").fill(
        '{"request": {"params": {"pumpId": "NL-2044"}}}'
    )
    desk.get_by_role("button", name="Close").click()
    desk.get_by_label("User").select_option("ida@northlight.example")
    expect(preview(desk).get_by_role("heading", name="NL-2044")).to_be_visible()
    expect(preview(desk).get_by_text("Ida Brandt").first).to_be_visible()
    assert "user=" in desk.url
    type_text(desk, "<h1>Pump</h1>\n{% for pump in globals.pumps %}\n{% endfro %}")
    expect(desk.get_by_text("Line 3, column 4: Encountered unknown tag 'endfro'")).to_be_visible()
    expect(state(desk)).to_contain_text("Preview shows the last text without errors")
    expect(preview(desk).get_by_role("heading", name="NL-2044")).to_be_visible()
    save = desk.get_by_role("button", name="Save page")
    expect(save).to_have_attribute("aria-disabled", "true")
    type_text(desk, "<h1>Pump {{ request.params.pumpId }} for {{ experience.user.email }}</h1>")
    heading = preview(desk).get_by_role("heading", name="Pump NL-2044 for ida@northlight.example")
    expect(heading).to_be_visible()
    expect(state(desk)).to_have_text("Preview is up to date")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(desk.get_by_label("User")).to_have_value(re.compile("."))
    console.restart()
    assert "<h1>Pump NL-7 for </h1>" in console.ask(SLUG, "/pumps/NL-7").text


def test_a_component_is_made_and_put_into_a_page(desk: Page, console: Console) -> None:
    base = f"{console.url}/applications/{console.demo}/experience/versions/develop"
    desk.goto(f"{base}/views/components")
    desk.get_by_role("main").get_by_role("link", name="Add component").click()
    desk.get_by_role("button", name="Add component").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not saved yet")
    desk.get_by_label("Name", exact=True).fill("warranty-box")
    desk.get_by_role("button", name="Add component").click()
    expect(preview(desk).get_by_text("Call me with a text.")).to_be_visible()
    desk.get_by_role("button", name="Data").click()
    desk.get_by_role("textbox", name="Sample data").fill('{"args": {"text": "Two years"}}')
    expect(preview(desk).get_by_text("Two years")).to_be_visible()
    desk.goto(editor_of(console, "page", "Home"))
    type_text(desk, '{{ component("waranty-box") }}\n')
    expect(desk.get_by_text("There is no component named “waranty-box”").first).to_be_visible()
    type_text(desk, "")
    desk.get_by_role("button", name="Insert").click()
    desk.get_by_role("searchbox", name="Search", exact=True).fill("warranty")
    desk.keyboard.press("Enter")
    expect(code(desk)).to_have_text('{{ component("warranty-box") }}')
    desk.get_by_role("button", name="Save page").click()
    expect(desk.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    console.restart()
    assert "<p>Call me with a text.</p>" in console.ask(SLUG, "/").text
    desk.goto(editor_of(console, "component", "warranty-box"))
    desk.get_by_role("link", name="Used by 1").click()
    expect(desk.get_by_role("main").get_by_role("link", name="Home")).to_be_visible()


def test_a_text_that_somebody_else_changed_is_compared_and_nothing_is_lost(
    desk: Page, console: Console
) -> None:
    before = view_of(console, "page", "Parts")
    path = f"/applications/{console.demo}/experience/views/{before['experienceViewId']}"
    desk.goto(editor_of(console, "page", "Parts"))
    expect(state(desk)).to_have_text("Preview is up to date")
    type_text(desk, "<h1>Parts</h1>\n<p>Yours</p>")
    console.api(path, "PATCH", body="<h1>Parts</h1>\n<p>Theirs</p>")
    desk.get_by_role("button", name="Save page").click()
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("Somebody saved this while you were editing")
    expect(alert.locator(".t.del")).to_have_text("<p>Theirs</p>")
    expect(alert.locator(".t.add")).to_have_text("<p>Yours</p>")
    expect(code(desk)).to_contain_text("Yours")
    assert "Theirs" in console.api(path)["body"]
    desk.get_by_role("button", name="Save page").click()
    expect(desk.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    assert "Yours" in console.api(path)["body"]


def test_a_draft_survives_leaving_the_page(desk: Page, console: Console) -> None:
    address = editor_of(console, "component", "state")
    desk.goto(address)
    desk.get_by_label("Shown in").select_option("By itself")
    type_text(desk, "<b>Half done</b>")
    expect(desk.get_by_text("Draft kept in this browser")).to_be_visible()
    # A frame that comes or goes meanwhile can take Chromium's question along, and one stays.
    expect(preview(desk).get_by_text("Half done")).to_be_visible()
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.goto(f"{address}/settings")
    desk.get_by_role("link", name="Edit", exact=True).click()
    expect(desk.get_by_text("Your unsaved text is back")).to_be_visible()
    expect(code(desk)).to_have_text("<b>Half done</b>")
    desk.get_by_role("button", name="Discard").click()
    expect(code(desk)).to_contain_text("titleCase(args.is)")


def test_a_frozen_view_can_be_read_and_previewed_but_not_changed(
    desk: Page, console: Console
) -> None:
    desk.goto(editor_of(console, "page", "Pumps", version="v1"))
    expect(preview(desk).get_by_role("heading", name="Pumps")).to_be_visible()
    expect(desk.get_by_role("button", name="Save page")).to_have_count(0)
    expect(desk.get_by_text("frozen")).to_be_visible()
    code(desk).click()
    desk.keyboard.insert_text("never")
    expect(code(desk)).not_to_contain_text("never")
    desk.get_by_role("link", name="Settings", exact=True).nth(0).click()
    expect(desk.get_by_role("button", name="Save settings")).to_have_count(0)


def test_a_view_is_deleted_in_a_dialog_that_names_what_uses_it(
    desk: Page, console: Console
) -> None:
    views = f"/applications/{console.demo}/experience/views"
    console.make(views, name="gone-soon", viewType="component", body="x")
    caller = {"name": "Caller", "viewType": "page", "body": '{{ component("gone-soon") }}'}
    console.make(views, **caller)
    desk.goto(f"{editor_of(console, 'component', 'gone-soon')}/settings")
    expect(desk.get_by_text("1 view calls it by this name.")).to_be_visible()
    desk.get_by_role("link", name="Delete component").click()
    dialog = desk.get_by_role("dialog", name="Delete component gone-soon?")
    expect(dialog).to_contain_text("1 view calls it. Nothing will show in its place.")
    expect(dialog.get_by_role("link", name="Caller")).to_be_visible()
    dialog.get_by_role("button", name="Delete component").click()
    expect(desk.get_by_role("status")).to_have_text("Component gone-soon is gone.")
    items = console.restart().api(f"{views}?perPage=100")["items"]
    assert "gone-soon" not in [one["name"] for one in items]


def test_a_page_is_sent_as_its_settings_say(desk: Page, console: Console) -> None:
    base = f"/applications/{console.demo}/experience"
    page = console.make(
        f"{base}/views", name="Price list", viewType="page", body="{{ '<Pumps>' }} & seals"
    )
    reply = {"type": "page", "value": page["experienceViewId"]}
    console.make(f"{base}/endpoints", method="get", route="/prices", staticReply=reply)
    path = f"{base}/views/{page['experienceViewId']}"
    desk.goto(f"{editor_of(console, 'page', 'Price list')}/settings")
    desk.get_by_label("Name", exact=True).fill("Prices")
    desk.get_by_label("Content type").fill("text/plain; charset=utf-8")
    desk.get_by_label("Name 1", exact=True).fill("season")
    desk.get_by_label("Value 1", exact=True).fill("winter")
    desk.get_by_role("button", name="Save settings").click()
    expect(desk.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    answer = console.restart().ask(SLUG, "/prices")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "<Pumps> & seals"
    stored = console.api(path)
    assert (stored["name"], stored["viewTags"]) == ("Prices", {"season": "winter"})


ATTACK = """\
<h1>Attack</h1>
<pre id="told"></pre>
<script>
const told = {};
const tell = async (name, act) => {
  try { told[name] = await act(); } catch (error) { told[name] = `refused: ${error.name}`; }
};
(async () => {
  await tell("origin", () => self.origin);
  await tell("cookie", () => document.cookie);
  await tell("storage", () => localStorage.length);
  await tell("parent", () => parent.document.title);
  await tell("top", () => top.location.href);
  await tell("fetch", async () => (await fetch("CONSOLE/", {credentials: "include"})).status);
  await tell("api", async () => (await fetch("HOST/me", {credentials: "include"})).status);
  document.getElementById("told").textContent = JSON.stringify(told);
})();
</script>
"""


def test_a_script_in_the_preview_cannot_reach_the_console(desk: Page, console: Console) -> None:
    """What it tries is refused by the browser, which tells its own console: that is meant."""
    page = desk.context.new_page()
    page.set_default_timeout(10_000)
    page.goto(editor_of(console, "page", "Visits"))
    attack = ATTACK.replace("CONSOLE", console.url).replace("HOST", console.server.console)
    type_text(page, attack)
    told = preview(page).locator("#told")
    expect(told).to_contain_text('"api"')
    answers = told.evaluate("(element) => JSON.parse(element.textContent)")
    assert answers.pop("origin") == "null"
    assert set(answers) == {"cookie", "storage", "parent", "top", "fetch", "api"}
    assert all(str(answer).startswith("refused: ") for answer in answers.values()), answers
    page.close()


def test_the_stage_opened_by_hand_has_no_origin_either(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/stage")
    assert desk.evaluate("self.origin") == "null"


def test_a_preview_shows_what_a_visitor_was_sent_and_a_mistake_is_told_after(
    desk: Page, console: Console
) -> None:
    form = {"email": "visitor at nowhere"}
    console.ask(SLUG, "/login", "POST", data=form)
    console.restart()
    desk.goto(editor_of(console, "page", "Sign in"))
    desk.get_by_role("button", name="Data").click()
    data = desk.get_by_role("combobox", name="Data")
    sent = data.locator("option").filter(has_text="POST /login").first.get_attribute("value")
    data.select_option(sent)
    expect(desk.get_by_role("textbox", name="Sample data")).to_have_value(
        re.compile("visitor at nowhere")
    )
    desk.get_by_role("button", name="Close").click()
    expect(preview(desk).get_by_label("E-mail")).to_have_value("visitor at nowhere")
