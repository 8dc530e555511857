"""What an example experience is made of. `@name@` in a view is a route or a component of it."""

from pathlib import Path
from typing import NamedTuple

from app.schemas.endpoint import Access, Method
from app.schemas.view import ViewType

VIEWS_FOLDER = Path(__file__).parent / "views"
GROUP = "Example Group"
LAYOUT = "Example Layout"


class ExampleView(NamedTuple):
    name: str
    view_type: ViewType
    file: str


class ExampleEndpoint(NamedTuple):
    """page: shown to whoever may enter; None where a workflow will answer."""

    method: Method
    route: str
    access: Access
    page: str | None = None


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
    ExampleEndpoint("get", "login", "public", "Log In"),
    ExampleEndpoint("post", "login", "public"),
    ExampleEndpoint("get", "logout", "public"),
)


def routes(suffix: str) -> dict[str, str]:
    """By the names that endpoints and views use. Without a suffix the home page is `/`."""
    ending = f"-{suffix}" if suffix else ""
    return {"home": f"/{suffix}", "login": f"/login{ending}", "logout": f"/logout{ending}"}


def name(plain: str, suffix: str) -> str:
    """Of a view or the group."""
    separator = " " if " " in plain else "-"  # components have names without spaces
    return f"{plain}{separator}{suffix}" if suffix else plain
