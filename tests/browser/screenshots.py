"""Draws the pictures of README.md anew: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from config import ROOT

from . import chromium
from .server import EMAIL, PASSWORD, running_server

IMAGES = ROOT / "docs" / "images"
WINDOW = {"width": 1280, "height": 860}


def main() -> None:
    path = chromium.find()
    assert path, chromium.HELP
    with (
        tempfile.TemporaryDirectory() as data,
        running_server(Path(data), PORT="8000") as foyer,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page(viewport=WINDOW, color_scheme="light")
        page.goto(foyer.experience())
        page.screenshot(path=IMAGES / "demo.png")
        page.goto(foyer.console)
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Northlight Pumps").click()
        page.locator("#endpoints").wait_for()
        page.screenshot(path=IMAGES / "console.png")
        browser.close()


if __name__ == "__main__":
    main()
