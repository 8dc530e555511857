"""Your applications, and each at a glance: what happens there, and what needs a look."""

from app.admin.applications import first_run, index

__all__ = ["first_run", "index"]
