"""The workflows of a version: their list, the editor, what belongs to one, and the ways out."""

from app.admin.workflows import (
    buttons,
    delete,
    editor,
    globals,
    index,
    new,
    paths,
    settings,
    storage,
    transfer,
)

__all__ = [
    "buttons",
    "delete",
    "editor",
    "globals",
    "index",
    "new",
    "paths",
    "settings",
    "storage",
    "transfer",
]
