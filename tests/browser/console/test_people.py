"""Users and groups: what is clicked here is what the API tells after a restart."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console

pytestmark = pytest.mark.browser


def people(console: Console, kind: str) -> dict[str, Any]:
    """By e-mail or name."""
    found = console.api(f"/applications/{console.demo}/experience/{kind}")["items"]
    return {one.get("email", one.get("name")): one for one in found}


def test_a_user_is_added_with_a_group_that_is_made_on_the_way(desk: Page, console: Console) -> None:
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Add user").click()
    desk.get_by_label("E-mail").fill("nobody")
    desk.get_by_label("Password", exact=True).fill("short")
    desk.get_by_label("First name").fill("Nora")
    desk.get_by_role("button", name="Add user").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(desk.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect(desk.get_by_label("First name")).to_have_value("Nora")
    desk.get_by_label("E-mail").fill("nora@northlight.example")
    desk.get_by_label("Password", exact=True).fill("long enough")
    desk.get_by_label("Groups", exact=True).fill("Night shift")
    desk.get_by_label("Groups", exact=True).press("Enter")
    desk.get_by_label("Name 1", exact=True).fill("desk")
    desk.get_by_label("Value 1", exact=True).fill("7")
    desk.get_by_role("button", name="Add user").click()
    expect(desk.get_by_role("status")).to_contain_text("nora@northlight.example is there now")
    nora = people(console.restart(), "users")["nora@northlight.example"]
    group = people(console, "groups")["Night shift"]
    base = f"/applications/{console.demo}/experience"
    console.made += [
        f"{base}/users/{nora['experienceUserId']}",
        f"{base}/groups/{group['experienceGroupId']}",
    ]
    assert nora["firstName"] == "Nora"
    assert nora["userTags"] == {"desk": "7"}
    assert [group["name"] for group in nora["experienceGroups"]] == ["Night shift"]


def test_an_edit_that_somebody_else_was_faster_with_is_shown_and_lost_by_nobody(
    desk: Page, console: Console
) -> None:
    tomas = people(console, "users")["tomas@northlight.example"]
    path = f"/applications/{console.demo}/experience/users/{tomas['experienceUserId']}"
    desk.goto(f"{console.url}{path}")
    desk.get_by_label("Last name").fill("Yours")
    console.api(path, "PATCH", lastName="Theirs")
    desk.get_by_role("button", name="Save user").click()
    expect(desk.get_by_role("alert")).to_contain_text("Somebody saved this while you were editing")
    expect(desk.get_by_role("row", name="Last name")).to_contain_text("Theirs")
    expect(desk.get_by_label("Last name")).to_have_value("Yours")
    assert console.api(path)["lastName"] == "Theirs"
    desk.get_by_role("button", name="Save user").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")
    assert console.api(path)["lastName"] == "Yours"
    console.api(path, "PATCH", lastName=tomas["lastName"])


def test_a_group_is_moved_and_another_deleted_in_a_dialog_that_says_what_leaves_it(
    desk: Page, console: Console
) -> None:
    base = f"/applications/{console.demo}/experience/groups"
    for name in ("Gone soon", "Apprentices"):
        console.make(base, name=name)
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Edit group Apprentices").click()
    desk.get_by_label("Name", exact=True).fill("Trainees")
    desk.get_by_label("Parent group").select_option("Technicians")
    desk.get_by_label("Name 1", exact=True).fill("year")
    desk.get_by_label("Value 1", exact=True).fill("first")
    desk.get_by_role("button", name="Save group").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")
    desk.get_by_role("link", name="People").first.click()
    desk.get_by_role("link", name="Edit group Gone soon").click()
    desk.get_by_role("link", name="Delete group").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("No users and no endpoints stay")
    expect(dialog.get_by_role("link", name="Cancel")).to_be_focused()
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_be_hidden()
    desk.get_by_role("link", name="Delete group").click()
    dialog.get_by_role("button", name="Delete group").click()
    expect(desk.get_by_role("status")).to_have_text("Group Gone soon is gone.")
    groups = people(console.restart(), "groups")
    assert not {"Gone soon", "Apprentices"} & set(groups)
    assert groups["Trainees"]["parentId"] == groups["Technicians"]["experienceGroupId"]
    assert groups["Trainees"]["groupTags"] == {"year": "first"}
