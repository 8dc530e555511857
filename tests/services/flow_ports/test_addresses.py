import asyncio

import pytest

from app.services.flow_ports.addresses import addresses_of, is_public
from app.workflows.errors import Refused


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address like the others here
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_anything_else_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "169.254.169.254"]
)
def test_other_spellings_of_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(addresses_of(host.strip("[]"), 80, private=False))
    assert refused.value.kind in ("AddressRefused", "DnsFailed")


def test_an_operator_may_allow_them() -> None:
    assert asyncio.run(addresses_of("127.0.0.1", 80, private=True)) == ["127.0.0.1"]
