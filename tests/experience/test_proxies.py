"""Who the visitor is, where reverse proxies stand in front."""

import pytest

from app.experience.proxies import visitor_address, visitor_scheme


@pytest.mark.parametrize(
    ("said", "trusted", "address"),
    [
        (None, 0, "192.0.2.1"),
        ("203.0.113.7", 0, "192.0.2.1"),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("forged, 203.0.113.7", 1, "203.0.113.7"),
        ("forged, 203.0.113.7, 198.51.100.1", 2, "203.0.113.7"),
        (None, 1, "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    said: str | None, trusted: int, address: str
) -> None:
    headers = {"x-forwarded-for": said} if said else {}
    assert visitor_address("192.0.2.1", headers, trusted) == address


@pytest.mark.parametrize(
    ("said", "trusted", "scheme"),
    [("https", 0, "http"), ("https", 1, "https"), ("https, http", 1, "http"), ("ftp", 1, "http")],
)
def test_the_scheme_is_the_visitors_own(said: str, trusted: int, scheme: str) -> None:
    assert visitor_scheme("http", {"x-forwarded-proto": said}, trusted) == scheme
