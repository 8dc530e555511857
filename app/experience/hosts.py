"""Which requests belong to the console and the API, and which to an experience."""

from config import Settings

LOOPBACK = frozenset({"127.0.0.1", "[::1]"})


def own_hosts(settings: Settings) -> frozenset[str]:
    """The names of FOYER_HOST. Anything else is an experience's, or nobody's."""
    loopback = LOOPBACK if settings.host == "localhost" else frozenset()
    return frozenset({settings.host}) | loopback
