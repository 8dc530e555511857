"""Who uses the experience: users, and the groups that open endpoints to them."""

from flask import Flask

from app.admin.people import groups, members, users
from app.admin.people.counts import people_counts

__all__ = ["groups", "members", "users"]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["people_counts"] = people_counts
