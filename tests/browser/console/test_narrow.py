"""No screen of the console scrolls sideways, from 360 px up."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ..test_narrow import overhang
from .conftest import Console
from .screens import SCREENS, SIGNED_OUT, STATUSES, address_of

pytestmark = pytest.mark.browser

WIDTHS = (360, 400, 768, 1024)


@pytest.mark.parametrize("name", SCREENS)
def test_it_fits(
    browser: Browser, console: Console, badge: Any, found: dict[str, str], name: str
) -> None:
    state = None if name in SIGNED_OUT else badge
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    response = page.goto(f"{console.url}{address_of(name, found)}")
    assert response
    assert response.status == STATUSES.get(name, 200)
    over = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over[width] = overhang(page)
    context.close()
    assert over == dict.fromkeys(WIDTHS, 0)


def test_what_the_bar_has_no_room_for_is_behind_more(desk: Page, console: Console) -> None:
    desk.set_viewport_size({"width": 400, "height": 800})
    bar = desk.get_by_role("navigation", name="Main")
    expect(bar.get_by_role("link", name="Settings")).to_be_hidden()
    bar.get_by_text("More").click()
    bar.get_by_role("link", name="Settings").click()
    expect(desk).to_have_url(f"{console.url}/applications/{console.demo}/settings")
