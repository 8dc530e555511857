"""Ctrl K: by keyboard to whatever there is."""

import re
from contextlib import suppress

import httpx
import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Route, expect

from .conftest import Console, sign_in

pytestmark = pytest.mark.browser


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search or jump to")


def test_a_group_is_made_by_keyboard_alone(desk: Page, console: Console) -> None:
    desk.keyboard.press("Control+k")
    field = palette(desk).get_by_role("combobox")
    expect(field).to_be_focused()
    desk.keyboard.type("add group")
    expect(palette(desk).get_by_role("option")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("New group")
    desk.get_by_label("Name", exact=True).fill("By keyboard")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").first).to_contain_text("By keyboard")
    path = f"/applications/{console.demo}/experience/groups"
    groups = {one["name"]: one["id"] for one in console.restart().api(path)["items"]}
    console.made.append(f"{path}/{groups['By keyboard']}")


def test_arrows_choose_and_the_field_says_which(desk: Page) -> None:
    desk.get_by_role("link", name="Search or jump to").click()
    field, options = palette(desk).get_by_role("combobox"), palette(desk).get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(palette(desk)).to_be_hidden()


def test_what_was_opened_is_offered_first(desk: Page) -> None:
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name="tomas@northlight.example").click()
    desk.get_by_role("link", name="Home", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Northlight Pumps")
    desk.wait_for_load_state()
    desk.keyboard.press("Control+k")
    first = palette(desk).get_by_role("option").first
    expect(first).to_contain_text("tomas@northlight.example")
    first.click()
    expect(desk.get_by_label("E-mail")).to_have_value("tomas@northlight.example")


def test_a_theme_and_the_way_out_are_among_the_acts(desk: Page, console: Console) -> None:
    copied = "; ".join(f"{one['name']}={one['value']}" for one in desk.context.cookies())
    desk.keyboard.press("Control+k")
    field = palette(desk).get_by_role("combobox")
    expect(field).to_be_focused()
    desk.keyboard.type("dark theme")
    expect(palette(desk).get_by_role("option")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")
    desk.keyboard.press("Control+k")
    expect(field).to_be_focused()
    desk.keyboard.type("sign out")
    palette(desk).get_by_role("option", name="Sign out", exact=True).click()
    expect(desk.get_by_role("status")).to_have_text("You are signed out.")
    console.restart()
    desk.goto(f"{console.url}/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")
    assert httpx.get(f"{console.url}/", headers={"Cookie": copied}).status_code == 302


def test_an_answer_after_the_choice_takes_the_page_nowhere(desk: Page, console: Console) -> None:
    held: dict[str, Route] = {}
    desk.keyboard.press("Control+k")
    way_out = palette(desk).get_by_role("option", name="Sign out", exact=True)
    expect(way_out).to_be_visible()
    desk.route("**/palette?q=sign*", lambda route: held.update(search=route))
    desk.route("**/sign-out", lambda route: held.update(sign_out=route))
    with desk.expect_request("**/palette?q=sign*"):
        palette(desk).get_by_role("combobox").fill("sign")
    with desk.expect_request("**/sign-out"):
        way_out.click(no_wait_after=True)
    with suppress(Error):  # nobody waits for it any more
        held["search"].fulfill(status=401)
    held["sign_out"].continue_()
    expect(desk.get_by_role("status")).to_have_text("You are signed out.")


def test_it_says_when_there_is_no_answer(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    field = palette(desk).get_by_role("combobox")
    desk.route("**/palette?q=u&*", lambda route: route.abort())
    field.fill("u")
    expect(palette(desk).get_by_role("status")).to_contain_text("The server does not answer")
    field.fill("user")
    expect(palette(desk).get_by_role("status")).to_contain_text("results")


def test_without_scripts_it_is_a_page(browser: Browser, console: Console) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, console)
    page.get_by_role("link", name="Northlight Pumps").click()
    page.get_by_role("link", name="Search or jump to").click()
    page.get_by_role("searchbox").fill("get /visits")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="GET /visits", exact=True).click()
    expect(page).to_have_url(re.compile(r"/versions/develop/endpoints/[0-9a-f]{24}$"))
    context.close()
