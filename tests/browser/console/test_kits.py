"""Workflows that begin as a kit: made by clicking, used from outside after a restart."""

import threading
from queue import Queue

import httpx
import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "kit@northlight.example", "a door that opens"


@pytest.fixture(scope="module")
def application(console: Console) -> str:
    """One of its own: its id, which is its slug as well."""
    made = console.api("/applications", "POST", name="Kits")
    id = str(made["applicationId"])
    user = {"email": EMAIL, "password": PASSWORD}
    console.api(f"/applications/{id}/experience/users", "POST", **user)
    console.api(f"/applications/{id}/experience/slugs", "POST", slug="kits", version="develop")
    return id


def make(page: Page, console: Console, application: str, kit: str) -> None:
    at = f"{console.url}/applications/{application}/experience/versions/develop/workflows"
    page.goto(f"{at}/new")
    page.get_by_label("Name", exact=True).fill(f"My {kit}")
    page.get_by_role("radio", name=kit).check()
    page.get_by_role("button", name="Add workflow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"My {kit}")
    expect(page.locator("[data-problem-count]")).to_be_hidden()


def test_each_kit_works_from_outside(desk: Page, console: Console, application: str) -> None:
    for kit in ("Log-in", "Form", "JSON API", "Live messages"):
        make(desk, console, application, kit)
    console.restart()
    log_in(console)
    send_a_form(console)
    ask_for_items(console)
    listen(console)
    press(desk, console, application)


def log_in(console: Console) -> None:
    assert 'name="password"' in console.ask("kits", "/login").text
    wrong = {"email": EMAIL, "password": "wrong <b>"}
    refused = console.ask("kits", "/login", "POST", data=wrong)
    assert refused.status_code == 401
    assert "address or the password is wrong" in refused.text
    assert EMAIL in refused.text
    let_in = console.ask("kits", "/login", "POST", data=wrong | {"password": PASSWORD})
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/login")
    cookie = let_in.headers["set-cookie"].partition(";")[0]
    shown = console.ask("kits", "/login", headers={"Cookie": cookie}).text
    assert f"You are signed in as {EMAIL}" in shown


def send_a_form(console: Console) -> None:
    assert "<form" in console.ask("kits", "/contact").text
    typed = {"name": "", "message": "<i>Hi</i>"}
    refused = console.ask("kits", "/contact", "POST", data=typed)
    assert refused.status_code == 422
    assert "name" in refused.text.split('role="alert"')[1].split("</ul>")[0]
    assert "&lt;i&gt;Hi&lt;/i&gt;" in refused.text
    taken = console.ask("kits", "/contact", "POST", data=typed | {"name": "Ida"})
    assert "Thank you, Ida." in taken.text


def ask_for_items(console: Console) -> None:
    items = console.ask("kits", "/api/items").json()["items"]
    assert [item["name"] for item in items] == ["First", "Second"]
    assert console.ask("kits", "/api/items/2").json() == items[1]
    missing = console.ask("kits", "/api/items/3")
    assert (missing.status_code, missing.json()["error"]["type"]) == (404, "NotFound")


def listen(console: Console) -> None:
    assert "EventSource" in console.ask("kits", "/live").text
    heard: Queue[str] = Queue()
    url = f"http://127.0.0.1:{console.server.port}/live/messages"
    opened = threading.Event()

    def follow() -> None:
        with httpx.stream("GET", url, headers={"Host": "kits.localhost"}, timeout=20) as stream:
            opened.set()
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    heard.put(line)
                    return

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    assert opened.wait(10)
    assert console.ask("kits", "/live/messages", "POST", json={}).status_code == 400
    sent = console.ask("kits", "/live/messages", "POST", json={"message": "Hello you"})
    assert sent.status_code == 202
    assert "Hello you" in heard.get(timeout=10)
    thread.join(10)


def press(page: Page, console: Console, application: str) -> None:
    """The button of the live messages, with another payload for once."""
    flows = console.api(f"/applications/{application}/flows?flowClass=experience")["items"]
    live = next(flow for flow in flows if flow["name"] == "My Live messages")
    at = f"{console.url}/applications/{application}/experience/versions/develop/workflows"
    page.goto(f"{at}/{live['id']}/press")
    page.get_by_label("Payload").fill('{"body": {"message": "Pressed"}}')
    page.get_by_role("button", name="Press Say hello").click()
    expect(page.get_by_role("status").filter(has_text="came to its end")).to_be_visible()
    page.get_by_role("link", name="See the run").click()
    expect(page.get_by_text("Publish a greeting").first).to_be_visible()


def test_the_page_of_live_messages_shows_what_is_sent(
    page: Page, desk: Page, console: Console, application: str
) -> None:
    page.goto(f"http://kits.localhost:{console.server.port}/live")
    page.get_by_label("Message").fill("From <b>me</b>")
    page.get_by_role("button", name="Send to everybody").click()
    expect(page.locator("#messages li").last).to_have_text("From <b>me</b>")


def test_a_taken_route_is_told_while_it_is_typed(
    desk: Page, console: Console, application: str
) -> None:
    at = f"{console.url}/applications/{application}/experience/versions/develop/workflows"
    desk.goto(f"{at}/new?starter=api")
    route = desk.get_by_label("Route: Lists all")
    route.fill("/api/other")
    part = desk.locator(".kit-part").filter(has=route)
    expect(part.get_by_text("Free, and takes no requests from others.")).to_be_visible()
    route.fill("/api/items")
    expect(part.get_by_text("is taken by an endpoint you have")).to_be_visible()
    expect(route).to_have_attribute("aria-invalid", "true")
