"""DOOR: the console, for the people who build experiences. A room a subject, a file a screen."""

from flask import Flask

from app.admin import (
    access,
    accounts,
    api_reference,
    applications,
    endpoints,
    flow_tests,
    palette,
    people,
    place,
    publishing,
    runs,
    settings,
    views,
    wizard,
    workflows,
)
from app.admin.blueprint import bp
from app.admin.shell import errors, markup, security, theme, workbench
from app.admin.shell.converters import VersionConverter

__all__ = [
    "access",
    "accounts",
    "api_reference",
    "endpoints",
    "flow_tests",
    "init_app",
    "publishing",
    "runs",
    "settings",
    "theme",
    "views",
    "wizard",
    "workflows",
]


def init_app(app: Flask) -> None:
    app.url_map.converters["version"] = VersionConverter
    app.register_blueprint(bp)
    place.init_app(app)
    palette.init_app(app)
    workbench.init_app(app)
    people.init_app(app)
    applications.first_run.init_app(app)
    app.add_url_rule("/", "start", applications.index.start)
    security.init_app(app)
    errors.init_app(app)
    markup.init_app(app)
