"""Where one can go and what one can do, whatever there is in an application."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import url_for

from app.admin.palette.results import Result
from app.admin.shell.workbench import own_applications
from app.models import DEVELOP, Version

VIEW = "views templates"
NEW = "create new add"


class Way(NamedTuple):
    """To a screen: its view, what finds it beside its label, and what the view is told."""

    icon: str
    label: str
    view: str
    words: str = ""
    values: dict[str, Any] = {}


SCREENS = (
    Way("home", "Home", "admin.application", "overview requests"),
    Way("build", "Overview of the version", "admin.workbench", "build tree"),
    Way("endpoint", "Endpoints", "admin.endpoints", "routes"),
    Way("layout", "Layouts", "admin.views", VIEW, {"kind": "layouts"}),
    Way("page", "Pages", "admin.views", VIEW, {"kind": "pages"}),
    Way("component", "Components", "admin.views", VIEW, {"kind": "components"}),
    Way("workflow", "Workflows", "admin.workflows", "flows"),
    Way("requests", "Runs of workflows", "admin.runs", "flows records debug errors live"),
    Way("search", "Route laboratory", "admin.laboratory", "which route explain why test"),
    Way("settings", "Settings of the version", "admin.version_settings", "cors headers globals"),
    Way("versions", "Versions", "admin.versions", "publish copy compare"),
    Way("hosts", "Hosts", "admin.hosts", "domains slugs"),
    Way("people", "Users", "admin.users", "people"),
    Way("people", "Groups", "admin.groups", "people"),
    Way("shield", "Access", "admin.access", "people matrix who may"),
    Way("settings", "Settings", "admin.settings", "name description"),
    Way("settings", "Globals", "admin.application_globals", "settings values"),
    Way("settings", "API tokens", "admin.api_tokens", "settings keys"),
    Way("settings", "Mailbox", "admin.mailbox", "settings mail sms messages"),
)
ACTS = (
    Way("plus", "Create endpoint", "admin.new_endpoint", f"{NEW} route"),
    Way("plus", "Add page", "admin.new_view", f"{NEW} view", {"kind": "pages"}),
    Way("plus", "Add layout", "admin.new_view", f"{NEW} view", {"kind": "layouts"}),
    Way("plus", "Add component", "admin.new_view", f"{NEW} view", {"kind": "components"}),
    Way("plus", "Add workflow", "admin.new_workflow", f"{NEW} flow"),
    Way("plus", "Import workflow", "admin.import_workflow", "flow file"),
    Way("plus", "Create version", "admin.new_version", f"{NEW} publish freeze"),
    Way("plus", "Add slug", "admin.new_slug", f"{NEW} host"),
    Way("plus", "Add domain", "admin.new_domain", f"{NEW} host"),
    Way("plus", "Add user", "admin.new_user", f"{NEW} person"),
    Way("plus", "Add group", "admin.new_group", f"{NEW} people"),
    Way("plus", "Create API token", "admin.new_api_token", f"{NEW} key"),
)
ANYWHERE = (
    Way("home", "All applications", "admin.applications", "start"),
    Way("person", "Your profile", "admin.profile", "account password"),
    Way("people", "Accounts", "admin.accounts", "developers invite"),
    Way("plus", "Create application", "admin.new_application", NEW),
    Way("api", "REST API", "admin.api_reference", "reference openapi"),
)
PRESSES = (
    Result("theme", "Light theme", press="[name=theme][value=light]", words="bright colours"),
    Result("theme", "Dark theme", press="[name=theme][value=dark]", words="night colours"),
    Result("theme", "Theme of the system", press="[name=theme][value=system]", words="colours"),
    Result("leave", "Sign out", press="form[action$=sign-out] button", words="log out leave"),
)


def screens(version: Version | None) -> list[Result]:
    """version: the one that is open; None is outside of any application."""
    inside = _to(SCREENS, version.name) if version else []
    return inside + _to(ANYWHERE)


def acts(version: Version | None) -> list[Result]:
    """What is made is made in develop, whichever version is open."""
    return (_to(ACTS, DEVELOP) if version else []) + list(PRESSES)


def applications(version: Version | None) -> list[Result]:
    """Yours, but for the one that is open."""
    return [
        Result("home", one.name, "application", url_for("admin.application", application_id=one.id))
        for one in own_applications()
        if version is None or one.id != version.application_id
    ]


def acts_on_path(version: Version | None, typed: str) -> list[Result]:
    """For what looks like a path."""
    if version is None or not typed.startswith("/"):
        return []
    lab = url_for("admin.laboratory", version=version.name, path=typed)
    new = url_for("admin.new_endpoint", version=DEVELOP, route=typed)
    return [
        Result("search", f"Which route takes {typed}?", "route laboratory", lab),
        Result("plus", f"Create endpoint at {typed}", url=new),
    ]


def _to(ways: Iterable[Way], version: str | None = None) -> list[Result]:
    here: dict[str, Any] = {"version": version} if version else {}
    return [
        Result(way.icon, way.label, url=url_for(way.view, **way.values, **here), words=way.words)
        for way in ways
    ]
