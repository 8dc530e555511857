"""Every screen is accessible: wide and narrow, light and dark, by the rules of axe-core."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from config import ROOT

from .conftest import Console
from .screens import SCREENS, SIGNED_OUT, STATUSES, address_of

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1280, 400)
HEIGHT = 860
GRAVE = ("serious", "critical")
FRAMELESS = """() => [...document.querySelectorAll("a, button, label, summary")]
  .filter((one) => getComputedStyle(one).display === "inline" && one.checkVisibility())
  .filter((one) => [...one.children].some(
    (part) => !part.matches(".sr") && /^(block|flex|grid)$/.test(getComputedStyle(part).display)))
  .map((one) => `frameless: ${one.outerHTML.slice(0, 120)}`)"""
"""Blocks inside a line: the frame of the focus would stand beside them, a few pixels small."""
QUICKLY = {"resultTypes": ["violations"], "selectors": False}  # no details of what is in order
COLOURS = {"runOnly": ["color-contrast"]}  # the only rule that a theme can break


@pytest.mark.parametrize("name", SCREENS)
def test_it_is_accessible(
    browser: Browser, console: Console, badge: Any, found: dict[str, str], name: str
) -> None:
    context = browser.new_context(
        bypass_csp=True,  # for the script that looks; the page itself was drawn under its policy
        storage_state=None if name in SIGNED_OUT else badge,
        viewport={"width": WIDTHS[0], "height": HEIGHT},
        reduced_motion="reduce",
        color_scheme="light",
    )
    page = context.new_page()
    response = page.goto(f"{console.url}{address_of(name, found)}")
    assert response
    assert response.status == STATUSES.get(name, 200)
    page.evaluate(AXE.read_text())
    issues: dict[str, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="light")
        issues[f"{width} light"] = issues_of(page) + page.evaluate(FRAMELESS)
        page.emulate_media(color_scheme="dark")
        issues[f"{width} dark"] = issues_of(page, COLOURS)
    context.close()
    assert {where: those for where, those in issues.items() if those} == {}


def test_it_would_tell(page: Page) -> None:
    page.set_content("<html lang=en><title>A page</title><main><button></button></main>")
    page.evaluate(AXE.read_text())
    [issue] = issues_of(page)
    assert issue.startswith("button-name: <button></button>")
    page.set_content('<a href="/">A line</a><a href="/"><p>A block</p></a>')
    assert page.evaluate(FRAMELESS) == ['frameless: <a href="/"><p>A block</p></a>']


def issues_of(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """The rule, and the elements that break it."""
    wanted = QUICKLY | (options or {})
    result = page.evaluate("options => axe.run(document, options)", wanted)
    return [
        f"{one['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for one in result["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
