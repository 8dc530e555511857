"""Members, filters and tokens: what is clicked here counts on the public host."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

EMAIL = "nadia@northlight.example"
LEAVING = "nils@northlight.example"


def make_user(console: Console, email: str, **fields: Any) -> str:
    """Their id; they are gone again after the test."""
    base = f"/applications/{console.demo}/experience/users"
    made = console.make(base, email=email, password="long enough", **fields)
    return str(made["experienceUserId"])


@pytest.fixture
def nadia(console: Console) -> str:
    """Her id; she is new, in no group, and has a tag."""
    return make_user(console, EMAIL, userTags={"shift": "night"})


@pytest.fixture
def nils(console: Console) -> str:
    """His id; he is one of the technicians."""
    groups = console.api(f"/applications/{console.demo}/experience/groups")["items"]
    ids = [one["experienceGroupId"] for one in groups if one["name"] == "Technicians"]
    return make_user(console, LEAVING, experienceGroupIds=ids)


def enters(console: Console, token: str) -> bool:
    return (
        console.ask("demo-develop", "/workshop", params={"authorization": token}).status_code == 200
    )


def test_a_member_is_added_and_another_removed(
    desk: Page, console: Console, nadia: str, nils: str
) -> None:
    comes, leaves = console.server.token(EMAIL), console.server.token(LEAVING)
    assert (enters(console, comes), enters(console, leaves)) == (False, True)
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
    desk.get_by_role("button", name=f"Remove {LEAVING} from Technicians").click()
    expect(desk.get_by_role("status").first).to_contain_text("no longer in Technicians")
    console.restart()
    assert (enters(console, comes), enters(console, leaves)) == (True, False)


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


def test_one_user_is_signed_out_everywhere_and_another_deleted(
    desk: Page, console: Console, nadia: str, nils: str
) -> None:
    visits = {"path": "/visits", "params": {"authorization": console.server.token(EMAIL)}}
    assert console.ask("demo-develop", **visits).status_code == 200
    assert sign_in(console, LEAVING, "long enough") == 201
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name=LEAVING).click()
    desk.get_by_role("link", name="Delete user").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("They cannot sign in any more")
    dialog.get_by_role("button", name="Delete user").click()
    expect(desk.get_by_role("status").first).to_have_text(f"User {LEAVING} is gone.")
    desk.get_by_role("link", name=EMAIL).click()
    desk.get_by_label("Password", exact=True).fill("another long one")
    desk.get_by_label("First name").fill("Nadia")
    desk.get_by_role("button", name="Remove shift").click()
    desk.get_by_role("button", name="Save user").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")
    desk.get_by_role("link", name="Invalidate tokens").click()
    expect(dialog).to_contain_text("on every device")
    dialog.get_by_role("button", name="Invalidate tokens").click()
    expect(desk.get_by_role("status")).to_contain_text("has to sign in again everywhere.")
    console.restart()
    assert sign_in(console, LEAVING, "long enough") == 401
    assert console.ask("demo-develop", **visits).status_code == 401
    assert sign_in(console, EMAIL, "long enough") == 401
    assert sign_in(console, EMAIL, "another long one") == 201
    user = console.api(f"/applications/{console.demo}/experience/users/{nadia}")
    assert (user["firstName"], user["userTags"]) == ("Nadia", {})


def sign_in(console: Console, email: str, password: str) -> int:
    given = {"email": email, "password": password}
    return console.ask("demo-develop", "/api/sessions", "POST", json=given).status_code
