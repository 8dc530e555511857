"""Versions, hosts, settings and workflows: what is clicked here is what visitors get afterwards."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser


class Place:
    """An application of its own, so that no test meets what another one left."""

    def __init__(self, console: Console, name: str) -> None:
        self.console = console
        self.slug = name
        made = console.api("/applications", "POST", name=name.capitalize(), endpointSlug=name)
        self.id = str(made["applicationId"])
        self.url = f"{console.url}/applications/{self.id}"

    def api(self, path: str, method: str = "GET", /, **body: Any) -> Any:
        return self.console.api(f"/applications/{self.id}{path}", method, **body)

    def page(self, name: str, body: str) -> str:
        """The id of a new page."""
        found = self.api("/experience/views", "POST", name=name, viewType="page", body=body)
        return str(found["experienceViewId"])

    def endpoint(self, route: str, **fields: Any) -> str:
        found = self.api("/experience/endpoints", "POST", method="get", route=route, **fields)
        return str(found["experienceEndpointId"])

    def ask(self, path: str, slug: str = "", **given: Any) -> httpx.Response:
        return self.console.ask(slug or self.slug, path, **given)


def shows(page: str) -> dict[str, Any]:
    return {"staticReply": {"type": "page", "value": page}}


def test_a_version_goes_live_on_one_host_stays_as_it_is_but_for_its_notes_and_is_rolled_back(
    desk: Page, console: Console
) -> None:
    place = Place(console, "gallery")
    view = place.page("Hall", "<h1>First</h1>")
    place.endpoint("/", **shows(view))
    place.api("/experience/slugs", "POST", slug="gallery-next")
    desk.goto(f"{place.url}/experience/versions")
    expect(desk.get_by_text("Only develop yet")).to_be_visible()
    desk.get_by_role("link", name="Create version").click()
    desk.get_by_label("Name").fill("v1")
    desk.get_by_label("Notes").fill("The first hall")
    note = desk.get_by_role("status").filter(has_text="requests a day get this version")
    expect(note).to_be_hidden()
    desk.get_by_role("checkbox", name=re.compile("gallery.localhost")).check()
    expect(note).to_be_visible()
    desk.get_by_role("button", name="Create version").click()
    expect(desk.get_by_role("row", name="The first hall")).to_contain_text("gallery.localhost")
    desk.get_by_role("link", name="Notes of v1").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_label("Notes")).to_have_value("The first hall")
    dialog.get_by_label("Notes").fill("The hall before the fire")
    dialog.get_by_role("button", name="Save notes").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")

    place.api(f"/experience/views/{view}", "PATCH", body="<h1>Second</h1>")
    console.restart()
    assert "First" in place.ask("/").text
    assert "Second" in place.ask("/", "gallery-next").text
    assert place.api("/experience/versions/v1")["description"] == "The hall before the fire"

    desk.goto(f"{place.url}/experience/hosts")
    row = desk.get_by_role("row", name=re.compile("^gallery.localhost"))
    row.get_by_role("link", name="Point gallery.localhost").click()
    expect(dialog).to_contain_text("It answers with v1 now")
    dialog.get_by_label("Version").select_option("develop")
    dialog.get_by_role("button", name="Point host").click()
    expect(desk.get_by_role("status")).to_contain_text("now answers with develop")
    assert "Second" in place.ask("/").text

    row.get_by_role("link", name="Roll gallery.localhost").click()
    expect(dialog.get_by_label("Version")).to_have_value("v1")
    dialog.get_by_role("button", name="Point host").click()
    expect(desk.get_by_role("status")).to_contain_text("now answers with v1")
    console.restart()
    assert "First" in place.ask("/").text


def test_domains_and_slugs_are_added_renamed_and_deleted(desk: Page, console: Console) -> None:
    place = Place(console, "harbour")
    view = place.page("Quay", "<h1>Then</h1>")
    place.endpoint("/", **shows(view))
    place.api("/experience/versions", "POST", version="v1")
    place.api(f"/experience/views/{view}", "PATCH", body="<h1>Now</h1>")
    for name in ("pier", "dock"):
        place.api("/experience/domains", "POST", domainName=f"{name}.example", version="v1")
        place.api("/experience/slugs", "POST", slug=f"harbour-{name}", version="v1")

    def add(kind: str, name: str) -> None:
        desk.get_by_role("link", name=f"Add {kind.lower()}").first.click()
        desk.get_by_role("textbox", name=kind, exact=True).fill(name)
        desk.get_by_label("Version", exact=True).select_option("v1")
        desk.get_by_role("button", name=f"Add {kind.lower()}").click()
        expect(desk.get_by_role("status")).to_contain_text(name)

    def change(kind: str, name: str, new: str) -> None:
        desk.get_by_role("link", name=f"Edit {name}").click()
        desk.get_by_role("textbox", name=kind, exact=True).fill(new)
        desk.get_by_label("Version", exact=True).select_option("develop")
        desk.get_by_role("button", name=f"Save {kind.lower()}").click()
        expect(desk.get_by_role("status")).to_have_text("Saved.")

    def delete(name: str) -> None:
        desk.get_by_role("link", name=f"Delete {name}").click()
        dialog = desk.get_by_role("dialog")
        expect(dialog).to_contain_text("The name becomes free")
        dialog.get_by_role("button", name="Delete").click()
        expect(desk.get_by_role("status")).to_contain_text(re.compile(f"{name}.* is gone"))

    desk.goto(f"{place.url}/experience/hosts")
    add("Domain", "quay.example")
    add("Slug", "harbour-quay")
    change("Domain", "pier.example", "mole.example")
    change("Slug", "harbour-pier", "harbour-mole")
    delete("dock.example")
    delete("harbour-dock.localhost")
    console.restart()
    assert shown_at(place, "quay") == ["<h1>Then</h1>", "<h1>Then</h1>"]
    assert shown_at(place, "mole") == ["<h1>Now</h1>", "<h1>Now</h1>"]
    assert shown_at(place, "pier") == shown_at(place, "dock") == ["404", "404"]


def shown_at(place: Place, name: str) -> list[str]:
    """At the domain and at the slug of that name: the page, or the status where there is none."""
    hosts = (f"{name}.example", f"{place.slug}-{name}.localhost")
    answers = [place.ask("/", headers={"Host": host}) for host in hosts]
    return [one.text if one.is_success else str(one.status_code) for one in answers]


def test_develop_is_overwritten_by_a_version_and_kept_as_a_backup(
    desk: Page, console: Console
) -> None:
    place = Place(console, "archive")
    view = place.page("Hall", "<h1>Then</h1>")
    place.endpoint("/", **shows(view))
    place.api("/experience/versions", "POST", version="v1")
    place.api(f"/experience/views/{view}", "PATCH", body="<h1>Now</h1>")
    desk.goto(f"{place.url}/experience/versions")
    desk.get_by_role("link", name="Copy v1 to develop").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("1 thing changes")
    expect(dialog).to_contain_text("archive.localhost")
    expect(dialog.get_by_role("checkbox")).to_be_checked()
    dialog.get_by_role("button", name="Overwrite develop").click()
    expect(desk.get_by_role("status")).to_contain_text("keeps what it was")
    expect(desk.get_by_role("row", name=re.compile("^develop-backup-"))).to_be_visible()
    console.restart()
    assert "Then" in place.ask("/").text
    names = [one["version"] for one in place.api("/experience/versions")["items"]]
    (backup,) = [name for name in names if name.startswith("develop-backup-")]
    slug = place.api("/experience/slugs", "POST", slug="archive-backup", version=backup)["slug"]
    assert "Now" in place.ask("/", slug).text


def test_what_differs_is_told_before_anybody_meets_it(desk: Page, console: Console) -> None:
    place = Place(console, "annex")
    view = place.page("Hall", "<h1>Hall</h1>\n<p>Open from nine</p>")
    gone = place.endpoint("/photos/{file*}", **shows(view))
    place.api("/experience/versions", "POST", version="v1")
    place.api(f"/experience/endpoints/{gone}", "DELETE")
    place.api(f"/experience/views/{view}", "PATCH", body="<h1>Hall</h1>\n<p>Open from ten</p>")
    place.endpoint("/parts", access="authenticated")
    desk.goto(f"{place.url}/experience/versions")
    desk.get_by_role("link", name="3 changes since v1").click()
    routes = desk.get_by_role("region", name="Routes")
    expect(routes.get_by_role("listitem").filter(has_text="removed")).to_contain_text(
        "requests would get 404"
    )
    expect(routes.get_by_role("listitem").filter(has_text="added")).to_contain_text("/parts")
    lines = desk.get_by_role("region", name="Changes in Hall")
    expect(lines).to_contain_text("Open from nine")
    expect(lines).to_contain_text("Open from ten")
    desk.get_by_role("link", name="Views 1").click()
    expect(desk).to_have_url(re.compile(r"show=views"))
    expect(routes).to_be_hidden()


def test_deleting_a_version_names_the_hosts_that_break(desk: Page, console: Console) -> None:
    place = Place(console, "closing")
    place.endpoint("/", **shows(place.page("Hall", "<h1>Open</h1>")))
    place.api("/experience/versions", "POST", version="v1")
    place.api("/experience/slugs", "POST", slug="closing-soon", version="v1")
    assert place.ask("/", "closing-soon").status_code == 200
    desk.goto(f"{place.url}/experience/versions")
    desk.get_by_role("link", name="Delete v1").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(re.compile("^closing-soon.localhost"))
    expect(dialog.get_by_role("link", name="Cancel")).to_be_focused()
    dialog.get_by_role("button", name="Delete version").click()
    expect(desk.get_by_role("status")).to_have_text("Version v1 is gone.")
    console.restart()
    assert place.ask("/", "closing-soon").status_code == 404
    assert place.ask("/").status_code == 200
    desk.goto(f"{place.url}/experience/hosts")
    expect(desk.get_by_role("row", name=re.compile("closing-soon"))).to_contain_text(
        "v1 was deleted"
    )


def test_settings_of_a_version_are_what_visitors_meet(desk: Page, console: Console) -> None:
    place = Place(console, "settled")
    place.endpoint(
        "/", **shows(place.page("Hall", "<p>{{ globals.motto }} {{ globals.size * 2 }}</p>"))
    )
    place.page("Lost", "<h1>Nothing hangs here</h1>")
    desk.goto(f"{place.url}/experience/versions/develop")
    desk.get_by_role("link", name="Settings of the version").click()
    nobody = desk.get_by_role("region", name="When no endpoint fits")
    nobody.get_by_label("Page", exact=True).first.check()
    nobody.get_by_role("combobox").select_option("Lost")
    desk.get_by_label("Allowed origins").fill("https://partners.example")
    desk.get_by_label("Header 1").fill("x-museum")
    desk.get_by_label("Value 1").first.fill("open")
    globals = desk.get_by_role("group", name="Globals")
    globals.get_by_label("Key 1").fill("motto")
    globals.get_by_label("Value 1").fill('Say "art"')
    globals.get_by_role("button", name="Add another").click()
    globals.get_by_label("Key 2").fill("size")
    globals.get_by_label("Type 2").select_option("Number")
    globals.get_by_label("Value 2").fill("many")
    desk.get_by_role("button", name="Save settings").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(globals).to_contain_text("Row 2: many is no number.")
    expect(globals.get_by_label("Value 1")).to_have_value('Say "art"')
    globals.get_by_label("Value 2").fill("21")
    desk.get_by_role("button", name="Save settings").click()
    expect(desk.get_by_role("status")).to_contain_text("Saved")
    console.restart()
    page = place.ask("/", headers={"Origin": "https://partners.example"})
    assert "Say &#34;art&#34; 42" in page.text or "Say &quot;art&quot; 42" in page.text
    assert page.headers["x-museum"] == "open"
    assert page.headers["access-control-allow-origin"] == "https://partners.example"
    assert (
        "access-control-allow-origin"
        not in place.ask("/", headers={"Origin": "https://others.example"}).headers
    )
    lost = place.ask("/nowhere")
    assert lost.status_code == 404
    assert "Nothing hangs here" in lost.text


def test_requests_from_other_origins_are_answered_until_that_is_switched_off(
    desk: Page, console: Console
) -> None:
    place = Place(console, "neighbours")
    place.endpoint("/", **shows(place.page("Hall", "<h1>Open</h1>")))

    def allowed() -> bool:
        page = place.ask("/", headers={"Origin": "https://partners.example"})
        return "access-control-allow-origin" in page.headers

    desk.goto(f"{place.url}/experience/versions/develop/endpoints")
    switch = desk.get_by_role("switch", name="Answer requests from other origins")
    expect(switch).to_have_attribute("aria-checked", "true")
    assert allowed()
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    console.restart()
    assert not allowed()


def test_a_workflow_from_a_file_answers_an_endpoint_until_it_is_switched_off(
    desk: Page, console: Console, tmp_path: Path
) -> None:
    place = Place(console, "imports")
    place.endpoint("/hello")
    file = tmp_path / "greeter.flow"
    file.write_text(json.dumps(EXPORT))
    desk.goto(f"{place.url}/experience/versions/develop/workflows")
    expect(desk.get_by_text("No workflow yet")).to_be_visible()
    desk.get_by_role("link", name="Import").click()
    desk.get_by_label("File").set_input_files(file)
    desk.get_by_label("Endpoint", exact=True).select_option("GET /hello")
    desk.get_by_role("button", name="Import workflow").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Greeter")
    console.restart()
    assert place.ask("/hello?name=Ida").text == "Good day, Ida"
    with desk.expect_download() as download:
        desk.locator(".work-head").get_by_text("More").click()
        desk.get_by_role("link", name="Export").click()
    assert json.loads(Path(download.value.path()).read_text())["nodes"] == EXPORT["nodes"]
    desk.get_by_role("link", name="Settings and JSON").click()
    desk.get_by_label("Name", exact=True).fill("Usher")
    desk.get_by_role("button", name="Save settings").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Usher")
    desk.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Workflows").click()
    switch = desk.get_by_role("switch", name="Usher")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    console.restart()
    assert [flow["name"] for flow in place.api("/flows?flowClass=experience")["items"]] == ["Usher"]
    assert place.ask("/hello").status_code == 404


def test_a_new_workflow_answers_at_once_and_its_end_is_told_before(
    desk: Page, console: Console
) -> None:
    place = Place(console, "starters")
    place.endpoint("/things/{id}")
    desk.goto(f"{place.url}/experience/versions/develop/workflows")
    desk.get_by_role("main").get_by_role("link", name="Add workflow").first.click()
    desk.get_by_label("Name", exact=True).fill("Things")
    expect(desk.get_by_label("Endpoint", exact=True)).to_be_hidden()
    desk.get_by_label("One object").check()
    desk.get_by_role("button", name="Add workflow").click()
    expect(desk.get_by_text("Choose the endpoint that it answers.")).to_be_visible()
    desk.get_by_label("Endpoint", exact=True).select_option("GET /things/{id}")
    desk.get_by_role("button", name="Add workflow").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Things")
    console.restart()
    assert place.ask("/things/7").json()["params"] == {"id": "7"}
    desk.locator(".work-head").get_by_text("More").click()
    desk.get_by_role("link", name="Delete workflow").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("would get 404")
    dialog.get_by_role("button", name="Delete workflow").click()
    gone = desk.get_by_role("status").filter(has_text="Workflow Things is gone.")
    expect(gone).to_be_visible()
    console.restart()
    assert place.ask("/things/7").status_code == 404


EXPORT: dict[str, Any] = {
    "_type": "flow",
    "_exportDate": "2024-05-01T10:00:00.000Z",
    "id": "5c8a1b2c3d4e5f6071829304",
    "flowId": "5c8a1b2c3d4e5f6071829304",
    "applicationId": "5c8a1b2c3d4e5f6071829305",
    "name": "Greeter",
    "flowClass": "experience",
    "enabled": False,
    "stats": {"runCount": 3, "errorCount": 0, "byVersion": {}},
    "triggers": [
        {
            "type": "endpoint",
            "key": "5c8a1b2c3d4e5f6071829306",
            "config": {},
            "meta": {"category": "trigger", "name": "endpoint", "x": 60, "y": 60},
            "outputIds": [["reply"]],
        }
    ],
    "nodes": [
        {
            "id": "reply",
            "type": "EndpointReplyNode",
            "config": {
                "replyType": "custom",
                "responseCodeTemplate": "200",
                "headerInfo": [],
                "cookieInfo": [],
                "bodyTemplateType": "string",
                "bodyTemplate": "Good day, {{ data.query.name }}",
            },
            "meta": {"category": "output", "name": "endpoint-reply", "x": 60, "y": 180},
            "outputIds": [[]],
        }
    ],
    "globals": [],
    "customNodes": [],
    "customNodeVersions": [],
}
