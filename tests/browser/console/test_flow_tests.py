"""Tests of workflows: saved from a run that broke, passed once the workflow is mended."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .test_runs import CONFIG, SLUG, below, greeter, made, rows, visit

pytestmark = pytest.mark.browser

GOOD = "Good day, {{ data.body.name }}"


def greeting(console: Console, flow: str, template: str) -> None:
    """Somebody sets what the workflow greets with."""
    path = f"/applications/{console.demo}/flows/{flow}"
    nodes = console.api(path)["nodes"]
    nodes[0]["config"]["rules"][0]["valueTemplate"] = template
    console.api(path, "PATCH", nodes=nodes)


def test_of_a_run_that_broke_a_test_is_saved_which_passes_once_the_workflow_is_mended(
    desk: Page, console: Console
) -> None:
    flow = greeter(console, "/saved-as-test")
    greeting(console, flow, "{{ no.such( }}")
    desk.goto(below(console, f"/runs?flow={flow}"))
    assert visit(console, "/saved-as-test", "Ann") >= 500
    expect(rows(desk)).to_have_count(1)
    rows(desk).get_by_role("link").first.click()
    desk.get_by_role("link", name="Save as test").click()
    expect(desk.get_by_text("This run halted with")).to_be_visible()
    desk.get_by_label("Name").fill("Greets Ann")
    desk.get_by_label("Expected reply").fill('{"status": 200, "body": "Good day, Ann"}')
    desk.get_by_role("button", name="Add test").click()
    desk.get_by_role("button", name="Run all").click()
    expect(desk.get_by_text("0 passed, 1 failed")).to_be_visible()
    expect(desk.get_by_text("The run halted at “Greet”")).to_be_visible()

    greeting(console, flow, GOOD)
    desk.get_by_role("button", name="Run Greets Ann").click()
    expect(desk.get_by_text("1 passed, 0 failed")).to_be_visible()
    desk.get_by_role("link", name="The run of Greets Ann").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Run of")
    console.restart()
    desk.goto(below(console, f"/workflows/{flow}/tests"))
    expect(desk.get_by_text("1 passed, 0 failed")).to_be_visible()
    ran = console.server.flask("test-flows", "--flow", flow)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "1 test, 0 failed")
    answer = console.ask(SLUG, "/saved-as-test", "POST", data={"name": "Ann"})
    assert answer.text == "Good day, Ann"


def test_a_test_says_where_its_json_is_wrong_and_loses_nothing(
    desk: Page, console: Console
) -> None:
    flow = greeter(console, "/wrong-json")
    desk.goto(below(console, f"/workflows/{flow}/tests"))
    desk.get_by_role("link", name="Add test").click()
    desk.get_by_label("Name").fill("Greets nobody")
    desk.get_by_label("Payload", exact=True).fill('{"data": }')
    desk.get_by_role("button", name="Add test").click()
    expect(desk.get_by_text("Line 1, column 10: this is no JSON.")).to_be_visible()
    expect(desk.get_by_label("Name")).to_have_value("Greets nobody")
    expect(desk.get_by_label("Payload", exact=True)).to_have_value('{"data": }')
    desk.get_by_label("Payload", exact=True).fill('{"data": {}}')
    desk.get_by_role("button", name="Add test").click()
    expect(desk.get_by_role("link", name="Greets nobody", exact=True)).to_be_visible()


def test_one_test_is_changed_and_another_deleted(desk: Page, console: Console) -> None:
    flow = greeter(console, "/changed-test")
    desk.goto(below(console, f"/workflows/{flow}/tests"))
    for name in ("Greets nobody", "Greets no more"):
        desk.get_by_role("link", name="Add test").click()
        desk.get_by_label("Name").fill(name)
        desk.get_by_role("button", name="Add test").click()
        expect(desk.get_by_role("link", name=name, exact=True)).to_be_visible()
    desk.get_by_role("link", name="Greets nobody", exact=True).click()
    desk.get_by_label("Name").fill("Greets Bob")
    desk.get_by_label("Payload", exact=True).fill('{"data": {"body": {"name": "Bob"}}}')
    desk.get_by_label("Expected reply").fill('{"status": 200, "body": "Good day, Bob"}')
    desk.get_by_role("button", name="Save test").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")
    desk.get_by_role("link", name="Delete Greets no more").click()
    desk.get_by_role("button", name="Delete test").click()
    expect(desk.get_by_role("status")).to_have_text("Test Greets no more is gone.")
    told = console.restart().server.flask("test-flows", "--flow", flow).stdout.splitlines()
    assert told[0].startswith("passed  POST /changed-test / Greets Bob")
    assert told[-1] == "1 test, 0 failed"


def test_a_run_goes_on_from_a_step_with_another_payload_and_acts_for_real(
    desk: Page, console: Console
) -> None:
    keep = {"keyName": "last", "valueType": "json", "value": '"{{ data.body.name }}"'}
    config = CONFIG | {"bodyTemplate": "Good day, {{ data.body.name }}"}
    flow = made(
        console,
        "/run-on",
        {"id": "keep", "type": "StoreValueNode", "meta": {"label": "Keep"}, "config": keep},
        {"id": "reply", "type": "EndpointReplyNode", "config": config},
    )
    desk.goto(below(console, f"/runs?flow={flow}"))
    assert visit(console, "/run-on", "Ann") == 200
    rows(desk).get_by_role("link").first.click()
    desk.get_by_role("link", name=re.compile("^Keep")).click()
    desk.get_by_role("link", name="Run on from here").click()
    expect(desk.get_by_text("It acts for real.")).to_be_visible()
    payload = desk.get_by_role("textbox", name="Payload")
    payload.fill(payload.input_value().replace("Ann", "Bob"))
    desk.get_by_role("button", name="Run on from here").click()
    expect(desk.get_by_role("region", name="The reply")).to_contain_text("Good day, Bob")
    path = f"/applications/{console.demo}/flows/{flow}/storage"
    assert console.restart().api(path) == {"last": "Bob"}
