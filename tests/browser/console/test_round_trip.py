"""What the workflow editor opens and saves unchanged is the same afterwards, whatever it is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ...factories import CUSTOM_NODE
from ...flow_corpus import corpus
from .conftest import Console

pytestmark = pytest.mark.browser

Json = dict[str, Any]
KEPT = ("name", "enabled", "triggers", "nodes", "globals")

CATCH = "addEventListener('flow-editor', ({ detail }) => (window.theEditor = detail))"
LOOK = """async () => {
  const { document: flow, selection, showView } = window.theEditor;
  const drawn = () => new Promise((done) => requestAnimationFrame(done));
  for (const view of ["outline", "canvas"]) {
    showView(view);
    for (const key of flow.keys) selection.set([key]);
    await drawn();
  }
  return flow.isDirty;
}"""
"""Look at each node in both views, with its side panel, and change nothing."""


@pytest.fixture(scope="module")
def elsewhere(console: Console) -> Iterator[str]:
    """An application of its own, whose flows answer nobody else."""
    made = console.api("/applications", "POST", name="Corpus")
    yield f"/applications/{made['applicationId']}"
    console.api(f"/applications/{made['applicationId']}", "DELETE")


def flows_of(console: Console, application: str) -> list[Json]:
    listed = console.api(f"{application}/flows?flowClass=experience&perPage=1000")
    found: list[Json] = listed["items"]
    return found


def as_text(value: Any) -> str:
    """The same for what is the same in JSON, where 2.0 is 2 and true is not 1."""
    read = json.loads(json.dumps(value), parse_float=whole_or_not)
    return json.dumps(read, sort_keys=True)


def whole_or_not(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def look_and_save(page: Page, console: Console, application: str, flow: Json) -> None:
    at = f"{console.url}{application}/experience/versions/develop/workflows/{flow['id']}"
    page.goto(at)
    expect(page.locator(".canvas-stage")).to_have_attribute("data-drawn", "")
    assert not page.evaluate(LOOK), f"looking at {flow['name']} changes it"
    page.get_by_role("button", name="Save workflow").click()
    expect(page.locator("[data-draft]"), flow["name"]).to_have_text("Saved")


def check(page: Page, console: Console, application: str) -> int:
    """How many there are."""
    page.add_init_script(CATCH)
    before = flows_of(console, application)
    for flow in before:
        look_and_save(page, console, application, flow)
    after = {flow["id"]: flow for flow in flows_of(console, application)}
    for flow in before:
        now = after[flow["id"]]
        for name in KEPT:
            assert as_text(now[name]) == as_text(flow[name]), f"{name} of {flow['name']}"
        assert now["lastUpdated"] > flow["lastUpdated"]
    return len(before)


def test_the_flows_of_the_demo_stay_as_they_are(desk: Page, console: Console) -> None:
    assert check(desk, console, f"/applications/{console.demo}") >= 10


def test_flows_of_all_sorts_stay_as_they_are(desk: Page, console: Console, elsewhere: str) -> None:
    made = console.api(f"{elsewhere}/experience/endpoints", "POST", method="get", route="/corpus")
    node = {"name": "Stamp", "flowClass": "customNode", **CUSTOM_NODE}
    custom = console.api(f"{elsewhere}/flows", "POST", **node)
    for flow in corpus([made["id"]], custom["id"]):
        console.api(f"{elsewhere}/flows", "POST", **flow)
    assert check(desk, console, elsewhere) >= 30
