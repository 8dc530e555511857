"""Who may call what in a version."""

from app.admin.access import index

__all__ = ["index"]
