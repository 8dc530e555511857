"""The endpoints of a version: their table, their form, what a route would mean, and their use."""

from app.admin.endpoints import check, delete, form, index, laboratory, outcome, usage

__all__ = ["check", "delete", "form", "index", "laboratory", "outcome", "usage"]
