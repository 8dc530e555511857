"""The access matrix: a cell decides who gets in on the public host."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

IDA = "ida@northlight.example"  # of the Technicians
TOMAS = "tomas@northlight.example"  # of no group


def status(console: Console, email: str) -> int:
    token = console.server.token(email)
    return console.ask("demo-develop", "/workshop", params={"authorization": token}).status_code


def test_a_cell_lets_a_group_in_and_keeps_it_out_again(desk: Page, console: Console) -> None:
    base = f"/applications/{console.demo}/experience"
    tomas = console.api(f"{base}/users?filterField=email&filter={TOMAS}")["items"][0]
    members = [tomas["experienceUserId"]]
    console.make(f"{base}/groups", name="Watchmen", experienceUserIds=members)
    assert status(console, TOMAS) == 403
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Access", exact=True).click()
    desk.get_by_role("searchbox", name="Filter endpoints").fill("get /workshop")
    rows = desk.get_by_role("row", name=re.compile("GET"))
    expect(rows).to_have_count(1)
    rows.get_by_role("link", name="Watchmen: no. Change").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("1 more user gets in.")
    expect(dialog).to_contain_text("demo-develop.localhost")
    dialog.get_by_role("button", name="Let the group in").click()
    expect(desk.get_by_role("status").first).to_contain_text("Saved")
    expect(desk.get_by_role("searchbox", name="Filter endpoints")).to_have_value("get /workshop")
    named = rows.get_by_role("link", name="Watchmen: named. Change")
    expect(named).to_be_visible()
    console.restart()
    assert (status(console, TOMAS), status(console, IDA)) == (200, 200)
    named.click()
    expect(dialog).to_contain_text("1 user no longer gets in.")
    dialog.get_by_role("button", name="Keep the group out").click()
    expect(rows.get_by_role("link", name="Watchmen: no. Change")).to_be_visible()
    assert (status(console, TOMAS), status(console, IDA)) == (403, 200)


def test_a_frozen_version_is_only_to_read(desk: Page, console: Console) -> None:
    path = f"/applications/{console.demo}/experience/versions"
    desk.goto(f"{console.url}{path}/develop/access")
    desk.locator("summary", has_text="Change version").click()
    desk.get_by_role("link", name="v1").click()
    expect(desk).to_have_url(re.compile(f"{path}/v1/access"))
    expect(desk.get_by_role("table")).to_contain_text("named")
    expect(desk.get_by_role("table").get_by_role("link", name="Change")).to_have_count(0)
