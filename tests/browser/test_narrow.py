"""No page of the demo scrolls sideways on a phone; the console's own test is its folder's."""

import pytest
from playwright.sync_api import Page, expect

from .server import PASSWORD, Server

pytestmark = pytest.mark.browser

DEMO = (
    *("/", "/pumps", "/pumps/NL-2044", "/visits", "/nowhere"),
    *("/login", "/register", "/forgot", "/reset", "/logout", "/api", "/oops"),
)


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


def test_the_demo_fits_someone_with_a_long_name(phone: Page, foyer: Server) -> None:
    phone.goto(foyer.experience() + "/register")
    phone.get_by_label("First name").fill("Anneliese-Wilhelmine" * 3)
    phone.get_by_label("Last name").fill("von und zu Vandenberghe")
    phone.get_by_label("E-mail").fill(f"{'anneliese' * 6}@example.com")
    phone.get_by_label("Password").fill("short")
    phone.get_by_label("Password").press("Enter")
    expect(phone.get_by_role("alert")).to_be_visible()
    assert overhang(phone) == 0
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_label("Password").press("Enter")
    expect(phone).to_have_url(foyer.experience() + "/visits")
    assert overhang(phone) == 0
    for path in ("/profile", "/workshop", "/logout"):
        phone.goto(foyer.experience() + path)
        assert overhang(phone) == 0
