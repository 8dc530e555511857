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


def test_a_token_reads_what_was_chosen_unless_it_is_switched_off_or_revoked(
    desk: Page, console: Console
) -> None:
    base = f"/applications/{console.demo}"
    views, tokens = f"{base}/experience/views", f"{base}/tokens"
    switched_off = make_token(console, "Weekly build")
    revoked = make_token(console, "Old build")
    assert (asked(console, switched_off, views), asked(console, revoked, views)) == (200, 200)
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
    desk.get_by_role("link", name="I have stored it").click()
    assert token not in desk.content()
    desk.get_by_role("link", name="Weekly build").click()
    desk.get_by_label("Name", exact=True).fill("Monthly build")
    desk.get_by_text("Works.", exact=True).click()
    expect(desk.get_by_role("switch", name="Works.")).not_to_be_checked()
    desk.get_by_role("button", name="Save token").click()
    expect(desk.get_by_role("status").first).to_have_text("Saved.")
    desk.get_by_role("link", name="Old build").click()
    desk.get_by_role("link", name="Revoke token").click()
    desk.get_by_role("dialog").get_by_role("button", name="Revoke token").click()
    expect(desk.get_by_role("status").first).to_contain_text("is revoked")
    console.restart()
    assert asked(console, token, views) == 200
    assert asked(console, token, base) == 403
    assert (asked(console, switched_off, views), asked(console, revoked, views)) == (401, 401)
    found = {one["name"]: one["status"] for one in console.api(tokens)["items"]}
    assert (found["Nightly build"], found["Monthly build"]) == ("active", "inactive")
    assert not {"Weekly build", "Old build"} & set(found)


def make_token(console: Console, name: str) -> str:
    path = f"/applications/{console.demo}/tokens"
    return str(console.make(path, name=name, scope=["all.Application.read"])["token"])


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


def test_an_application_is_renamed_and_another_goes(desk: Page, console: Console) -> None:
    renamed, gone = make_application(console, "Attic"), make_application(console, "Shed")
    desk.goto(f"{console.url}{renamed}/settings")
    desk.get_by_label("Name", exact=True).fill("Loft")
    desk.get_by_label("Description").fill("What nobody needs")
    desk.get_by_role("button", name="Save application").click()
    expect(desk.get_by_role("status").first).to_have_text("Saved.")
    desk.goto(f"{console.url}{gone}/settings")
    desk.get_by_role("link", name="Delete application").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Name of the application").fill("Shed")
    dialog.get_by_role("button", name="Delete application").click()
    expect(desk.get_by_role("status").first).to_have_text("Application Shed is gone.")
    found = {one["name"]: one for one in console.restart().api("/applications")["items"]}
    assert found["Loft"]["description"] == "What nobody needs"
    assert not {"Attic", "Shed"} & set(found)


def make_application(console: Console, name: str) -> str:
    """Its path in the API."""
    return f"/applications/{console.make('/applications', name=name)['id']}"


def test_what_is_ticked_is_deleted_and_the_rest_stays(desk: Page, console: Console) -> None:
    base = make_application(console, "Attic")
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
    expect(desk.get_by_role("status").first).to_have_text("Gone: 1 endpoint.")
    console.restart()
    assert console.api(f"{base}/experience/endpoints")["items"] == []
    assert len(console.api(f"{base}/experience/groups")["items"]) == 1


def test_credentials_are_added_changed_and_deleted_and_a_secret_is_never_seen_again(
    desk: Page, console: Console
) -> None:
    base = f"/applications/{console.demo}/credentials"
    make_credential(console, "Depot")
    make_credential(console, "Disused")
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
    desk.get_by_role("link", name="Warehouse").click()
    assert "top secret" not in desk.content()
    desk.get_by_role("link", name="Cancel").click()
    desk.get_by_role("link", name="Depot").click()
    desk.get_by_label("Host", exact=True).fill("depot.northlight.example")
    desk.get_by_role("button", name="Save credential").click()
    expect(desk.get_by_role("status").first).to_have_text("Saved.")
    desk.get_by_role("link", name="Disused").click()
    desk.get_by_role("link", name="Delete credential").click()
    desk.get_by_role("dialog").get_by_role("button", name="Delete credential").click()
    expect(desk.get_by_role("status").first).to_contain_text("Disused is gone")
    found = {one["name"]: one for one in console.restart().api(base)["items"]}
    console.made.append(f"{base}/{found['Warehouse']['id']}")
    assert found["Warehouse"]["sqlConfig"]["host"] == "db.northlight.example"
    assert found["Depot"]["sqlConfig"]["host"] == "depot.northlight.example"
    assert "Disused" not in found


def test_an_http_credential_is_asked_for_in_the_words_of_how_it_is_sent(
    desk: Page, console: Console
) -> None:
    base = f"/applications/{console.demo}"
    desk.goto(f"{console.url}{base}/settings/credentials/new/http")
    sent_as = desk.get_by_label("Sent as")
    words = {
        "Header": ("Header (optional)", "Value"),
        "Query parameter": ("Parameter", "Value"),
        "Client certificate": ("Certificate", "Private key"),
        "User and password": ("User", "Password"),
    }
    for way, fields in words.items():
        sent_as.select_option(way)
        for field in fields:
            expect(desk.get_by_role("textbox", name=field, exact=True)).to_be_visible()
    desk.get_by_label("Name", exact=True).fill("Weather")
    desk.get_by_label("Addresses it is sent to").fill("https://weather.example/")
    desk.get_by_role("textbox", name="User", exact=True).fill("ida")
    desk.get_by_role("textbox", name="Password", exact=True).fill("top secret")
    desk.get_by_role("button", name="Add credential").click()
    expect(desk.get_by_role("status").first).to_contain_text("Weather is there now")
    made = {one["name"]: one for one in console.api(f"{base}/credentials")["items"]}["Weather"]
    console.made.append(f"{base}/credentials/{made['id']}")
    assert made["httpConfig"]["authMethod"] == "basicAuth"
    assert made["httpConfig"]["publicValue"] == "ida"


def make_credential(console: Console, name: str) -> None:
    path = f"/applications/{console.demo}/credentials"
    config = {"system": "pg", "host": "db.example.com", "username": "ann", "password": "secret"}
    console.make(path, name=name, type="sql", sqlConfig=config)
