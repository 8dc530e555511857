"""The frame around everything in one version: the tree, and the switch to another version."""

from flask import Flask, g, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.admin.place import version_names
from app.admin.shell.tree import current_tree
from app.extensions import db
from app.models import Application


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        current_tree=current_tree,
        own_applications=own_applications,
        same_in_versions=same_in_versions,
    )


def own_applications() -> list[Application]:
    query = select(Application).filter_by(owner_id=current_user.id).order_by(Application.name)
    return list(db.session.scalars(query))


def same_in_versions() -> list[tuple[str, str]]:
    """Every version, develop first and then the newest, with the address of this page in it."""
    arguments = dict(request.view_args or {})
    arguments.pop("bench", None)
    return [
        (name, url_for(request.endpoint or "", version=name, **arguments))
        for name in version_names(g.application)
    ]
