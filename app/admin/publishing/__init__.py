"""What the world sees: versions, how they differ, and the hosts that point at them."""

from app.admin.publishing import compare, hosts, versions

__all__ = ["compare", "hosts", "versions"]
