"""A page of an experience is somebody's script: it can neither read nor act on the console."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

ROUTE = "/attack"
SCRIPT = """\
<!doctype html><title>Attack</title>
<button id="open">Open the console</button>
<form method="post" target="_blank" action="{console}/theme">
<input name="theme" value="dark"><button>Send</button>
</form>
<iframe name="inside" src="{console}/"></iframe>
"""
BLIND = """async (url) => {
  await fetch(url, {method: "POST", mode: "no-cors", credentials: "include"});
}"""


@pytest.fixture
def attacker(desk: Page, console: Console) -> Iterator[Page]:
    """A page of an experience host, open in the browser of somebody who is signed in to the
    console. What the browser refuses it says on its own console: that is meant here."""
    page = desk.context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{console.server.experience('demo-develop')}{ROUTE}")
    yield page
    page.close()


@pytest.fixture(autouse=True, scope="module")
def attack(console: Console) -> None:
    base = f"/applications/{console.demo}/experience"
    body = SCRIPT.format(console=console.url)
    view = console.api(f"{base}/views", "POST", name="Attack", viewType="page", body=body)
    reply = {"type": "page", "value": view["experienceViewId"]}
    console.api(f"{base}/endpoints", "POST", method="get", route=ROUTE, staticReply=reply)


def tried(page: Page, script: str, *arguments: Any) -> str:
    """What the script got, or the name of the error that it met."""
    body = f"async (given) => {{ try {{ return String(await ({script})(...given)) }}"
    return str(page.evaluate(body + "catch (error) { return error.name } }", list(arguments)))


def session_of(page: Page) -> str:
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    return str(cookies["foyer_console"])


def test_it_sees_no_cookie_of_the_console(attacker: Page) -> None:
    assert session_of(attacker)
    assert "foyer" not in attacker.evaluate("document.cookie")


@pytest.mark.parametrize("path", ["/console/", "/me", "/applications"])
def test_it_reads_no_answer_of_the_console_or_the_api(
    attacker: Page, console: Console, path: str
) -> None:
    fetch = "async (url) => (await fetch(url, {credentials: 'include'})).text()"
    assert tried(attacker, fetch, f"{console.server.console}{path}") == "TypeError"


def test_what_it_sends_blindly_carries_no_session(attacker: Page, console: Console) -> None:
    with attacker.expect_request(lambda request: request.url.endswith("/console/theme")) as sent:
        tried(attacker, BLIND, f"{console.url}/theme")
    assert "foyer_console" not in sent.value.all_headers().get("cookie", "")


def test_a_form_that_it_sends_changes_nothing(attacker: Page, console: Console) -> None:
    with attacker.context.expect_page() as opened:
        attacker.get_by_role("button", name="Send").click()
    expect(opened.value.locator("html")).not_to_have_attribute("data-theme", "dark")
    expect(opened.value.get_by_text("Applications", exact=True)).to_have_count(0)
    assert "foyer_theme" not in {one["name"] for one in attacker.context.cookies()}


def test_a_form_of_the_same_site_is_refused_without_its_token(
    attacker: Page, console: Console
) -> None:
    """Where the cookie does come along, as it would from a sub-domain of one site."""
    headers = {"Cookie": f"foyer_console={session_of(attacker)}", "Origin": "http://evil.localhost"}
    answer = attacker.context.request.post(
        f"{console.url}/theme", form={"theme": "dark"}, headers=headers, max_redirects=0
    )
    assert answer.status == 400
    assert "This form is too old to send" in answer.text()


def test_it_cannot_frame_the_console(attacker: Page, console: Console) -> None:
    inside = attacker.locator("iframe").element_handle().content_frame()
    assert inside is not None
    assert inside.url.startswith("chrome-error:")
    assert tried(attacker, "() => frames.inside.document.title") == "SecurityError"


def test_a_window_that_it_opens_onto_the_console_stays_closed_to_it(
    attacker: Page, console: Console
) -> None:
    attacker.evaluate(
        "(url) => document.getElementById('open').onclick = () => { globalThis.other = open(url) }",
        f"{console.url}/",
    )
    with attacker.context.expect_page() as opened:
        attacker.get_by_role("button", name="Open the console").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Applications")
    for act in ("other.document.title", "other.location.href", "other.localStorage.length"):
        assert tried(attacker, f"() => {act}") in ("SecurityError", "TypeError"), act
    assert opened.value.evaluate("globalThis.opener") is None
