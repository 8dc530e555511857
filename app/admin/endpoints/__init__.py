"""The endpoints of a version: their table, their form, and what a route would mean."""

from app.admin.endpoints import check, delete, form, index, outcome

__all__ = ["check", "delete", "form", "index", "outcome"]
