"""Somebody registers at the demo, comes and goes, and forgets the password."""

import re
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from .server import Server

pytestmark = pytest.mark.browser

FIRST, SECOND = "secret secret", "another secret"
_numbers = count(1)


@pytest.fixture
def email() -> str:
    """Of somebody new."""
    return f"ann{next(_numbers)}@example.com"


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """Another browser of the same person."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def open_path(foyer: Server) -> Callable[[Page, str], None]:
    def open_path(page: Page, path: str) -> None:
        page.goto(foyer.experience() + path)

    return open_path


Open = Callable[[Page, str], None]


def register(page: Page, email: str) -> None:
    page.get_by_label("First name").fill("Ann")
    page.get_by_label("Last name").fill("Lee")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(FIRST)
    page.get_by_label("Password").press("Enter")


def sign_in(page: Page, email: str, password: str) -> None:
    """By keyboard, where the form stands."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("E-mail").press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def is_in(page: Page) -> None:
    expect(page.get_by_role("banner").get_by_role("link", name="Ann Lee")).to_be_visible()


def is_out(page: Page) -> None:
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()


def test_who_registers_comes_to_the_page_that_was_asked_for(
    page: Page, foyer: Server, open_path: Open, email: str
) -> None:
    open_path(page, "/visits")
    page.get_by_role("main").get_by_role("link", name="Register").click()
    register(page, email)
    expect(page).to_have_url(foyer.experience() + "/visits")
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you, Ann.")
    is_in(page)


def test_what_is_wrong_stands_beside_its_field(page: Page, open_path: Open, email: str) -> None:
    open_path(page, "/register")
    register(page, "ann")
    field = page.get_by_label("E-mail")
    expect(field).to_have_value("ann")
    expect(field).to_have_accessible_description("This is not an e-mail address.")
    expect(page.get_by_label("First name")).to_have_value("Ann")
    expect(page.get_by_label("Password")).to_have_value("")
    field.fill(email)
    page.get_by_label("Password").fill(FIRST)
    page.get_by_role("button", name="Register").click()
    is_in(page)


def test_one_comes_and_goes(page: Page, foyer: Server, open_path: Open, email: str) -> None:
    open_path(page, "/register")
    register(page, email)
    is_in(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out.")
    is_out(page)
    open_path(page, "/pumps/NL-2044")
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    sign_in(page, email, "wrong")
    expect(page.get_by_role("alert")).to_have_text("The e-mail address or the password is wrong.")
    expect(page.get_by_label("E-mail")).to_have_value(email)
    sign_in(page, email, FIRST)
    expect(page).to_have_url(foyer.experience() + "/pumps/NL-2044")
    page.get_by_role("link", name="Ann Lee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
    expect(page.get_by_text(email)).to_be_visible()


def test_a_page_for_others_refuses_even_who_is_in(page: Page, open_path: Open, email: str) -> None:
    open_path(page, "/register")
    register(page, email)
    is_in(page)
    page.get_by_role("navigation").get_by_role("link", name="Workshop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not open to you.")


def test_a_changed_name_is_shown(page: Page, open_path: Open, email: str) -> None:
    open_path(page, "/register")
    register(page, email)
    page.get_by_role("link", name="Ann Lee").click()
    page.get_by_label("First name").fill("Bea")
    page.get_by_label("First name").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Your name is saved.")
    expect(page.get_by_role("link", name="Bea Lee")).to_be_visible()


def test_a_new_password_puts_every_other_browser_out(
    page: Page, elsewhere: Page, open_path: Open, email: str
) -> None:
    open_path(page, "/register")
    register(page, email)
    open_path(elsewhere, "/login")
    sign_in(elsewhere, email, FIRST)
    is_in(elsewhere)

    page.get_by_role("link", name="Ann Lee").click()
    page.get_by_label("Present password").fill(FIRST)
    page.get_by_label("New password").fill(SECOND)
    page.get_by_label("New password").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your new password counts from now on.")
    page.reload()
    is_in(page)

    elsewhere.reload()
    is_out(elsewhere)
    sign_in(elsewhere, email, FIRST)
    expect(elsewhere.get_by_role("alert")).to_be_visible()
    sign_in(elsewhere, email, SECOND)
    is_in(elsewhere)


def mailed_link(foyer: Server, email: str) -> str:
    """As the operator reads it, once the message is there."""
    for _ in range(50):  # each asks a process of its own; the message follows the answer at once
        listed = foyer.flask("mailbox", "list", "--to", email).stdout
        if listed:
            shown = foyer.flask("mailbox", "show", listed.split()[0]).stdout
            link = re.search(r'href="([^"]+)"', shown)
            assert link, shown
            return link[1]
    raise AssertionError("no mail came")


def test_a_forgotten_password_is_chosen_anew(
    page: Page, foyer: Server, elsewhere: Page, open_path: Open, email: str
) -> None:
    open_path(elsewhere, "/register")
    register(elsewhere, email)
    is_in(elsewhere)

    open_path(page, "/login")
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("E-mail").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail.")

    link = mailed_link(foyer, email)
    page.goto(link)
    page.get_by_label("New password").fill(SECOND)
    page.get_by_label("New password").press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    is_in(page)
    elsewhere.reload()
    is_out(elsewhere)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is used up.")
