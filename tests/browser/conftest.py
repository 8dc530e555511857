"""A running Foyer and a browser. Each test has a context of its own: no cookies left over."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from . import chromium
from .server import Server, running_server

NO_FAULTS = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:afterRequest",
    "htmx:sendAbort",
    "htmx:sendError",
    "Blocked script execution",
)
"""What the browser and htmx note about answers, and about frames that may run nothing: ours below
goes into every frame."""
PATIENCE = 20_000  # milliseconds: the machine may have other work as well
expect.set_options(timeout=PATIENCE)


ONCE_LOADED = """
const still = new CSSStyleSheet();
still.replaceSync("html { pointer-events: none }");
document.adoptedStyleSheets.push(still);
addEventListener("load", () => still.replaceSync(""));
"""
"""Playwright waits until an element can be pressed. So no click comes before a page's scripts, when
a link or form is still a plain one."""


@pytest.fixture(scope="session")
def foyer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("foyer")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, chromium.HELP
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched_page(browser) as page:
        yield page


@contextmanager
def watched_page(browser: Browser) -> Iterator[Page]:
    """Fails the test when a page's script fails or a page breaks its own security policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.add_init_script(ONCE_LOADED)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: _note(message, problems))
    yield page
    context.close()
    assert problems == []


def _note(message: ConsoleMessage, problems: list[str]) -> None:
    """A refused or missing page is told to the visitor; that is no fault of a script."""
    if message.type == "error" and not message.text.startswith(NO_FAULTS):
        problems.append(message.text)
