"""What a `format` of a JSON Schema asks of a text. Formats that are not here ask nothing."""

from collections.abc import Callable
from datetime import date, datetime, time
from ipaddress import IPv4Address, IPv6Address
from string import ascii_letters, digits

import regex  # type: ignore[import-untyped]

Check = Callable[[str], bool]
LETTERS_AND_DIGITS = frozenset(ascii_letters + digits)
ISO_MOMENT = r"\S{10}[Tt ]\d\d:\d\d:\d\d\S+"
ZONE = r"[Zz]|[+-]\d\d:\d\d"


def reads_as(read: Callable[[str], object], shape: str = ".*") -> Check:
    """Whether `read` takes it without a ValueError, and it has that shape."""
    pattern = regex.compile(shape, regex.ASCII)

    def check(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return bool(pattern.fullmatch(text))

    return check


def consists_of(characters: frozenset[str]) -> Check:
    return lambda text: bool(text) and characters.issuperset(text)


def is_email(text: str) -> bool:
    before, _, after = text.rpartition("@")
    return bool(before and after) and not any(character.isspace() for character in text)


def is_host_name(text: str) -> bool:
    return all(
        0 < len(label) <= 63
        and LETTERS_AND_DIGITS.issuperset(label.replace("-", ""))
        and not label.startswith("-")
        and not label.endswith("-")
        for label in text.split(".")
    )


def is_uri(text: str) -> bool:
    scheme, colon, rest = text.partition(":")
    is_scheme = scheme.isascii() and scheme[:1].isalpha() and len(scheme.split()) == 1
    return bool(colon) and is_scheme and len(rest.split()) <= 1 and rest == rest.strip()


def is_phone(text: str) -> bool:
    """+ and the country code, with single spaces or none."""
    numerals = text.removeprefix("+").replace(" ", "")
    return text[:1] == "+" and 7 <= len(numerals) <= 15 and numerals.isdecimal()


FORMATS: dict[str, Check] = {
    "alpha": consists_of(frozenset(ascii_letters)),
    "alphanumeric": consists_of(LETTERS_AND_DIGITS),
    "date": reads_as(date.fromisoformat, r"\d{4}-\d\d-\d\d"),
    "date-time": reads_as(datetime.fromisoformat, rf"{ISO_MOMENT}(?<={ZONE})"),
    "email": is_email,
    "host-name": is_host_name,
    "hostname": is_host_name,
    "ip-address": reads_as(IPv4Address),
    "ipv4": reads_as(IPv4Address),
    "ipv6": reads_as(IPv6Address),
    "phone": is_phone,
    "time": reads_as(time.fromisoformat, r"\d\d:\d\d:\d\d"),
    "uri": is_uri,
    "utc-millisec": consists_of(frozenset(digits + ".")),
}
