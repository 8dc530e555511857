"""What a workflow stores, its globals and its buttons: changed by clicking, seen from outside."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .flow_editor import Editor, address_of, make_flow
from .test_runs import drawer

pytestmark = pytest.mark.browser


def counter(console: Console, name: str) -> dict[str, Any]:
    """Its button adds what the press brings to what is stored."""
    trigger = {"type": "virtualButton", "key": name.lower(), "config": {}}
    meta = {"uiId": "b", "label": "Add", "payload": '{"by": 3}', "x": 300, "y": 60}
    config = {"keyName": "sum", "valueType": "incr", "value": "{{ data.by }}"}
    node = {"id": "store", "type": "StoreValueNode", "config": config, "outputIds": [[]]}
    return make_flow(
        console,
        name,
        triggers=[{**trigger, "meta": meta, "outputIds": [["store"]]}],
        nodes=[{**node, "meta": {"label": "Sum up", "x": 300, "y": 200}}],
    )


def test_a_button_is_pressed_in_the_editor_and_its_run_opens(desk: Page, console: Console) -> None:
    flow = counter(console, "Pressed")
    Editor(desk).open(address_of(console, flow["id"])).choose("Add")
    desk.get_by_role("button", name="Press the button").click()
    expect(drawer(desk).get_by_role("slider")).to_have_attribute(
        "aria-valuetext", re.compile("Sum up")
    )
    assert storage_of(console.restart(), flow) == {"sum": 3}


def test_stored_values_are_added_changed_and_deleted_and_count_for_the_next_run(
    desk: Page, console: Console
) -> None:
    flow = counter(console, "Stored")
    path = f"/applications/{console.demo}/flows/{flow['id']}"
    for key in ("sum", "spare"):
        console.api(f"{path}/storage", "PATCH", key=key, value=1)
    desk.goto(f"{address_of(console, flow['id'])}/storage")
    desk.get_by_role("link", name="Add value").first.click()
    desk.get_by_label("Key").fill("limit")
    desk.get_by_label("Value", exact=True).fill('{"most": 9}')
    desk.get_by_role("button", name="Add value").click()
    desk.get_by_role("link", name="sum", exact=True).click()
    desk.get_by_label("Value", exact=True).fill("40")
    desk.get_by_role("button", name="Save value").click()
    expect(desk.get_by_role("row", name="sum")).to_contain_text("40")
    desk.get_by_role("link", name="Delete spare").click()
    desk.get_by_role("dialog").get_by_role("button", name="Delete value").click()
    expect(desk.get_by_role("status")).to_have_text("spare is gone.")
    console.restart()
    console.api(f"{path}/virtualButton", "POST", key="stored", payload={"by": 2})
    desk.reload()
    expect(desk.get_by_role("row", name="sum")).to_contain_text("42")
    assert storage_of(console, flow) == {"sum": 42, "limit": {"most": 9}}


def test_a_global_of_a_workflow_is_saved(desk: Page, console: Console) -> None:
    flow = counter(console, "Global")
    desk.goto(f"{address_of(console, flow['id'])}/globals")
    desk.get_by_label("Key").first.fill("limit")
    desk.get_by_label("Value").first.fill("9")
    desk.get_by_role("button", name="Save globals").click()
    expect(desk.get_by_role("table")).to_contain_text("globals.limit")
    path = f"/applications/{console.demo}/flows/{flow['id']}"
    assert console.restart().api(path)["globals"] == [{"key": "limit", "json": '"9"'}]


def storage_of(console: Console, flow: dict[str, Any]) -> Any:
    return console.api(f"/applications/{console.demo}/flows/{flow['id']}/storage")
