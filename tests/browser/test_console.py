"""Signing in, looking around, signing out."""

import pytest
from playwright.sync_api import Browser, Page, expect

from app.services.demo import content

from .server import EMAIL, PASSWORD, Server

ROUTES = [one.route for one in (*content.ENDPOINTS, *content.NEW_ENDPOINTS)]
API_ROUTES = [route for route in ROUTES if route.startswith("/api")]

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(page: Page, foyer: Server) -> Page:
    page.goto(foyer.console)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Applications")
    return page


def test_a_wrong_password_is_told_in_words(page: Page, foyer: Server) -> None:
    page.goto(foyer.console)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill("nope")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not match.")
    expect(page.get_by_label("E-mail")).to_have_value(EMAIL)


def test_the_overview_shows_the_demo_and_opens_it(signed_in: Page, foyer: Server) -> None:
    page = signed_in
    page.get_by_role("link", name="Northlight Pumps").click()
    expect(page).to_have_title("Northlight Pumps · Foyer")
    expect(page.locator("#versions")).to_contain_text("v1")
    page.get_by_role("link", name=f"demo.localhost:{foyer.port}", exact=True).first.click()
    expect(page).to_have_title("Your pumps, kept running · Northlight Pumps")


def test_typing_in_the_filter_narrows_the_endpoints_and_the_address(signed_in: Page) -> None:
    page = signed_in
    open_endpoints(page)
    rows = page.locator("#endpoint-list tbody tr")
    expect(rows).to_have_count(len(ROUTES))
    page.get_by_role("searchbox", name="Filter endpoints").press_sequentially("/api")
    expect(rows).to_have_count(len(API_ROUTES))
    assert "filter=%2Fapi" in page.url
    page.reload()
    expect(rows).to_have_count(len(API_ROUTES))


def open_endpoints(page: Page) -> None:
    page.get_by_role("link", name="Northlight Pumps").click()
    page.get_by_role("link", name="Build").click()
    page.get_by_role("link", name="Endpoints", exact=False).first.click()


def test_a_theme_is_shown_at_once_and_kept(signed_in: Page) -> None:
    page = signed_in
    page.get_by_text("Account of").locator("xpath=..").click()
    with page.expect_request_finished(lambda request: "/console/theme" in request.url):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_signing_out_closes_the_door(signed_in: Page, foyer: Server) -> None:
    page = signed_in
    page.get_by_text("Account of").locator("xpath=..").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    page.goto(f"{foyer.console}/console/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_console_works_without_scripts(browser: Browser, foyer: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(foyer.console)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    open_endpoints(page)
    page.get_by_role("searchbox", name="Filter endpoints").fill("style")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#endpoint-list tbody tr")).to_have_count(1)
    context.close()


def test_a_console_session_means_nothing_on_an_experience_host(
    signed_in: Page, foyer: Server
) -> None:
    page = signed_in
    response = page.goto(f"{foyer.experience()}/visits")
    assert response.status == 401
    assert "cookie" not in response.request.all_headers()
