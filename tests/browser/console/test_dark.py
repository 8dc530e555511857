"""What opens or comes while one works, in the dark. How a screen is at first, test_axe.py says."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Console
from .screens import address_of
from .test_axe import AXE, COLOURS, issues_of
from .test_views import code, preview

pytestmark = pytest.mark.browser

IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"


@pytest.fixture
def night(browser: Browser, badge: Any) -> Iterator[Page]:
    context = browser.new_context(
        bypass_csp=True,  # for the script that looks
        storage_state=badge,
        viewport={"width": 1280, "height": 860},
        reduced_motion="reduce",
        color_scheme="dark",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def editor(night: Page, console: Console, found: dict[str, str]) -> Page:
    night.goto(f"{console.url}{address_of('admin.view', found)}")
    expect(preview(night).get_by_role("heading", name="Pumps")).to_be_visible()
    code(night).click()
    night.keyboard.press("Control+End")
    return night


def test_what_the_editor_offers_can_be_read(editor: Page) -> None:
    editor.keyboard.type("{{ comp")
    expect(editor.get_by_role("option", name="decodeURIComponent")).to_be_visible()
    assert told(editor) == []


def test_what_a_search_finds_can_be_read(editor: Page) -> None:
    editor.keyboard.press("Control+f")
    expect(editor.get_by_role("textbox", name="Find")).to_be_focused()
    editor.keyboard.type("pump")
    editor.keyboard.press("Enter")
    expect(editor.locator(".cm-searchMatch-selected")).to_have_count(1)
    assert told(editor) == []


def test_the_preview_stays_dark_when_it_is_drawn_anew(editor: Page) -> None:
    editor.keyboard.type("<p>One line more</p>")
    expect(preview(editor).get_by_text("One line more")).to_be_visible()
    assert [frame.evaluate(IS_DARK) for frame in editor.frames] == [True, True]


def told(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    return issues_of(page, COLOURS)
