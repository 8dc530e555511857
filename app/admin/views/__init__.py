"""Layouts, pages and components: their lists, the editor, and the preview beside it."""

from app.admin.views import edit, errors, lists, preview, recorded, settings

__all__ = ["edit", "errors", "lists", "preview", "recorded", "settings"]
