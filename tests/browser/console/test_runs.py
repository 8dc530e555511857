"""Recorded runs: they appear as visitors come, are walked through, explained and sent again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

SLUG = "demo-develop"
CONFIG = {
    "replyType": "custom",
    "responseCodeTemplate": "200",
    "bodyTemplateType": "string",
    "bodyTemplate": "{{ working.greeting }}",
}


def made(console: Console, route: str, *nodes: dict[str, object]) -> str:
    """The id of a new workflow that answers that route; nodes follow each other."""
    base = f"/applications/{console.demo}"
    given = {"method": "post", "route": route, "access": "public"}
    endpoint = console.make(f"{base}/experience/endpoints", **given)
    ids = [str(node["id"]) for node in nodes]
    wired = [
        node | {"outputIds": [[after] if after else []]}
        for node, after in zip(nodes, [*ids[1:], ""], strict=True)
    ]
    trigger = {"type": "endpoint", "key": endpoint["id"], "config": {}, "outputIds": [ids[:1]]}
    body = {"flowClass": "experience", "name": f"POST {route}", "triggers": [trigger]}
    return str(console.make(f"{base}/flows", **body, nodes=wired)["id"])


def greeter(console: Console, route: str) -> str:
    """Greets by the name that is sent."""
    rule = {
        "type": "set",
        "destination": "working.greeting",
        "valueTemplate": "Good day, {{ data.body.name }}",
    }
    return made(
        console,
        route,
        {
            "id": "greet",
            "type": "MutateNode",
            "meta": {"label": "Greet"},
            "config": {"rules": [rule]},
        },
        {"id": "reply", "type": "EndpointReplyNode", "meta": {"label": "Say it"}, "config": CONFIG},
    )


def breaking(console: Console, route: str) -> str:
    config = {"messageTemplate": "No {{ data.body.name }} here"}
    return made(
        console,
        route,
        {"id": "look", "type": "DebugNode", "meta": {"label": "Look"}, "config": {"message": "in"}},
        {"id": "halt", "type": "ThrowErrorNode", "meta": {"label": "Halt"}, "config": config},
    )


def below(console: Console, path: str) -> str:
    return f"{console.url}/applications/{console.demo}/experience/versions/develop{path}"


def visit(console: Console, route: str, name: str) -> int:
    return console.ask(SLUG, route, "POST", data={"name": name}).status_code


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="Recorded runs").locator("tbody tr")


def test_a_run_appears_while_the_list_is_open_and_is_walked_through(
    desk: Page, console: Console
) -> None:
    flow = greeter(console, "/greet-live")
    desk.goto(below(console, "/workflows"))
    desk.get_by_role("main").get_by_role("link", name="Runs", exact=True).click()
    desk.get_by_label("Workflow", exact=True).select_option("POST /greet-live")
    expect(desk).to_have_url(re.compile(f"flow={flow}"))
    expect(desk.get_by_text("No recorded run fits.")).to_be_visible()
    visit(console, "/greet-live", "Ida")
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk).first).to_contain_text("/greet-live")
    expect(desk.get_by_text("No recorded run fits.")).to_be_hidden()
    rows(desk).first.get_by_role("link").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Run of POST /greet-live")
    desk.locator(".run-way").get_by_role("link", name="Greet").click()
    diff = desk.get_by_role("region", name="Payload before and after Greet")
    expect(diff.locator(".t.add").filter(has_text="Good day, Ida")).to_be_visible()
    desk.get_by_role("link", name="Step after").click()
    expect(desk.get_by_role("heading", name="Say it")).to_be_visible()
    expect(desk.get_by_text("It left the payload as it was.")).to_be_visible()


def test_what_does_not_fit_the_filter_is_counted(desk: Page, console: Console) -> None:
    greeter(console, "/greet-aside")
    desk.goto(below(console, "/runs?status=error&error=Never"))
    visit(console, "/greet-aside", "Ida")
    expect(desk.get_by_text("1 more does not fit the filter")).to_be_visible()


def test_the_list_stays_still_under_the_pointer_and_says_what_is_new(
    desk: Page, console: Console
) -> None:
    flow = greeter(console, "/greet-still")
    visit(console, "/greet-still", "Ida")
    desk.goto(below(console, f"/runs?flow={flow}"))
    expect(rows(desk)).to_have_count(1)
    rows(desk).first.get_by_role("link").focus()
    visit(console, "/greet-still", "Tomas")
    desk.get_by_role("button", name="1 new").click()
    expect(rows(desk)).to_have_count(2)


def test_the_switch_stops_it(desk: Page, console: Console) -> None:
    desk.goto(below(console, "/runs"))
    with desk.expect_request(re.compile("/runs/new")):
        pass
    desk.get_by_text("Live", exact=True).click()
    expect(desk).to_have_url(re.compile("live=off"))
    desk.reload()
    expect(desk.get_by_role("switch", name="Live")).not_to_be_checked()


def test_an_error_stands_at_its_node_and_its_request_is_explained(
    desk: Page, console: Console
) -> None:
    flow = breaking(console, "/break-it")
    assert visit(console, "/break-it", "seal") == 500
    console.restart()  # by then the request is recorded, too
    desk.goto(below(console, f"/runs?flow={flow}&status=error"))
    expect(rows(desk).first).to_contain_text("Error at Halt")
    rows(desk).first.get_by_role("link").click()
    expect(desk.locator(".run-way .failed")).to_contain_text("Halt")
    expect(desk.locator("#step")).to_contain_text("No seal here")
    desk.get_by_role("link", name="Explain the request").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Why 500")
    expect(desk.locator(".losers .won")).to_contain_text("/break-it")
    started = desk.get_by_role("complementary", name="About this request")
    started.get_by_role("link", name="POST /break-it").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Run of POST /break-it")


def test_a_request_is_sent_again_as_somebody(desk: Page, console: Console) -> None:
    flow = greeter(console, "/greet-again")
    visit(console, "/greet-again", "Ida")
    desk.goto(below(console, f"/runs?flow={flow}"))
    rows(desk).first.get_by_role("link").click()
    desk.get_by_role("link", name="Send again").click()
    expect(desk.get_by_label("Body")).to_have_value("name=Ida")
    desk.get_by_label("Body").fill("name=Tomas")
    desk.get_by_label("As").fill("tomas@northlight.example")
    desk.get_by_role("button", name="Send again").click()
    expect(desk.get_by_role("region", name="Body")).to_have_text("Good day, Tomas")
    desk.get_by_role("link", name="Its runs").click()
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk).first).to_contain_text("tomas@northlight.example")
    expect(rows(desk).first).to_contain_text("tried")


def test_what_is_sent_again_acts_for_real_once_its_secret_is_written(
    desk: Page, console: Console
) -> None:
    config = {
        "dataMethod": "individualFields",
        "emailTemplate": "{{ data.body.email }}",
        "passwordTemplate": "{{ data.body.password }}",
        "resultPath": "working.user",
    }
    flow = made(
        console,
        "/sign-up",
        {"id": "add", "type": "CreateExperienceUserNode", "config": config},
        {"id": "reply", "type": "EndpointReplyNode", "config": CONFIG | {"bodyTemplate": "Done"}},
    )
    console.ask(SLUG, "/sign-up", "POST", data={"email": "a@b.example", "password": "long enough"})
    desk.goto(below(console, f"/runs?flow={flow}"))
    rows(desk).first.get_by_role("link").click()
    desk.get_by_role("link", name="Send again").click()
    body = desk.get_by_label("Body")
    expect(body).to_have_value("email=a@b.example&password=[redacted]")
    body.fill("email=again@b.example&password=[redacted]")
    desk.get_by_role("button", name="Send again").click()
    expect(desk.get_by_text("Write what stood in place of [redacted]")).to_be_visible()
    body.fill("email=again@b.example&password=also long enough")
    desk.get_by_role("button", name="Send again").click()
    expect(desk.get_by_role("region", name="Body")).to_have_text("Done")
    users = f"/applications/{console.demo}/experience/users?perPage=100"
    emails = [one["email"] for one in console.restart().api(users)["items"]]
    assert "again@b.example" in emails


# -- in the editor


def drawer(page: Page) -> Locator:
    return page.get_by_role("region", name="Runs", exact=True)


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Step of the run")


def test_the_editor_walks_through_a_run_that_appears(desk: Page, console: Console) -> None:
    flow = greeter(console, "/greet-editor")
    desk.goto(below(console, f"/workflows/{flow}"))
    desk.get_by_role("button", name="Runs", exact=True).click()
    expect(desk.get_by_text("No run yet.")).to_be_visible()
    visit(console, "/greet-editor", "Ida")
    run = drawer(desk).get_by_role("link", name=re.compile("nobody"))
    run.click()
    expect(slider(desk)).to_have_attribute("aria-valuetext", re.compile("^2 of 2, Say it, .* ms$"))
    slider(desk).press("ArrowLeft")
    expect(slider(desk)).to_have_attribute("aria-valuetext", re.compile("^1 of 2, Greet, "))
    diff = drawer(desk).get_by_role("region", name="Payload before and after Greet")
    expect(diff.locator(".t.add").filter(has_text="Good day, Ida")).to_be_visible()
    expect(desk).to_have_url(re.compile(r"run=\w{24}&step=1"))
    desk.reload()
    expect(slider(desk)).to_have_attribute("aria-valuetext", re.compile("^1 of 2, Greet, "))
    drawer(desk).get_by_role("button", name="Leave the run").click()
    expect(slider(desk)).to_have_count(0)
    expect(desk).not_to_have_url(re.compile("run="))


def test_a_run_opened_in_the_editor_stands_at_its_error(desk: Page, console: Console) -> None:
    flow = breaking(console, "/break-editor")
    visit(console, "/break-editor", "seal")
    desk.goto(below(console, f"/runs?flow={flow}"))
    rows(desk).first.get_by_role("link").click()
    desk.get_by_role("link", name="Open on the canvas").click()
    expect(slider(desk)).to_have_attribute("aria-valuetext", re.compile("^2 of 2, Halt, Error"))
    expect(drawer(desk).locator(".run-told")).to_contain_text("Error at Halt: No seal here")
    canvas = desk.get_by_role("region", name="Canvas")
    expect(canvas.locator(".x6-node.failed")).to_contain_text("Halt")
    expect(canvas.locator(".x6-node.lit")).to_have_count(3)  # with the trigger
    expect(canvas.locator(".x6-edge.lit")).to_have_count(2)
    slider(desk).press("Home")
    expect(canvas.locator(".x6-node.current")).to_contain_text("Look")
    drawer(desk).get_by_role("button", name="Leave the run").click()
    expect(canvas.locator(".lit, .failed")).to_have_count(0)


def test_a_run_of_an_older_edit_names_the_nodes_that_are_gone(desk: Page, console: Console) -> None:
    flow = greeter(console, "/greet-older")
    visit(console, "/greet-older", "Ida")
    desk.goto(below(console, f"/runs?flow={flow}"))
    run = rows(desk).first.get_by_role("link").get_attribute("href") or ""
    path = f"/applications/{console.demo}/flows/{flow}"
    stored = console.api(path)
    triggers = [stored["triggers"][0] | {"outputIds": [["reply"]]}]
    console.api(path, "PATCH", nodes=stored["nodes"][1:], triggers=triggers)
    desk.goto(below(console, f"/workflows/{flow}?run={run.partition('?')[0].split('/')[-1]}"))
    expect(drawer(desk)).to_contain_text("Nodes that are gone: Greet.")


def test_the_drawer_is_opened_sized_and_closed_by_keys_and_stays_so(
    desk: Page, console: Console
) -> None:
    flow = greeter(console, "/greet-drawer")
    desk.goto(below(console, f"/workflows/{flow}"))
    toggle = desk.get_by_role("button", name="Runs", exact=True)
    toggle.press("Enter")
    grip = desk.get_by_role("separator", name="Height of the runs")
    before = int(grip.get_attribute("aria-valuenow") or 0)
    grip.press("ArrowUp")
    expect(grip).to_have_attribute("aria-valuenow", str(before + 24))
    desk.reload()
    expect(grip).to_have_attribute("aria-valuenow", str(before + 24))
    toggle.press("Enter")
    expect(grip).to_be_hidden()
    desk.reload()
    expect(toggle).to_have_attribute("aria-expanded", "false")


def test_a_chosen_node_leads_to_its_step_and_a_step_to_its_node(
    desk: Page, console: Console
) -> None:
    flow = greeter(console, "/greet-outline")
    visit(console, "/greet-outline", "Ida")
    desk.goto(below(console, f"/workflows/{flow}?view=outline"))
    desk.get_by_role("button", name="Runs", exact=True).click()
    drawer(desk).get_by_role("link", name=re.compile("nobody")).click()
    tree = desk.get_by_role("tree", name="Workflow")
    expect(tree.locator("[role=treeitem].lit")).to_have_count(3)  # with the trigger
    greet = tree.get_by_role("treeitem", name=re.compile("^Greet"))
    expect(greet).to_contain_text(re.compile(r"\d ms"))
    greet.click()
    expect(slider(desk)).to_have_attribute("aria-valuetext", re.compile("^1 of 2, Greet, "))
    slider(desk).press("End")
    say = tree.get_by_role("treeitem", name=re.compile("^Say it"))
    expect(say).to_have_attribute("aria-selected", "true")
    drawer(desk).get_by_role("button", name="Leave the run").click()
    expect(tree.locator("[role=treeitem].lit")).to_have_count(0)
