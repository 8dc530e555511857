"""Which addresses a flow may call: those of the public internet, unless the operator says so."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from app.workflows.errors import Refused

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")


async def addresses_of(host: str, port: int, *, private: bool) -> list[str]:
    """Where that name leads, as it is now; connect to one of these and to nothing else.

    private: whether any address will do. Raises Refused if one of them will not.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _unknown(host) from error
    return _checked(host, found, private)


def resolve(host: str, port: int, *, private: bool) -> list[str]:
    """The same, for those who may block."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _unknown(host) from error
    return _checked(host, found, private)


def _unknown(host: str) -> Refused:
    return Refused("DnsFailed", f"There is no address for {host}")


def _checked(host: str, found: list[Any], private: bool) -> list[str]:
    addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if not private and not all(is_public(address) for address in addresses):
        raise Refused("AddressRefused", f"{host} leads into a private network; this is refused")
    return addresses


def is_public(text: str) -> bool:
    """Addresses that carry another one inside are as public as that one."""
    address: Address = ip_address(text)
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo:
            inner = address.teredo[1]
        if inner:
            address = inner
    return address.is_global and not address.is_multicast and not address.is_reserved
