"""DOOR: REST, for programs. A file per resource."""

from flask import Flask

from app.api.health import bp as health


def init_app(app: Flask) -> None:
    app.register_blueprint(health)
