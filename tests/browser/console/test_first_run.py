"""A new application: from its name to a site that answers."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser


def test_a_new_application_answers_and_its_test_user_logs_in(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/")
    desk.get_by_role("link", name="New application").click()
    desk.get_by_label("Name").fill("Opera House")
    desk.get_by_role("button", name="Create application").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Start Opera House")
    address = desk.get_by_label("Address")
    expect(address).to_have_value("opera-house")
    address.fill("demo")
    desk.get_by_role("button", name="Create experience").click()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_value("demo")
    address.fill("opera")
    desk.get_by_role("button", name="Create experience").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Opera House is open")
    email, password = desk.locator(".once code").all_inner_texts()
    site = desk.locator(".big-link").get_attribute("href")
    console.restart()
    answer = console.ask("opera", "/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/login")
    desk.goto(str(site))
    desk.get_by_label("E-mail address").fill(email)
    desk.get_by_label("Password").fill(password)
    desk.get_by_role("button", name="Log in").click()
    expect(desk).to_have_url(str(site))
    expect(desk.locator("body")).to_contain_text(email)


def test_one_can_begin_with_nothing(desk: Page, console: Console) -> None:
    desk.goto(f"{console.url}/applications/new")
    desk.get_by_label("Name").fill("Blank")
    desk.get_by_role("button", name="Create application").click()
    desk.get_by_label("Nothing").check()
    desk.get_by_label("Address").fill("blank-page")
    desk.get_by_role("button", name="Create experience").click()
    expect(desk.get_by_role("status").first).to_contain_text("Blank is ready")
    expect(desk.get_by_role("link", name="Create endpoint")).to_be_visible()
    assert console.restart().ask("blank-page", "/").status_code == 404
