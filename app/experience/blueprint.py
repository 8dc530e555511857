"""Registers the public host in front of a Flask application."""

from typing import Any

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from app.experience.wsgi import WsgiAdapter
from app.extensions import db
from app.serving.site import EXTENSION, Site

bp = Blueprint("experience", __name__)


@bp.record_once
def stand_in_front(state: BlueprintSetupState) -> None:
    app: Any = state.app
    with app.app_context():
        site = Site.open(app, app.config["FOYER"], db.engine)
    app.extensions[EXTENSION] = site
    app.wsgi_app = WsgiAdapter(app.wsgi_app, site)


def site_of(app: Flask) -> Site:
    return Site.of(app)
