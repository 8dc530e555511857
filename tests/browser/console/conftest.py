"""A Foyer for the console's tests, which can be restarted: what was clicked must survive that."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ..conftest import watched_page
from ..server import EMAIL, PASSWORD, Server, running_server
from .screens import places


class Console:
    """A server and what stands outside of it: its API and its experience hosts, asked over HTTP."""

    def __init__(self, data: Path, **environ: str) -> None:
        self.data = data
        self.made: list[str] = []
        """Paths in the API of what goes after the test. make() notes its own."""
        self.start(**environ)

    def start(self, **environ: str) -> None:
        self._running = running_server(self.data, **environ)
        self.server: Server = self._running.__enter__()

    def stop(self) -> None:
        self._running.__exit__(None, None, None)

    def restart(self) -> "Console":
        """The same data, the same port, another process. For whoever looks from outside."""
        port = self.server.port
        self.stop()
        self.start(PORT=str(port))
        return self

    @property
    def url(self) -> str:
        return f"{self.server.console}/console"

    def api(self, path: str, method: str = "GET", /, **body: Any) -> Any:
        """The answer of the REST API, as whoever signed in first."""
        base = f"http://127.0.0.1:{self.server.port}"
        sign_in = httpx.post(f"{base}/auth/user", json={"email": EMAIL, "password": PASSWORD})
        headers = {"Authorization": f"Bearer {sign_in.json()['token']}"}
        answer = httpx.request(method, f"{base}{path}", json=body or None, headers=headers)
        answer.raise_for_status()
        return answer.json()

    def make(self, collection: str, /, **body: Any) -> Any:
        """In that collection of the API, until the test is over."""
        made = self.api(collection, "POST", **body)
        self.made.append(f"{collection}/{made['id']}")
        return made

    def ask(self, slug: str, path: str, method: str = "GET", **given: Any) -> httpx.Response:
        """What a visitor of the experience at that slug gets; redirects are not followed."""
        headers = {"Host": f"{slug}.localhost"} | given.pop("headers", {})
        url = f"http://127.0.0.1:{self.server.port}{path}"
        return httpx.request(method, url, headers=headers, **given)

    @property
    def demo(self) -> str:
        """The id of the demo application."""
        found = self.api("/applications?filterField=name&filter=Northlight*")
        return str(found["items"][0]["applicationId"])


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    console = Console(tmp_path_factory.mktemp("console"))
    yield console
    console.stop()


@pytest.fixture(autouse=True)
def _leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Workflows of one test would answer requests of the next."""
    yield
    if "console" not in request.fixturenames:
        return
    console: Console = request.getfixturevalue("console")
    while console.made:
        with suppress(httpx.HTTPStatusError):  # gone already
            console.api(console.made.pop(), "DELETE")


@pytest.fixture
def desk(browser: Browser, console: Console) -> Iterator[Page]:
    """A page of somebody who has signed in, at the demo's home."""
    with watched_page(browser) as page:
        sign_in(page, console)
        page.get_by_role("link", name="Northlight Pumps").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Northlight Pumps")
        page.wait_for_load_state()  # a key pressed before that reaches no script
        yield page


@pytest.fixture(scope="session")
def badge(browser: Browser, console: Console) -> Any:
    """What a browser keeps of somebody who has signed in: for a context of one's own."""
    context = browser.new_context()
    sign_in(context.new_page(), console)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="session")
def found(console: Console) -> dict[str, str]:
    """Ids of the demo, for the addresses of screens."""
    return places(console.api, console.data)


def sign_in(page: Page, console: Console) -> None:
    page.goto(f"{console.url}/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Applications")


def sign_out_elsewhere(page: Page, console: Console) -> Page:
    """The other tab."""
    other = page.context.new_page()
    other.goto(f"{console.url}/account")
    other.locator("summary", has_text="M").last.click()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("status")).to_have_text("You are signed out.")
    return other


def open_notes(page: Page, console: Console) -> tuple[Locator, Locator, Locator]:
    """The dialog over the newest version's notes, their field, and the button that saves them."""
    page.goto(f"{console.url}/applications/{console.demo}/experience/versions")
    page.get_by_role("link", name=re.compile("Notes of")).first.click()
    dialog = page.get_by_role("dialog")
    return dialog, dialog.get_by_role("textbox"), dialog.get_by_role("button", name="Save notes")
