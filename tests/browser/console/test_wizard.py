"""The endpoint wizard: what it creates answers visitors after a restart."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import watched_page
from ..server import EMAIL, PASSWORD
from .conftest import Console

pytestmark = pytest.mark.browser

SLUG = "demo-develop"


@pytest.fixture
def wizard(desk: Page, console: Console) -> Page:
    """At its first step."""
    desk.get_by_role("link", name="Build").click()
    desk.get_by_role("link", name="Create endpoint").first.click()
    expect(desk.get_by_role("heading", level=2)).to_have_text("What should it do?")
    return desk


def go_on(page: Page, step: str) -> None:
    page.get_by_role("button", name=f"Next: {step}").click()
    current = page.get_by_role("list", name="Steps").locator("[aria-current=step]")
    expect(current).to_have_text(step.capitalize())


def test_a_page_is_shown_by_the_endpoint_itself(wizard: Page, console: Console) -> None:
    go_on(wizard, "route")
    wizard.get_by_label("Route", exact=True).fill("/opening-hours")
    expect(wizard.locator("#route-check")).to_contain_text("takes no requests from others")
    go_on(wizard, "access")
    go_on(wizard, "reply")
    wizard.get_by_role("radio", name="Form").check()
    go_on(wizard, "review")
    expect(wizard.get_by_role("region", name="What will be created")).to_contain_text(
        "Opening hours from the starter Form"
    )
    wizard.get_by_role("button", name="Create both").click()
    status = wizard.get_by_role("status").first
    expect(status).to_contain_text("GET /opening-hours is there now.")
    link = status.get_by_role("link", name="Open it on")
    expect(link).to_have_attribute(
        "href", re.compile(rf"^http://[\w.-]+:{console.server.port}/opening-hours$")
    )
    answer = console.restart().ask(SLUG, "/opening-hours?name=Ida")
    assert answer.status_code == 200
    assert "Hello Ida." in answer.text


def test_data_for_members_of_a_group_that_is_made_on_the_way(
    wizard: Page, console: Console
) -> None:
    wizard.get_by_role("radio", name="Return data").check()
    go_on(wizard, "route")
    wizard.get_by_label("Method", exact=True).select_option("post")
    wizard.get_by_label("Route", exact=True).fill("/api/orders/{orderId}")
    go_on(wizard, "access")
    wizard.get_by_label("Members of groups").check()
    wizard.get_by_role("button", name="Next: reply").click()
    expect(wizard.get_by_text("Choose a group, or nobody could call it.")).to_be_visible()
    wizard.get_by_label("Groups", exact=True).fill("Storekeepers")
    wizard.get_by_label("Groups", exact=True).press("Enter")
    wizard.get_by_label("Groups", exact=True).fill("Technicians")
    wizard.get_by_label("Groups", exact=True).press("Enter")
    go_on(wizard, "reply")
    expect(wizard.get_by_role("radio", name="Take data")).to_be_checked()
    wizard.get_by_role("textbox", name="Name").fill("Orders")
    go_on(wizard, "review")
    wizard.get_by_role("button", name="Create all three").click()
    expect(wizard.get_by_role("status").first).to_contain_text("is there now")
    ask = console.restart().ask
    assert ask(SLUG, "/api/orders/7", "POST", json={"name": "seal"}).status_code == 401
    token = {"Authorization": f"Bearer {console.server.token('ida@northlight.example')}"}
    refused = ask(SLUG, "/api/orders/7", "POST", json={}, headers=token)
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "Validation")
    made = ask(SLUG, "/api/orders/7", "POST", json={"name": "seal"}, headers=token)
    assert (made.status_code, made.json()) == (201, {"name": "seal"})


def test_something_else_is_filled_in_at_once(wizard: Page, console: Console) -> None:
    wizard.get_by_role("radio", name="Something else").check()
    wizard.get_by_role("button", name="Next: route").click()
    wizard.get_by_label("Route", exact=True).fill("/old-hours")
    replies = wizard.get_by_role("group", name=re.compile("granted"))
    replies.get_by_label("Redirect").check()
    replies.get_by_label("To", exact=True).fill("/pumps")
    wizard.get_by_role("button", name=re.compile("^(Add|Create|Save) endpoint$")).click()
    expect(wizard.get_by_role("status").first).to_contain_text("/old-hours")
    answer = console.restart().ask(SLUG, "/old-hours")
    assert (answer.status_code, answer.headers["location"]) == (301, "/pumps")


def test_a_conflict_is_told_while_typing_and_a_free_route_is_offered(wizard: Page) -> None:
    go_on(wizard, "route")
    route, told = wizard.get_by_label("Route", exact=True), wizard.locator("#route-check")
    route.fill("/pumps/{id}")
    expect(told).to_contain_text("GET /pumps/{id} is taken by an endpoint you have")
    expect(told).to_contain_text("/pumps/x")
    expect(told.get_by_role("link")).to_contain_text("/pumps/{pumpId}")
    wizard.get_by_role("button", name="Next: access").click()
    expect(route).to_have_attribute("aria-invalid", "true")
    expect(route).to_have_value("/pumps/{id}")
    told.get_by_role("button", name="Use /pumps/by-id/{id}").click()
    expect(route).to_have_value("/pumps/by-id/{id}")
    expect(told).not_to_contain_text("is taken")
    go_on(wizard, "access")


def test_back_and_reload_lose_nothing(wizard: Page) -> None:
    wizard.get_by_role("radio", name="Return data").check()
    go_on(wizard, "route")
    wizard.get_by_label("Route", exact=True).fill("/api/kept")
    go_on(wizard, "access")
    wizard.get_by_label("Signed-in users").check()
    go_on(wizard, "reply")
    wizard.reload()
    wizard.get_by_role("link", name="Back").click()
    expect(wizard.get_by_label("Signed-in users")).to_be_checked()
    wizard.get_by_role("link", name="Kind").click()
    expect(wizard.get_by_role("radio", name="Return data")).to_be_checked()
    go_on(wizard, "route")
    expect(wizard.get_by_label("Route", exact=True)).to_have_value("/api/kept")


@pytest.fixture
def keyboard(browser: Browser, console: Console) -> Iterator[Page]:
    """At the sign-in page, and nothing but keys from there."""
    with watched_page(browser) as page:
        page.goto(f"{console.url}/")
        yield page


def tab_to(page: Page, name: str, role: str) -> None:
    """Presses Tab until the focus is there, as whoever cannot use a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        wanted = page.get_by_role(role, name=name).and_(page.locator(":focus"))
        if wanted.count():
            return
    raise AssertionError(f"Tab does not reach the {role} {name}")


def test_an_endpoint_is_created_with_nothing_but_keys(keyboard: Page, console: Console) -> None:
    page, keys = keyboard, keyboard.keyboard
    keys.type(EMAIL)
    tab_to(page, "Password", "textbox")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Applications")
    for name, role in (
        ("Northlight Pumps", "link"),
        ("Build", "link"),
        ("Create endpoint", "link"),
        ("Show a page", "radio"),
    ):
        tab_to(page, name, role)
        if role == "link":
            url = page.url
            keys.press("Enter")
            page.wait_for_url(lambda now, before=url: now != before)
    keys.press("ArrowRight")
    tab_to(page, "Next: route", "button")
    keys.press("Enter")
    tab_to(page, "Route", "textbox")
    keys.type("/api/by-keys")
    for step in ("access", "reply", "review"):
        tab_to(page, f"Next: {step}", "button")
        keys.press("Enter")
        page.wait_for_url(f"**/new/{step}?*")
    tab_to(page, "Create both", "button")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("GET /api/by-keys is there now.")
    assert console.restart().ask(SLUG, "/api/by-keys?a=1").json()["query"] == {"a": "1"}
