"""Who may call what in a version."""

from app.admin.access import index, reach

__all__ = ["index", "reach"]
