"""What the demo is made of: endpoints, views, workflows, groups, users, and its globals."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from app.schemas.endpoint import Access, Method

VIEWS = Path(__file__).parent / "views"
FLOWS_FOLDER = Path(__file__).parent / "flows"


class Page(NamedTuple):
    file: str
    layout: str | None = "Portal"
    content_type: str | None = None


class Endpoint(NamedTuple):
    """page: None where a workflow answers; refused: the page for whoever may not enter, and
    sign_in_for the path to come back to instead; without both the version's own reply tells."""

    route: str
    page: str | None = None
    status: int | None = None
    access: Access = "public"
    groups: tuple[str, ...] = ()
    method: Method = "get"
    refused: str | None = None
    sign_in_for: str | None = None

    @property
    def name(self) -> str:
        """As the files of workflows say it, between two @."""
        return f"{self.method} {self.route}"


class Person(NamedTuple):
    first_name: str
    last_name: str
    groups: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.first_name.lower()}@northlight.example"


COMPONENTS = ("alert", "field", "made", "nav-link", "pump-row", "sign-in-form", "state")
JSON = "application/json"

PAGES = {
    "Home": Page("home.html"),
    "Pumps": Page("pumps.html"),
    "Pump": Page("pump.html"),
    "Visits": Page("visits.html"),
    "Workshop": Page("workshop.html"),
    "Sign in": Page("sign-in.html"),
    "Sign out": Page("sign-out.html"),
    "Register": Page("register.html"),
    "Profile": Page("profile.html"),
    "Forgotten password": Page("forgot.html"),
    "New password": Page("reset.html"),
    "For programs": Page("programs.html"),
    "Not found": Page("not-found.html"),
    "Ask to come in": Page("ask-to-come-in.html"),
    "Foreign form": Page("foreign-form.html"),
    "Something broke": Page("broken.html"),
    "Style": Page("style.css", None, "text/css; charset=utf-8"),
    "API workshop": Page("api-workshop.json", None, JSON),
    "API refused": Page("api-refused.json", None, JSON),
    "API not found": Page("api-not-found.json", None, JSON),
}
ENDPOINTS = (
    Endpoint("/", "Home"),
    Endpoint("/pumps", "Pumps"),
    Endpoint("/pumps/{pumpId}", "Pump"),
    Endpoint("/visits", "Visits", access="authenticated"),
    Endpoint("/workshop", "Workshop", access="group", groups=("Technicians",)),
    Endpoint("/login"),
    Endpoint("/login", method="post"),
    Endpoint("/logout", "Sign out"),
    Endpoint("/logout", method="post"),
    Endpoint("/register"),
    Endpoint("/register", method="post"),
    Endpoint("/profile", "Profile", access="authenticated"),
    Endpoint("/profile/name", method="post", access="authenticated", sign_in_for="/profile"),
    Endpoint("/profile/password", method="post", access="authenticated", sign_in_for="/profile"),
    Endpoint("/forgot", "Forgotten password"),
    Endpoint("/forgot", method="post"),
    Endpoint("/reset"),
    Endpoint("/reset", method="post"),
    Endpoint("/oops"),
    Endpoint("/style.css", "Style"),
    Endpoint("/api", "For programs"),
    Endpoint("/api/sessions", method="post"),
    Endpoint("/api/pumps", access="authenticated", refused="API refused"),
    Endpoint("/api/pumps/{pumpId}", access="authenticated", refused="API refused"),
    Endpoint(
        "/api/workshop",
        "API workshop",
        access="group",
        groups=("Technicians",),
        refused="API refused",
    ),
    Endpoint("/api/oops"),
    Endpoint("/api/{any*}", "API not found", status=404),
)
FLOWS = (
    "sign-in.json",
    "sign-out.json",
    "register.json",
    "profile.json",
    "forgotten-password.json",
    "new-password.json",
    "api-sessions.json",
    "api-pumps.json",
    "errors.json",
    "oops.json",
)
GROUPS = {"Harbour service": None, "Technicians": "Harbour service"}
"""Each with its parent, parents first."""

PEOPLE = (
    Person("Mara", "Okafor", ("Harbour service",)),
    Person("Ida", "Brandt", ("Technicians",)),
    Person("Tomas", "Rehn", ()),
)

# What develop has and v1 has not.
NEW_PAGES = {"Parts": Page("parts.html")}
NEW_ENDPOINTS = (Endpoint("/parts", "Parts"),)
NOTICE = "This is develop, where changes are live at once. The published site is version v1."

MENU = [
    {"path": "/", "label": "Home"},
    {"path": "/pumps", "label": "Pumps"},
    {"path": "/visits", "label": "Visits"},
    {"path": "/workshop", "label": "Workshop"},
]
WORKSHOP = [
    {"what": "Gate code", "where": "Ask the harbour master, never write it down"},
    {"what": "Seal kit", "where": "Shelf 4, blue box"},
    {"what": "On call tonight", "where": "Ida Brandt"},
]
PARTS = [
    {"name": "Shaft seal S-12", "fits": ["Brine 80", "Brine 120"], "stock": 14},
    {"name": "Bearing 6205", "fits": ["Harbour 40"], "stock": 3},
    {"name": "Impeller, bronze", "fits": ["Brine 120", "Quay 9000"], "stock": 0},
]
FLEET = (  # id, site, model, state, days until the next visit, then days since earlier ones
    ("NL-2044", "Harbour works 3", "Brine 80, 2019", "running", 5, (10, 50, 85)),
    ("NL-2051", "Harbour works 1", "Brine 120, 2021", "running", 12, (18, 108)),
    ("NL-1987", "Old mill", "Harbour 40, 2012", "watched", 2, (3, 33, 63)),
    ("NL-2102", "Quay 9", "Quay 9000, 2024", "running", 40, (50,)),
    ("NL-2103", "Quay 9", "Quay 9000, 2024", "stopped", 1, (1, 51)),
    ("NL-1875", "Lighthouse", "Harbour 40, 2008", "running", 21, (69, 159)),
)
FINDINGS = (("Ida Brandt", "Seal worn, ordered"), ("Tomas Rehn", "All well"))


def globals_of(today: datetime) -> dict[str, Any]:
    """The globals of both versions; visits lie around today."""
    return {
        "company": {
            "name": "Northlight Pumps",
            "motto": "harbour service since 1968",
            "phone": "+47 555 0144",
        },
        "menu": MENU,
        "workshop": WORKSHOP,
        "pumps": _pumps(today.replace(hour=7, minute=30, second=0, microsecond=0)),
    }


def new_globals_of(today: datetime) -> dict[str, Any]:
    """What develop's globals say instead, or on top."""
    parts = {"path": "/parts", "label": "Parts"}
    return globals_of(today) | {"menu": [*MENU, parts], "parts": PARTS, "notice": NOTICE}


def _pumps(morning: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": id,
            "site": site,
            "model": model,
            "state": state,
            "nextVisit": (morning + timedelta(days=ahead)).isoformat(),
            "visits": [
                {"date": (morning - timedelta(days=ago)).isoformat(), "by": by, "found": found}
                for ago, (by, found) in zip(past, FINDINGS * 2, strict=False)
            ],
        }
        for id, site, model, state, ahead, past in FLEET
    ]
