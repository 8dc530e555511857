"""Settings of an application: a file per tab."""

from app.admin.settings import (
    api_tokens,
    application,
    credentials,
    globals,
    mailbox,
    resources,
)

__all__ = ["api_tokens", "application", "credentials", "globals", "mailbox", "resources"]
