"""What the world sees: versions, what they answer with, how they differ, and the hosts that
point at them."""

from app.admin.publishing import compare, hosts, settings, versions

__all__ = ["compare", "hosts", "settings", "versions"]
