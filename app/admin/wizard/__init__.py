"""The endpoint wizard: a page for each question, the answers in the address, then all at once."""

from app.admin.wizard import steps

__all__ = ["steps"]
