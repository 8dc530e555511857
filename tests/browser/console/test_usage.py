"""Trying an endpoint in the console, and what else its tab Usage shows and does."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

SLUG = "demo-develop"


def open_usage(page: Page, console: Console, route: str, method: str = "get") -> None:
    found = console.api(f"/applications/{console.demo}/experience/endpoints")["items"]
    [id] = [one["id"] for one in found if (one["method"], one["route"]) == (method, route)]
    where = f"/applications/{console.demo}/experience/versions/develop/endpoints/{id}"
    page.goto(f"{console.url}{where}")
    page.get_by_role("link", name="Usage").click()
    expect(page.get_by_role("heading", name="Try it")).to_be_visible()


def test_it_is_tried_as_nobody_and_as_somebody(desk: Page, console: Console) -> None:
    open_usage(desk, console, "/workshop")
    answer = desk.locator(".explain-got")
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("401 Unauthorized")
    expect(desk.locator(".decisions")).to_contain_text("Refused with 401: nobody is signed in")
    desk.get_by_role("combobox", name="As").fill("tomas@northlight.example")
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("403 Forbidden")
    desk.get_by_role("combobox", name="As").fill("ida@northlight.example")
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("200 OK")
    expect(answer.get_by_role("region", name="Body")).to_contain_text("<!doctype html>")
    expect(desk.locator(".path-chain")).to_contain_text("Technicians")
    desk.reload()
    expect(answer).to_contain_text("200 OK")
    desk.get_by_role("link", name="Send as nobody").click()
    expect(answer).to_contain_text("401 Unauthorized")


def test_workflows_run_when_they_are_told_to(desk: Page, console: Console) -> None:
    open_usage(desk, console, "/api/sessions", "post")
    answer = desk.locator(".explain-got")
    desk.get_by_label("Body").fill('{"email": "ida@northlight.example", "password": "wrong"}')
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("Tick “Run the workflows” to let them.")
    desk.get_by_label("Run the workflows").check()
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("401 Unauthorized")
    expect(desk.get_by_label("Body").first).to_have_value(
        '{"email": "ida@northlight.example", "password": "wrong"}'
    )


def test_a_workflow_that_is_added_here_runs_for_visitors(desk: Page, console: Console) -> None:
    base = f"/applications/{console.demo}/experience/endpoints"
    console.api(base, "POST", method="get", route="/nothing-yet")
    open_usage(desk, console, "/nothing-yet")
    desk.get_by_role("button", name="Add a workflow").click()
    expect(desk.get_by_role("status").first).to_contain_text("Workflow GET /nothing-yet")
    answer = console.restart().ask(SLUG, "/nothing-yet")
    assert answer.json()["path"] == "/nothing-yet"
    open_usage(desk, console, "/nothing-yet")
    row = desk.get_by_role("listitem").filter(has=desk.get_by_role("link", name="GET /nothing-yet"))
    expect(row.first).to_be_visible()
