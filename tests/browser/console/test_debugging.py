"""A log-in breaks: where, is seen in its run; the run becomes a test; mended, the test passes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .flow_editor import Editor, address_of
from .test_runs import drawer, slider

pytestmark = pytest.mark.browser

SLUG = "demo-develop"
EMAIL, PASSWORD = "debug@northlight.example", "a door that opens"
RIGHT, WRONG = "{{ data.body.email }}", "{{ data.body.email|nonesuch }}"


def sign_in(console: Console) -> int:
    form = {"email": EMAIL, "password": PASSWORD, "next": "/visits"}
    return console.ask(SLUG, "/login", "POST", data=form).status_code


@pytest.fixture
def flow(console: Console) -> Iterator[str]:
    """The demo's log-in, which is whole again afterwards."""
    path = f"/applications/{console.demo}/flows"
    flows = console.api(f"{path}?flowClass=experience&perPage=100")["items"]
    [found] = [flow for flow in flows if flow["name"] == "Sign in"]
    yield found["flowId"]
    console.api(f"{path}/{found['flowId']}", "PATCH", nodes=found["nodes"])


def test_a_broken_node_is_found_in_its_run_and_kept_from_breaking_again(
    desk: Page, console: Console, flow: str
) -> None:
    users = f"/applications/{console.demo}/experience/users"
    console.make(users, email=EMAIL, password=PASSWORD)
    address = address_of(console, flow)

    def ask_with(template: str) -> None:
        editor = Editor(desk).open(address)
        desk.get_by_role("button", name="Fit").click()
        editor.choose("Check password")
        desk.get_by_label(re.compile("^Email")).fill(template)
        editor.save()

    ask_with(WRONG)
    assert sign_in(console) >= 500

    desk.get_by_role("button", name="Runs", exact=True).click()
    drawer(desk).get_by_role("link", name=re.compile("Check password failed")).first.click()
    expect(drawer(desk).locator(".run-told")).to_contain_text("at Check password")
    failed = desk.locator(".x6-node.failed")
    expect(failed).to_contain_text("Check password")
    expect(slider(desk)).to_have_attribute(
        "aria-valuetext", re.compile("Check password, InvalidTemplate")
    )
    slider(desk).press("Home")
    expect(desk.locator(".x6-node.current")).to_contain_text("Where to go then")
    slider(desk).press("ArrowRight")
    expect(desk.locator(".x6-node.current")).to_contain_text("Signed in?")

    drawer(desk).get_by_role("link", name="Save as test").click()
    desk.get_by_label("Name").fill("Lets a user in")
    desk.get_by_label("data.body.password").fill(PASSWORD)
    desk.get_by_label("Expected reply").fill('{"status": 303, "location": "/visits"}')
    desk.get_by_role("button", name="Add test").click()
    kept = desk.get_by_role("list", name="Tests").get_by_role("listitem")
    kept = kept.filter(has_text="Lets a user in")
    kept.get_by_role("button", name="Run").click()
    expect(kept).to_contain_text("failed")

    ask_with(RIGHT)
    desk.goto(f"{address}/tests")
    kept.get_by_role("button", name="Run").click()
    expect(kept).to_contain_text("passed")
    assert sign_in(console.restart()) == 303
