"""DOOR: REST, for programs. A file per resource; how calls work at all is in calls/."""

import pkgutil
from importlib import import_module

from flask import Flask

from app.api.calls import door
from app.api.calls.inside import call_inside
from app.api.health import bp as health

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)  # each declares its operations


def init_app(app: Flask) -> None:
    app.register_blueprint(health)
    door.init_app(app)
    app.extensions["foyer_call"] = call_inside  # workflows call it
