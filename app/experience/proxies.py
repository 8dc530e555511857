"""What a trusted reverse proxy says about the visitor's own connection."""

from collections.abc import Mapping


def visitor_scheme(scheme: str, headers: Mapping[str, str], trusted: int) -> str:
    """http or https, as the visitor spoke to the outermost of `trusted` proxies."""
    said = [part.strip() for part in headers.get("x-forwarded-proto", "").split(",")]
    if trusted and said[-trusted:] and said[-trusted:][0] in ("http", "https"):
        return said[-trusted:][0]
    return scheme
