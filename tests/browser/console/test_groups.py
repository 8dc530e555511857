"""Members, filters and tokens: what is clicked here counts on the public host."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

EMAIL = "nadia@northlight.example"


@pytest.fixture
def nadia(console: Console) -> str:
    """Her id; she is new, in no group, and has a tag."""
    base = f"/applications/{console.demo}/experience/users"
    for old in console.api(f"{base}?filterField=email&filter={EMAIL}")["items"]:
        console.api(f"{base}/{old['experienceUserId']}", "DELETE")
    made = console.api(
        base, "POST", email=EMAIL, password="long enough", userTags={"shift": "night"}
    )
    return str(made["experienceUserId"])


def enters(console: Console, token: str) -> bool:
    return (
        console.ask("demo-develop", "/workshop", params={"authorization": token}).status_code == 200
    )


def test_a_member_is_added_and_removed(desk: Page, console: Console, nadia: str) -> None:
    token = console.server.token(EMAIL)
    assert not enters(console, token)
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("navigation", name="People").get_by_role("link", name="Groups").click()
    desk.get_by_role("table").get_by_role("link", name="Technicians").click()
    tabs = desk.get_by_role("navigation", name="Technicians")
    tabs.get_by_role("link", name="Members").click()
    field = desk.get_by_label("E-mail", exact=True)
    field.fill("nobody@northlight.example")
    desk.get_by_role("button", name="Add member").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("nobody@northlight.example")
    field.fill("nadi")
    expect(desk.locator("#suggested option")).to_have_count(1)
    field.fill(EMAIL)
    desk.get_by_role("button", name="Add member").click()
    expect(desk.get_by_role("status").first).to_contain_text(f"{EMAIL} is in Technicians")
    assert enters(console.restart(), token)
    desk.get_by_role("button", name=f"Remove {EMAIL} from Technicians").click()
    expect(desk.get_by_role("status").first).to_contain_text("no longer in Technicians")
    assert not enters(console, token)


def test_users_are_narrowed_by_tag_and_sign_in_in_the_address(
    desk: Page, console: Console, nadia: str
) -> None:
    desk.get_by_role("link", name="People").click()
    desk.get_by_label("Tag", exact=True).select_option("shift")
    desk.get_by_label("Value of the tag").fill("night")
    desk.get_by_label("Last sign-in").select_option("never")
    expect(desk.locator("#users-list")).to_contain_text("1 of ")
    expect(desk.locator("#users-list tbody tr")).to_have_count(1)
    desk.reload()
    expect(desk.get_by_label("Tag", exact=True)).to_have_value("shift")
    expect(desk.locator("#users-list tbody tr")).to_contain_text([EMAIL])
    desk.get_by_label("Value of the tag").fill("day")
    expect(desk.locator("#users-list")).to_contain_text("No user fits.")


def test_invalidating_all_tokens_signs_everybody_out(
    desk: Page, console: Console, nadia: str
) -> None:
    token = console.server.token(EMAIL)
    visits = {"path": "/visits", "params": {"authorization": token}}
    assert console.ask("demo-develop", **visits).status_code == 200
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Invalidate all tokens").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("to sign in again")
    dialog.get_by_role("button", name="Invalidate all tokens").click()
    expect(desk.get_by_role("status").first).to_have_text("Everybody has to sign in again.")
    assert console.restart().ask("demo-develop", **visits).status_code != 200
    fresh = {"authorization": console.server.token(EMAIL)}
    assert console.ask("demo-develop", "/visits", params=fresh).status_code == 200
