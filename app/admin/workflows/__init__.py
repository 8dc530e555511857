"""The workflows of a version: their list, one of them, and the ways in and out."""

from app.admin.workflows import delete, index, new, show, transfer

__all__ = ["delete", "index", "new", "show", "transfer"]
