"""Trying an endpoint in the console, and what else its tab Usage shows and does."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .test_runs import made

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


def test_the_time_is_chosen_by_keys_one_after_the_other(desk: Page, console: Console) -> None:
    open_usage(desk, console, "/pumps")
    desk.get_by_role("radio", name="24 hours").focus()
    for key, time in (("week", "7 days"), ("month", "30 days")):
        desk.keyboard.press("ArrowRight")
        expect(desk).to_have_url(re.compile(f"span={key}"))
        expect(desk.get_by_role("radio", name=time)).to_be_focused()


def test_workflows_run_for_real_when_they_are_told_to(desk: Page, console: Console) -> None:
    keep = {"keyName": "last", "valueType": "json", "value": '"{{ data.body.name }}"'}
    flow = made(
        console,
        "/tried",
        {"id": "keep", "type": "StoreValueNode", "config": keep},
        {"id": "reply", "type": "EndpointReplyNode", "config": {"responseCodeTemplate": "201"}},
    )
    storage = f"/applications/{console.demo}/flows/{flow}/storage"
    open_usage(desk, console, "/tried", "post")
    answer = desk.locator(".explain-got")
    desk.get_by_label("Body").fill('{"name": "Ann"}')
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("Tick “Run the workflows” to let them.")
    assert console.api(storage) == {}
    desk.get_by_label("Run the workflows").check()
    desk.get_by_role("button", name="Send").click()
    expect(answer).to_contain_text("201 Created")
    expect(desk.get_by_label("Body").first).to_have_value('{"name": "Ann"}')
    assert console.restart().api(storage) == {"last": "Ann"}


def test_a_workflow_that_is_added_here_runs_for_visitors(desk: Page, console: Console) -> None:
    base = f"/applications/{console.demo}/experience/endpoints"
    console.make(base, method="get", route="/nothing-yet")
    open_usage(desk, console, "/nothing-yet")
    desk.get_by_role("button", name="Add a workflow").click()
    expect(desk.get_by_role("status").first).to_contain_text("Workflow GET /nothing-yet")
    answer = console.restart().ask(SLUG, "/nothing-yet")
    assert answer.json()["path"] == "/nothing-yet"
    open_usage(desk, console, "/nothing-yet")
    row = desk.get_by_role("listitem").filter(has=desk.get_by_role("link", name="GET /nothing-yet"))
    expect(row.first).to_be_visible()
