"""DOOR: the console, for the people who build experiences. A file per screen."""

from flask import Flask

from app.admin import api_reference, applications, errors, markup, security, sign_in, theme
from app.admin.blueprint import bp

__all__ = ["api_reference", "applications", "init_app", "sign_in", "theme"]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.add_url_rule("/", "start", applications.start)
    security.init_app(app)
    errors.init_app(app)
    markup.init_app(app)
