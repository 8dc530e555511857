"""People of the console: how they come, go and are called."""

from app.admin.accounts import people, sign_in

__all__ = ["people", "sign_in"]
