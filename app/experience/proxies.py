"""What a trusted reverse proxy says about the visitor's own connection."""

from collections.abc import Mapping


def visitor_scheme(scheme: str, headers: Mapping[str, str], trusted: int) -> str:
    """http or https, as the visitor spoke to the outermost of `trusted` proxies."""
    said = _said("x-forwarded-proto", headers, trusted)
    return said if said in ("http", "https") else scheme


def visitor_address(address: str | None, headers: Mapping[str, str], trusted: int) -> str | None:
    """Who spoke to the outermost of `trusted` proxies."""
    return _said("x-forwarded-for", headers, trusted) or address


def _said(name: str, headers: Mapping[str, str], trusted: int) -> str:
    """By the outermost trusted proxy; blank without any. What stands before that may be forged."""
    if not trusted:
        return ""
    return headers.get(name, "").split(",")[-trusted:][0].strip()
