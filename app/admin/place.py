"""Where in the console a request is: whose application, which version, and what may be done there.

Every address below an application names it, and below a version names that too. Both are looked up
here, before any view: an application that is not yours is a 404 on every screen, also on those that
are still to come. Views are given what was found: `def users(application: Application)`, and
`def endpoints(bench: Bench)` in the workbench.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import Conflict

from app.admin.blueprint import bp
from app.extensions import db
from app.models import DEVELOP, Application, Version
from app.services.author import Author
from app.services.lookup import find_row

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

APPLICATION = "/applications/<application_id>"
EXPERIENCE = f"{APPLICATION}/experience"
VERSION = f"{EXPERIENCE}/versions/<version:version>"
"""Where all addresses of the workbench begin."""
TREE_STATE = ("tree", "treesort", "treeclosed")
"""Parameters that keep the tree as it is on the way from page to page."""


@dataclass(frozen=True)
class Bench:
    """One version of an application, open in the workbench."""

    application: Application
    version: Version

    @property
    def is_frozen(self) -> bool:
        return self.version.name != DEVELOP


class Frozen(Conflict):
    description = "This version is frozen. Copy it to develop to change it."


@bp.before_request
def find_place() -> None:
    arguments = request.view_args or {}
    if "application_id" not in arguments:
        return
    application = application_for(arguments.pop("application_id"))
    g.application = application
    if "version" not in arguments:
        arguments["application"] = application
        return
    g.bench = arguments["bench"] = Bench(
        application, version_for(application, arguments.pop("version"))
    )
    if g.bench.is_frozen and _needs_develop():
        raise Frozen


def _needs_develop() -> bool:
    view = current_app.view_functions[request.endpoint or ""]
    if request.method == "POST":
        return not getattr(view, "for_frozen_too", False)
    return getattr(view, "only_in_develop", False)


def for_frozen_too(view: View) -> View:
    """A view whose POST changes nothing in the version it is at."""
    view.for_frozen_too = True  # type: ignore[attr-defined]
    return view


def only_in_develop(view: View) -> View:
    """A view that is of no use where nothing changes, not even to look at."""
    view.only_in_develop = True  # type: ignore[attr-defined]
    return view


def application_for(id: str) -> Application:
    """Yours, or 404."""
    application = db.session.get(Application, id)
    if application is None or application.owner_id != current_user.id:
        abort(404)
    return application


def version_for(application: Application, name: str) -> Version:
    return find_row(Version, "Version", application_id=application.id, name=name)


def version_names(application: Application) -> list[str]:
    """develop first, then the newest."""
    query = select(Version.name).filter_by(application_id=application.id)
    names = db.session.scalars(query.order_by(Version.creation_date.desc(), Version.name))
    return sorted(names, key=lambda name: name != DEVELOP)


def me() -> Author:
    """Who acts, for the services."""
    return Author(current_user.id)


@bp.url_defaults
def stay_here(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses lead to this application and version unless they say otherwise, and the tree stays
    as it is."""
    expects = current_app.url_map.is_endpoint_expecting
    if "application" in g and expects(endpoint, "application_id"):
        values.setdefault("application_id", g.application.id)
    if "bench" in g and expects(endpoint, "version"):
        values.setdefault("version", g.bench.version.name)
        for name in TREE_STATE:
            if kept := request.args.get(name):
                values.setdefault(name, kept)
    elif expects(endpoint, "version"):
        values.setdefault("version", DEVELOP)


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"application": g.get("application"), "bench": g.get("bench")})
