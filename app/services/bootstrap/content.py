"""What an example experience is made of. `@name@` in a file is something of it: a route, a view or
an endpoint by the names that stand here."""

from pathlib import Path
from typing import NamedTuple

from app.schemas.endpoint import Access, Method
from app.schemas.view import ViewType

VIEWS_FOLDER = Path(__file__).parent / "views"
FLOWS_FOLDER = Path(__file__).parent / "flows"
GROUP = "Example Group"
LAYOUT = "Example Layout"


class ExampleView(NamedTuple):
    name: str
    view_type: ViewType
    file: str


class ExampleEndpoint(NamedTuple):
    """page: shown to whoever may enter; None where a workflow answers."""

    method: Method
    route: str
    access: Access
    page: str | None = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


VIEWS = (  # what others refer to goes first
    ExampleView("errorAlert", "component", "error-alert.html"),
    ExampleView("gaTracking", "component", "ga-tracking.html"),
    ExampleView("userIndicator", "component", "user-indicator.html"),
    ExampleView(LAYOUT, "layout", "layout.html"),
    ExampleView("Home Page", "page", "home.html"),
    ExampleView("Log In", "page", "log-in.html"),
)
ENDPOINTS = (
    ExampleEndpoint("get", "home", "authenticated", "Home Page"),
    ExampleEndpoint("get", "login", "public"),
    ExampleEndpoint("post", "login", "public"),
    ExampleEndpoint("get", "logout", "public"),
)
FLOWS = ("log-in.json", "log-out.json")


def routes(suffix: str) -> dict[str, str]:
    """By the names that endpoints and views use. Without a suffix the home page is `/`."""
    ending = f"-{suffix}" if suffix else ""
    return {"home": f"/{suffix}", "login": f"/login{ending}", "logout": f"/logout{ending}"}


def name(plain: str, suffix: str) -> str:
    """Of a view, a workflow or the group."""
    separator = " " if " " in plain else "-"  # components have names without spaces
    return f"{plain}{separator}{suffix}" if suffix else plain
