"""Draws the pictures of README.md anew, and every screen to look at: `make screenshots`.

Those of README.md go to docs/images, all others to test-results/screens.
"""

import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from config import ROOT

from . import chromium
from .console.conftest import Console, sign_in
from .console.screens import SCREENS, SIGNED_OUT, address_of, places

IMAGES = ROOT / "docs" / "images"
SCREEN_IMAGES = ROOT / "test-results" / "screens"
WIDTHS = (1280, 400)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 860
SIGN_IN = {"email": "ida@northlight.example", "password": "forgotten", "next": "/visits"}
VISITS = {"/": 24, "/pumps": 15, "/pumps/NL-2044": 9, "/api/pumps": 6, "/visits": 3, "/nowhere": 2}


def main() -> None:
    path = chromium.find()
    assert path, chromium.HELP
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        console = Console(Path(data), PORT="8000")
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        try:
            visit(console)
            found = places(console.api, console.data)
            draw_readme(browser, console, found)
            draw_screens(browser, console, found)
        finally:
            browser.close()
            console.stop()


def visit(console: Console) -> None:
    """So that charts have something to show. What was counted is stored as the server stops."""
    for slug in ("demo", "demo-develop"):
        for path, times in VISITS.items():
            for _ in range(times):
                console.ask(slug, path)
        console.ask(slug, "/login", "POST", data=SIGN_IN)
    console.restart()


def draw_readme(browser: Browser, console: Console, found: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": HEIGHT}, color_scheme="light")
    page.goto(console.server.experience())
    page.screenshot(path=IMAGES / "demo.png")
    sign_in(page, console)
    page.goto(f"{console.url}{address_of('admin.workbench', found)}")
    page.locator("canvas").wait_for()
    page.screenshot(path=IMAGES / "console.png")
    page.goto(f"{console.url}{address_of('admin.new_endpoint_step', found)}")
    page.get_by_label("Route", exact=True).fill("/pumps/{serial}/manual")
    page.locator("#route-check .hint").first.wait_for()
    page.screenshot(path=IMAGES / "wizard.png")
    page.goto(f"{console.url}{address_of('admin.view', found)}")
    page.get_by_text("Preview is up to date").wait_for()
    page.wait_for_load_state("networkidle")  # the frame's styles
    page.screenshot(path=IMAGES / "view.png")
    draw_run(page, console)
    page.context.close()


def draw_run(page: Page, console: Console) -> None:
    """The newest run of the demo's log-in, where the password was looked at."""
    found = {"application": console.demo, "flow": flow_named(console, "Sign in")}
    page.goto(f"{console.url}{address_of('admin.workflow', found)}")
    page.get_by_role("button", name="Runs", exact=True).click()
    page.get_by_role("region", name="Runs", exact=True).get_by_role("link", name="401").click()
    slider = page.get_by_role("slider", name="Step of the run")
    slider.press("ArrowLeft")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "workflow.png")


def flow_named(console: Console, name: str) -> str:
    flows = console.api(f"/applications/{console.demo}/flows?flowClass=experience&perPage=100")
    return next(str(flow["flowId"]) for flow in flows["items"] if flow["name"] == name)


def draw_screens(browser: Browser, console: Console, found: dict[str, str]) -> None:
    member = browser.new_context(reduced_motion="reduce")
    sign_in(member.new_page(), console)
    pages = {True: browser.new_context(reduced_motion="reduce").new_page(), False: member.pages[0]}
    for name in SCREENS:
        url = f"{console.url}{address_of(name, found)}"
        draw(
            pages[name in SIGNED_OUT],
            url,
            name.removeprefix("admin.").replace(", ", "-").replace(" ", "-"),
        )


def draw(page: Page, url: str, name: str) -> None:
    """Wide and narrow, light and dark, each as it is when one comes to it: in a window that is as
    high as the page, so that what sticks to the window's foot covers nothing."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(url)
        page.wait_for_load_state("networkidle")  # previews and charts
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(HEIGHT, height)})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=SCREEN_IMAGES / f"{width}-{theme}" / f"{name}.png", full_page=True)


if __name__ == "__main__":
    main()
