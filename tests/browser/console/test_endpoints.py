"""Endpoints: what is clicked here is what visitors get after a restart."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser

HOST = "demo-develop"


def open_table(desk: Page) -> None:
    desk.get_by_role("link", name="Build").click()
    desk.get_by_role("navigation", name="Contents of develop").get_by_role(
        "link", name="Endpoints", exact=False
    ).first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Endpoints")


def make(console: Console, method: str, route: str, **fields: object) -> str:
    """Its id."""
    path = f"/applications/{console.demo}/experience/endpoints"
    made = console.make(path, method=method, route=route, **fields)
    return str(made["experienceEndpointId"])


def redirect(to: str) -> dict[str, str]:
    return {"type": "redirect", "value": to}


def form_of(desk: Page, console: Console, id: str = "new/custom") -> None:
    base = f"{console.url}/applications/{console.demo}/experience/versions/develop"
    desk.goto(f"{base}/endpoints/{id}")


def granted(desk: Page) -> Locator:
    return desk.get_by_role("group", name="Reply when access is granted")


def test_an_endpoint_made_in_the_form_answers(desk: Page, console: Console) -> None:
    form_of(desk, console)
    desk.get_by_label("Method", exact=True).select_option("post")
    desk.get_by_label("Route", exact=True).fill("/made/{*rest}")
    expect(desk.locator("#route-check")).to_contain_text("takes no requests from others")
    desk.get_by_label("Description").fill("Made by hand")
    granted(desk).get_by_role("radio", name="Redirect").check()
    granted(desk).get_by_label("To", exact=True).fill("/seen/{{ request.params.rest }}")
    expect(desk.locator("#outcome")).to_contain_text("301")
    granted(desk).locator("[name=static_reply-url-status]").fill("303")
    desk.get_by_role("button", name="Create endpoint").click()
    expect(desk.get_by_role("status").first).to_contain_text("answers from now on")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("/made/{rest*}")
    reply = console.restart().ask(HOST, "/made/a/b", "POST")
    assert (reply.status_code, reply.headers["location"]) == (303, "/seen/a/b")


def test_a_conflict_shows_while_typing_and_a_free_route_is_taken_over(
    desk: Page, console: Console
) -> None:
    rival = make(console, "get", "/boats/{boatId}", staticReply=redirect("/one"))
    form_of(desk, console)
    route = desk.get_by_label("Route", exact=True)
    route.fill("/boats/{id}")
    check = desk.locator("#route-check")
    expect(check).to_contain_text("is taken by an endpoint you have")
    expect(check).to_contain_text("/boats/x")
    expect(route).to_have_attribute("aria-invalid", "true")
    assert rival in (check.get_by_role("link").get_attribute("href") or "")
    granted(desk).get_by_role("radio", name="Redirect").check()
    granted(desk).get_by_label("To", exact=True).fill("/two")
    desk.get_by_role("button", name="Create endpoint").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(granted(desk).get_by_label("To", exact=True)).to_have_value("/two")
    desk.get_by_role("button", name="Use /boats/by-id/{id}").click()
    expect(check).to_contain_text("takes no requests from others")
    expect(route).to_have_attribute("aria-invalid", "false")
    desk.get_by_role("button", name="Create endpoint").click()
    expect(desk.get_by_role("status").first).to_contain_text("answers from now on")
    console.restart()
    assert console.ask(HOST, "/boats/7").headers["location"] == "/one"
    assert console.ask(HOST, "/boats/by-id/7").headers["location"] == "/two"


def test_a_group_made_in_the_form_refuses_and_admits(desk: Page, console: Console) -> None:
    id = make(console, "get", "/locked", staticReply=redirect("/inside"))
    form_of(desk, console, id)
    desk.get_by_role("radio", name="Users in these groups").check()
    groups = desk.get_by_label("Groups", exact=True)
    groups.fill("Key holders")
    groups.press("Enter")
    refused = desk.get_by_role("group", name="Reply when access is refused")
    refused.get_by_role("radio", name="Redirect").check()
    refused.get_by_label("To", exact=True).fill("/outside")
    expect(desk.locator("#outcome")).to_contain_text("In Key holders")
    desk.get_by_role("button", name="Save endpoint").click()
    expect(desk.get_by_role("status").first).to_have_text("Saved.")
    join(console, "tomas@northlight.example", "Key holders")
    console.restart()
    assert console.ask(HOST, "/locked").headers["location"] == "/outside"
    assert console.ask(HOST, "/locked", headers=bearer(console, "ida")).status_code == 302
    reply = console.ask(HOST, "/locked", headers=bearer(console, "tomas"))
    assert (reply.status_code, reply.headers["location"]) == (301, "/inside")


def bearer(console: Console, name: str) -> dict[str, str]:
    token = console.server.token(f"{name}@northlight.example")
    return {"Authorization": f"Bearer {token}"}


def join(console: Console, email: str, group: str) -> None:
    base = f"/applications/{console.demo}/experience"
    groups = {one["name"]: one for one in console.api(f"{base}/groups")["items"]}
    users = {one["email"]: one for one in console.api(f"{base}/users")["items"]}
    id = groups[group]["experienceGroupId"]
    console.api(
        f"{base}/groups/{id}", "PATCH", experienceUserIds=[users[email]["experienceUserId"]]
    )


def test_switched_off_the_next_route_answers(desk: Page, console: Console) -> None:
    make(console, "get", "/ships/new", staticReply=redirect("/new"))
    make(console, "get", "/ships/{id}", staticReply=redirect("/one"))
    open_table(desk)
    desk.get_by_role("searchbox", name="Filter endpoints").fill("ships")
    expect(desk.get_by_text("2 of ")).to_be_visible()
    switch = desk.get_by_role("switch", name="GET /ships/new")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(switch).to_be_focused()
    expect(desk.get_by_role("row", name="/ships/new")).to_contain_text("Off: its requests get")
    expect(desk.get_by_role("switch")).to_have_count(3)  # the filter stays; one is of CORS
    assert console.restart().ask(HOST, "/ships/new").headers["location"] == "/one"


def test_a_route_that_is_never_asked_is_flagged(desk: Page, console: Console) -> None:
    make(console, "get", "/crates/{no}.{format}", staticReply=redirect("/any"))
    make(console, "get", "/crates/{no}.json", staticReply=redirect("/json"))
    open_table(desk)
    desk.get_by_role("link", name="Flagged").click()
    row = desk.get_by_role("row", name="/crates/{no}.json")
    expect(row).to_contain_text("Never asked: /crates/{no}.{format} takes every request")
    assert console.ask(HOST, "/crates/7.json").headers["location"] == "/any"


def test_deleted_with_its_workflows_or_without(desk: Page, console: Console) -> None:
    base = f"/applications/{console.demo}"
    both = make(console, "get", "/deleted/one", staticReply=redirect("/"))
    other = make(console, "get", "/deleted/two", staticReply=redirect("/"))
    for name, keys in (("Goes", [both]), ("Goes too", [both, other]), ("Stays", [other])):
        triggers = [{"type": "endpoint", "key": key, "outputIds": []} for key in keys]
        console.make(f"{base}/flows", name=name, flowClass="experience", triggers=triggers)
    open_table(desk)
    desk.get_by_role("link", name="Delete GET /deleted/one").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Also started by GET /deleted/two")
    expect(dialog.get_by_role("checkbox")).not_to_be_checked()
    expect(dialog.get_by_role("link", name="Cancel")).to_be_focused()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Delete endpoint").click()
    expect(desk.get_by_role("status").first).to_contain_text("GET /deleted/one is gone.")
    form_of(desk, console, other)
    desk.get_by_role("link", name="Delete endpoint").click()
    desk.get_by_role("dialog").get_by_role("button", name="Delete endpoint").click()
    expect(desk.get_by_role("status").first).to_contain_text("GET /deleted/two is gone.")
    console.restart()
    names = {
        one["name"]
        for one in console.api(f"{base}/flows?flowClass=experience&perPage=1000")["items"]
    }
    assert "Stays" in names
    assert not {"Goes", "Goes too"} & names
    assert console.ask(HOST, "/deleted/one").status_code == 404


def test_the_laboratory_says_what_the_public_host_does(desk: Page, console: Console) -> None:
    make(console, "get", "/lab/{id}", staticReply=redirect("/one"))
    make(console, "get", "/lab/{rest*}", staticReply=redirect("/rest"))
    open_table(desk)
    desk.get_by_role("link", name="Route laboratory").click()
    desk.get_by_label("Path").fill("/lab/7?tab=1")
    desk.get_by_label("As", exact=False).fill("ida@northlight.example")
    desk.get_by_role("button", name="Explain").click()
    explained = desk.locator("#explained")
    expect(explained).to_contain_text("the parameter {id} goes before the wildcard {rest*}")
    expect(explained).to_contain_text("redirect to /one")
    link = desk.url
    assert console.ask(HOST, "/lab/7").headers["location"] == "/one"
    desk.goto(f"{console.url}/")
    desk.goto(link)
    expect(explained).to_contain_text("ida@northlight.example")


def test_a_frozen_version_is_read_only(desk: Page, console: Console) -> None:
    base = f"{console.url}/applications/{console.demo}/experience/versions/v1/endpoints"
    desk.goto(base)
    expect(desk.get_by_role("switch")).to_have_count(0)
    expect(desk.get_by_role("link", name="Create endpoint")).to_have_count(0)
    desk.get_by_role("main").get_by_role("link", name="GET /pumps", exact=True).click()
    expect(desk.get_by_label("Route", exact=True)).to_be_disabled()
    expect(desk.get_by_role("button", name="Save endpoint")).to_have_count(0)
    expect(desk.get_by_role("link", name="Delete endpoint")).to_have_count(0)


def test_it_fits_a_phone(desk: Page, console: Console) -> None:
    id = make(console, "get", "/phones/{id}", staticReply=redirect("/one"))
    desk.set_viewport_size({"width": 400, "height": 800})
    base = f"{console.url}/applications/{console.demo}/experience/versions/develop"
    for path in ("endpoints", f"endpoints/{id}", "laboratory?path=/phones/7"):
        desk.goto(f"{base}/{path}")
        expect(desk.get_by_role("heading", level=1)).to_be_visible()
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert desk.evaluate(sideways) == 0, path
