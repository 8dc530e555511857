"""A form is sent once, however often its button is pressed; a lost line loses nothing typed."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Console, open_notes

pytestmark = pytest.mark.browser


COUNT = """addEventListener("submit", ({ defaultPrevented }) => {
  if (!defaultPrevented) sessionStorage.sent = Number(sessionStorage.sent ?? 0) + 1;
})"""


def groups_named(console: Console, name: str) -> list[str]:
    """Their paths in the API; they go after the test."""
    collection = f"/applications/{console.demo}/experience/groups"
    groups = console.api(collection)["items"]
    found = [f"{collection}/{one['id']}" for one in groups if one["name"] == name]
    console.made += found
    return found


def test_a_double_click_makes_one_group(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/applications/{console.demo}/experience/groups/new")
    desk.get_by_label("Name", exact=True).fill("Made once")
    desk.evaluate(COUNT)
    desk.get_by_role("button", name="Add group").dblclick()
    expect(desk.get_by_role("status").first).to_contain_text("Made once")
    assert desk.evaluate("sessionStorage.sent") == "1"
    assert len(groups_named(console.restart(), "Made once")) == 1


def test_a_page_that_came_back_can_be_sent_again(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/applications/{console.demo}/experience/groups/new")
    for name in ("First of two", "Second of two"):
        desk.get_by_label("Name", exact=True).fill(name)
        desk.get_by_role("button", name="Add group").click()
        expect(desk.get_by_role("status").first).to_contain_text(name)
        desk.go_back()
    assert len(groups_named(console, "First of two") + groups_named(console, "Second of two")) == 2


def test_a_question_is_answered_once(desk: Page, console: Console) -> None:
    dialog, notes, save = open_notes(desk, console)
    before = notes.input_value()
    notes.fill("Asked once")
    sent: list[Route] = []
    desk.route("**/notes/*", lambda route: sent.append(route))
    with desk.expect_request("**/notes/*"):
        save.dblclick()
    expect(dialog.locator("form")).to_have_attribute("aria-busy", "true")
    assert len(sent) == 1
    sent[0].continue_()
    desk.unroute("**/notes/*")
    expect(desk.get_by_role("status").first).to_be_visible()
    desk.get_by_role("link", name=re.compile("Notes of")).first.click()
    expect(notes).to_have_value("Asked once")
    notes.fill(before)
    save.click()


def test_a_lost_line_loses_nothing_that_was_typed(desk: Page, console: Console) -> None:
    dialog, notes, save = open_notes(desk, console)
    before = notes.input_value()
    notes.fill("Typed on a train")
    desk.route("**/notes/*", lambda route: route.abort())
    save.click()
    expect(dialog.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(notes).to_have_value("Typed on a train")
    desk.unroute("**/notes/*")
    save.click()
    expect(desk.get_by_role("status").first).to_be_visible()
    desk.get_by_role("link", name=re.compile("Notes of")).first.click()
    expect(notes).to_have_value("Typed on a train")
    notes.fill(before)
    save.click()
