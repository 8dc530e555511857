"""The session ends in another tab, or the server fails, while somebody is in the middle of
something: they are told, the page stays, and what they typed can still be sent."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import watched_page
from .conftest import Console, open_notes, sign_in, sign_out_elsewhere

pytestmark = pytest.mark.browser


@pytest.fixture
def own(browser: Browser, console: Console) -> Any:
    """A page with a session of its own, for ending it."""
    with watched_page(browser) as page:
        sign_in(page, console)
        yield page


def test_a_form_is_sent_after_signing_in_again(own: Page, console: Console) -> None:
    groups = f"/applications/{console.demo}/experience/groups"
    own.goto(f"{console.url}{groups}/new")
    own.get_by_label("Name", exact=True).fill("Typed before lunch")
    sign_out_elsewhere(own, console).close()
    own.get_by_role("button", name="Add group").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("You are signed out.")
    with own.context.expect_page() as opened:
        own.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, console)
    own.get_by_role("button", name="Send it again").click()
    expect(own.get_by_role("status").first).to_contain_text("Typed before lunch")
    found = console.api(f"{groups}?filterField=name&filter=Typed*")["items"]
    console.made += [f"{groups}/{one['id']}" for one in found]
    assert [one["name"] for one in found] == ["Typed before lunch"]


def test_a_dialog_stays_and_is_sent_after_signing_in_again(own: Page, console: Console) -> None:
    dialog, notes, save = open_notes(own, console)
    before = notes.input_value()
    notes.fill("Typed before lunch")
    other = sign_out_elsewhere(own, console)
    save.click()
    expect(dialog.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(dialog.get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")
    sign_in(other, console)
    save.click()
    expect(own.get_by_role("status").first).to_be_visible()
    own.get_by_role("link", name=re.compile("Notes of")).first.click()
    expect(notes).to_have_value("Typed before lunch")
    notes.fill(before)
    with own.expect_navigation():
        save.click()


def test_a_form_that_asks_while_one_types_stays(own: Page, console: Console) -> None:
    develop = f"/applications/{console.demo}/experience/versions/develop"
    own.goto(f"{console.url}{develop}/endpoints/new/custom")
    other = sign_out_elsewhere(own, console)
    route = own.get_by_role("textbox", name="Route", exact=True)
    route.fill("/before/lunch")
    expect(own.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(route).to_have_value("/before/lunch")
    sign_in(other, console)
    route.press_sequentially("/time")
    expect(own.locator("#route-check")).to_contain_text("Free")
    expect(own.get_by_role("alert")).to_have_count(0)


def test_a_filter_that_gets_no_answer_says_so(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/applications/{console.demo}/experience/users")
    field, rows = desk.get_by_role("searchbox"), desk.locator("#users-list tbody tr")
    before = rows.count()
    desk.route("**/users?filter=tomas*", lambda route: route.abort())
    field.fill("tomas")
    expect(desk.get_by_role("alert")).to_contain_text("The server does not answer.")
    assert rows.count() == before
    desk.get_by_role("alert").get_by_role("button", name="Close").click()
    expect(desk.get_by_role("alert")).to_have_count(0)
    desk.unroute("**/users?filter=tomas*")
    field.press("Enter")
    expect(rows).to_have_count(1)


def test_the_tree_shows_what_was_asked_for_last(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/applications/{console.demo}/experience/versions/develop/endpoints")
    field = desk.get_by_role("searchbox", name="Filter this version")
    held: list[Any] = []
    desk.route("**/endpoints?*tree=pump", lambda route: held.append(route))
    with desk.expect_request("**/endpoints?*tree=pump"):
        field.fill("pump")
    folders = desk.locator("[data-tree-target=folders]")
    with desk.expect_event("requestfailed"):  # the first is not waited for any more
        field.fill("workshop")
    expect(folders).to_contain_text("/workshop")
    expect(folders).not_to_contain_text("/pumps")


def test_what_cannot_be_opened_leaves_the_page_as_it_is(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/applications/{console.demo}/experience/versions")
    desk.route("**/notes/*", lambda route: route.abort())
    desk.get_by_role("link", name=re.compile("Notes of")).first.click()
    expect(desk.get_by_role("alert")).to_contain_text("The server does not answer.")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Versions")


def test_a_live_list_says_that_it_is_not(own: Page, console: Console) -> None:
    own.goto(f"{console.url}/applications/{console.demo}/experience/versions/develop/runs")
    told = own.locator("[data-live-target=told]")
    other = sign_out_elsewhere(own, console)
    own.bring_to_front()
    expect(told).to_contain_text("You are signed out.")
    sign_in(other, console)
    own.bring_to_front()
    expect(told).to_be_empty()


def test_what_was_typed_about_something_gone_is_still_there(own: Page, console: Console) -> None:
    groups = f"/applications/{console.demo}/experience/groups"
    made = console.make(groups, name="Going")
    own.goto(f"{console.url}{groups}/{made['id']}")
    own.get_by_label("Name", exact=True).fill("A better name for it")
    console.api(f"{groups}/{made['id']}", "DELETE")
    own.get_by_role("button", name="Save").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("There is no page here.")
    typed = own.get_by_role("region", name="What you typed")
    expect(typed.get_by_role("definition")).to_have_text("A better name for it")
    own.goto(f"{console.url}{groups}/{made['id']}")
    expect(own.get_by_role("heading", level=1)).to_have_text("There is no page here.")
    expect(typed).to_be_visible()  # it is the same address
    own.goto(f"{console.url}{groups}")
    own.goto(f"{console.url}{groups}/{made['id']}")
    expect(own.get_by_role("heading", level=1)).to_have_text("There is no page here.")
    expect(typed).to_have_count(0)


def test_a_secret_that_was_typed_is_not_kept(own: Page, console: Console) -> None:
    users = f"/applications/{console.demo}/experience/users"
    own.goto(f"{console.url}{users}/new")
    own.get_by_label("E-mail").fill("ann@example.com")
    own.get_by_label("Password").fill("a secret of hers")
    sign_out_elsewhere(own, console)
    own.get_by_role("button", name="Add user").click()
    typed = own.get_by_role("region", name="What you typed")
    expect(typed).to_contain_text("ann@example.com")
    expect(typed).not_to_contain_text("a secret of hers")
    assert "a secret of hers" not in own.evaluate("JSON.stringify({ ...sessionStorage })")


def test_what_the_browser_does_not_copy_is_shown(own: Page, console: Console) -> None:
    own.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    own.goto(f"{console.url}/applications/{console.demo}/settings")
    own.get_by_role("button", name="Copy id").click()
    expect(own.get_by_role("alert")).to_contain_text(console.demo)


def test_a_button_that_copied_twice_says_again_what_it_does(own: Page, console: Console) -> None:
    own.context.grant_permissions(["clipboard-read", "clipboard-write"])
    own.goto(f"{console.url}/applications/{console.demo}/settings")
    button = own.get_by_role("button", name=re.compile("Copy id|Copied"))
    button.click()
    expect(button).to_have_text("Copied")
    button.click()
    expect(button).to_have_text("Copy id")
