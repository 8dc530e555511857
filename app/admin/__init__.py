"""DOOR: the console, for the people who build experiences. A file per screen."""

from flask import Flask

from app.admin import (
    access,
    accounts,
    api_reference,
    applications,
    endpoints,
    errors,
    first_run,
    flow_tests,
    laboratory,
    markup,
    palette,
    people,
    place,
    publishing,
    runs,
    security,
    settings,
    sign_in,
    theme,
    usage,
    version_settings,
    views,
    wizard,
    workbench,
    workflows,
)
from app.admin.blueprint import bp
from app.admin.converters import VersionConverter

__all__ = [
    "access",
    "accounts",
    "api_reference",
    "applications",
    "endpoints",
    "first_run",
    "flow_tests",
    "init_app",
    "laboratory",
    "palette",
    "people",
    "publishing",
    "runs",
    "settings",
    "sign_in",
    "theme",
    "views",
    "usage",
    "wizard",
    "version_settings",
    "workbench",
    "workflows",
]


def init_app(app: Flask) -> None:
    app.url_map.converters["version"] = VersionConverter
    app.register_blueprint(bp)
    place.init_app(app)
    palette.init_app(app)
    workbench.init_app(app)
    people.init_app(app)
    first_run.init_app(app)
    app.add_url_rule("/", "start", applications.start)
    security.init_app(app)
    errors.init_app(app)
    markup.init_app(app)
