"""Settings: tokens open the API until they are revoked, and what is deleted is gone."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser


def asked(console: Console, token: str, path: str, method: str = "GET") -> int:
    """What the API answers to a program with that token."""
    url = f"http://127.0.0.1:{console.server.port}{path}"
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.request(method, url, headers=headers).status_code


def test_a_token_reads_what_was_chosen_until_it_is_revoked(desk: Page, console: Console) -> None:
    views = f"/applications/{console.demo}/experience/views"
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    desk.get_by_role("link", name="Settings").click()
    desk.get_by_role("link", name="API tokens").click()
    desk.get_by_role("link", name="Create API token").click()
    desk.get_by_label("What you choose").check()
    desk.get_by_role("button", name="Create API token").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(desk.get_by_text("Choose at least one.")).to_be_visible()
    desk.get_by_label("Name", exact=True).fill("Nightly build")
    desk.get_by_label("Last day").fill(tomorrow.isoformat())
    desk.get_by_label("get of experienceViews", exact=True).check()
    desk.get_by_role("button", name="Create API token").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Nightly build is there now")
    token = desk.locator(".once code").inner_text()
    console.restart()
    assert asked(console, token, views) == 200
    assert asked(console, token, f"/applications/{console.demo}") == 403
    desk.get_by_role("link", name="I have stored it").click()
    assert token not in desk.content()
    desk.get_by_role("link", name="Nightly build").click()
    desk.get_by_role("link", name="Revoke token").click()
    desk.get_by_role("dialog").get_by_role("button", name="Revoke token").click()
    expect(desk.get_by_role("status").first).to_contain_text("is revoked")
    assert asked(console, token, views) == 401


def test_globals_are_saved_and_read_back(desk: Page, console: Console) -> None:
    desk.get_by_role("link", name="Settings").click()
    desk.get_by_role("link", name="Globals").click()
    desk.get_by_label("Key").last.fill("open")
    desk.get_by_label("Type").last.select_option("json")
    desk.get_by_label("Value").last.fill('{"from": 8}')
    desk.get_by_role("button", name="Save globals").click()
    expect(desk.get_by_role("status").first).to_have_text("Saved.")
    stored = console.restart().api(f"/applications/{console.demo}")["globals"]
    assert {"key": "open", "json": '{"from": 8}'} in stored


def test_a_message_of_a_workflow_is_read_in_the_mailbox(desk: Page, console: Console) -> None:
    console.ask("demo-develop", "/forgot", "POST", data={"email": "ida@northlight.example"})
    desk.get_by_role("link", name="Settings").click()
    desk.get_by_role("link", name="Mailbox").click()
    desk.get_by_role("link", name="A new password").first.click()
    expect(desk.get_by_text("ida@northlight.example")).to_be_visible()
    framed = desk.frame_locator("iframe")
    expect(framed.get_by_text("Hello Ida")).to_be_visible()
    expect(framed.get_by_role("link", name="Choose a new password")).to_be_visible()


def test_what_is_ticked_is_deleted_and_the_rest_stays(desk: Page, console: Console) -> None:
    made = console.api("/applications", "POST", name="Attic")
    base = f"/applications/{made['applicationId']}"
    console.api(f"{base}/experience/endpoints", "POST", method="get", route="/old")
    console.api(f"{base}/experience/groups", "POST", name="Keepers")
    desk.goto(f"{console.url}{base}/settings/resources")
    desk.get_by_label("Endpoints of develop").check()
    desk.get_by_label("Name of the application").fill("attic")
    desk.get_by_role("button", name="Delete what is ticked").click()
    expect(desk.get_by_text("Type Attic to confirm.").first).to_be_visible()
    expect(desk.get_by_label("Endpoints of develop")).to_be_checked()
    desk.get_by_label("Name of the application").fill("Attic")
    desk.get_by_role("button", name="Delete what is ticked").click()
    expect(desk.get_by_role("status").first).to_have_text("Gone: 1 endpoints.")
    console.restart()
    assert console.api(f"{base}/experience/endpoints")["items"] == []
    assert len(console.api(f"{base}/experience/groups")["items"]) == 1
    desk.get_by_role("link", name="Application", exact=True).click()
    desk.get_by_role("link", name="Delete application").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Name of the application").fill("Attic")
    dialog.get_by_role("button", name="Delete application").click()
    expect(desk.get_by_role("status").first).to_have_text("Application Attic is gone.")
    names = [one["name"] for one in console.api("/applications")["items"]]
    assert "Attic" not in names


def test_a_credential_is_added_and_its_secret_is_never_seen_again(
    desk: Page, console: Console
) -> None:
    base = f"/applications/{console.demo}/credentials"
    desk.get_by_role("link", name="Settings").click()
    desk.get_by_role("link", name="Credentials").click()
    desk.get_by_role("link", name="Add credential").click()
    desk.get_by_role("link", name="SQL database").click()
    desk.get_by_label("Name", exact=True).fill("Warehouse")
    desk.get_by_label("User", exact=True).fill("reader")
    desk.get_by_label("Password", exact=True).fill("top secret")
    desk.get_by_role("button", name="Add credential").click()
    expect(desk.get_by_label("Host", exact=True)).to_have_attribute("aria-invalid", "true")
    desk.get_by_label("Host", exact=True).fill("db.northlight.example")
    desk.get_by_label("Password", exact=True).fill("top secret")
    desk.get_by_role("button", name="Add credential").click()
    expect(desk.get_by_role("status").first).to_contain_text("Warehouse is there now")
    known = console.restart().api(base)["items"]
    [stored] = [one for one in known if one["name"] == "Warehouse"]
    assert stored["sqlConfig"]["host"] == "db.northlight.example"
    desk.get_by_role("link", name="Warehouse").click()
    assert "top secret" not in desk.content()
    desk.get_by_role("link", name="Delete credential").click()
    desk.get_by_role("dialog").get_by_role("button", name="Delete credential").click()
    expect(desk.get_by_role("status").first).to_contain_text("Warehouse is gone")
    assert "Warehouse" not in [one["name"] for one in console.api(base)["items"]]
