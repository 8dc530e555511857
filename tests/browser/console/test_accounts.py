"""Developers: one invites another, and each sees their own."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import watched_page
from .conftest import Console

pytestmark = pytest.mark.browser


def log_in(console: Console, email: str, password: str) -> int:
    url = f"http://127.0.0.1:{console.server.port}/auth/user"
    return httpx.post(url, json={"email": email, "password": password}).status_code


def invite(desk: Page, email: str) -> str:
    """The link."""
    desk.locator("summary", has_text="Account of").click()
    desk.get_by_role("link", name="All accounts").click()
    desk.get_by_role("link", name="Invite someone").click()
    desk.get_by_label("E-mail").fill(email)
    desk.get_by_role("button", name="Create invitation").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"{email} is invited")
    return desk.locator(".once code").inner_text()


def test_an_invited_developer_signs_in_changes_the_password_and_sees_nothing_of_others(
    desk: Page, browser: Browser, console: Console
) -> None:
    lost = invite(desk, "lena@northlight.example")
    desk.get_by_role("link", name="I have sent it").click()
    desk.get_by_role("button", name="New link for lena@northlight.example").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("lena@northlight.example is invited")
    link = desk.locator(".once code").inner_text()
    console.restart()
    assert httpx.get(lost).status_code == 404
    with watched_page(browser) as lena:
        lena.goto(link)
        lena.get_by_label("Password").fill("short")
        lena.get_by_label("First name").fill("Lena")
        lena.get_by_role("button", name="Set password and sign in").click()
        expect(lena.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
        lena.get_by_label("Password").fill("long enough")
        lena.get_by_role("button", name="Set password and sign in").click()
        expect(lena.get_by_role("heading", name="No application yet")).to_be_visible()
        answer = lena.goto(f"{console.url}/applications/{console.demo}")
        assert answer
        assert answer.status == 404
        lena.goto(f"{console.url}/account")
        lena.get_by_role("link", name="Password").click()
        lena.get_by_label("Password you have now").fill("wrong")
        lena.get_by_label("New password").fill("even longer")
        lena.get_by_role("button", name="Change password").click()
        expect(lena.get_by_text("not the password you have now")).to_be_visible()
        lena.get_by_label("Password you have now").fill("long enough")
        lena.get_by_label("New password").fill("even longer")
        lena.get_by_role("button", name="Change password").click()
        expect(lena.get_by_role("status").first).to_contain_text("Your password is changed")
        gone = lena.goto(link)
        assert gone
        assert gone.status == 404
    console.restart()
    assert log_in(console, "lena@northlight.example", "long enough") == 401
    assert log_in(console, "lena@northlight.example", "even longer") == 200
    desk.goto(f"{console.url}/accounts")
    expect(desk.get_by_role("row", name="lena@northlight.example")).not_to_contain_text("invited")


def test_a_profile_is_saved(desk: Page, console: Console) -> None:
    desk.locator("summary", has_text="Account of").click()
    desk.get_by_role("link", name="Your account").click()
    desk.get_by_label("First name").fill("Mara")
    desk.get_by_role("button", name="Save profile").click()
    expect(desk.get_by_role("status").first).to_have_text("Saved.")
    assert console.restart().api("/me")["firstName"] == "Mara"
