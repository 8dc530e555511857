"""A newcomer clicks through the demo."""

import pytest
from playwright.sync_api import Page, expect

from .server import Server

pytestmark = pytest.mark.browser


def test_it_opens_and_its_links_lead_on(page: Page, foyer: Server) -> None:
    response = page.goto(foyer.experience())
    assert response.status == 200
    expect(page).to_have_title("Your pumps, kept running · Northlight Pumps")
    menu = page.get_by_role("navigation")
    expect(menu.get_by_role("link", name="Home")).to_have_attribute("aria-current", "page")
    menu.get_by_role("link", name="Pumps").click()
    expect(page.get_by_role("row")).to_have_count(7)
    page.get_by_role("link", name="NL-2044").click()
    expect(page).to_have_url(f"{foyer.experience()}/pumps/NL-2044")
    expect(page.get_by_role("heading", level=1)).to_contain_text("NL-2044")
    expect(page.get_by_text("Harbour works 3")).to_be_visible()


def test_it_is_dressed_by_a_page_of_its_own(page: Page, foyer: Server) -> None:
    page.goto(foyer.experience())
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 20


def test_a_path_of_nobody_meets_the_pages_of_the_demo(page: Page, foyer: Server) -> None:
    response = page.goto(f"{foyer.experience()}/nowhere")
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here.")
    expect(page.get_by_role("navigation")).to_be_visible()


def test_the_api_answers_in_json_where_nothing_is(page: Page, foyer: Server) -> None:
    response = page.goto(f"{foyer.experience()}/api/nothing/here")
    assert response.status == 404
    assert response.headers["content-type"].startswith("application/json")
    assert response.json()["error"]["message"] == "Nothing answers at /api/nothing/here"
    refused = page.goto(f"{foyer.experience()}/api/pumps")
    assert (refused.status, refused.json()["error"]["type"]) == (401, "Unauthorized")


def test_a_host_of_nobody_shows_the_built_in_page(page: Page, foyer: Server) -> None:
    response = page.goto(foyer.experience("nobody"))
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here.")


def test_the_group_page_asks_a_stranger_to_sign_in(page: Page, foyer: Server) -> None:
    response = page.goto(f"{foyer.experience()}/workshop")
    assert response.status == 401
    expect(page.get_by_role("main").get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("email", ["ida@northlight.example", "mara@northlight.example"])
def test_a_token_link_lets_the_group_and_its_parent_in(
    page: Page, foyer: Server, email: str
) -> None:
    response = page.goto(f"{foyer.experience()}/workshop?authorization={foyer.token(email)}")
    assert response.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Workshop")


def test_develop_shows_what_v1_does_not_have(page: Page, foyer: Server) -> None:
    page.goto(foyer.experience("demo-develop"))
    expect(page.get_by_text("This is develop")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Parts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Parts")
    assert page.goto(f"{foyer.experience()}/parts").status == 404
