"""No page scrolls sideways on a phone."""

import pytest
from playwright.sync_api import Page

from .server import EMAIL, PASSWORD, Server

pytestmark = pytest.mark.browser

DEMO = ("/", "/pumps", "/pumps/NL-2044", "/visits", "/nowhere")


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 400, "height": 800})
    return page


def overhang(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.mark.parametrize("path", DEMO)
def test_the_demo_fits(phone: Page, foyer: Server, path: str) -> None:
    phone.goto(foyer.experience("demo-develop") + path)
    assert overhang(phone) == 0


def test_the_console_fits(phone: Page, foyer: Server) -> None:
    phone.goto(foyer.console)
    assert overhang(phone) == 0
    phone.get_by_label("E-mail").fill(EMAIL)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").click()
    phone.get_by_role("link", name="Northlight Pumps").wait_for()
    assert overhang(phone) == 0
    phone.get_by_role("link", name="Northlight Pumps").click()
    phone.locator("#endpoints").wait_for()
    assert overhang(phone) == 0
    phone.goto(f"{foyer.console}/console/nowhere")
    assert overhang(phone) == 0
