"""Find or do anything: what Ctrl K shows, and a page of its own without scripts."""

from flask import Flask

from app.admin.palette.screen import palette_url

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["palette_url"] = palette_url
