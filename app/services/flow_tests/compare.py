"""The reply that a test expects, and the one that it got."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson

from app.redaction import HIDDEN, redacted
from app.schemas.flow_test import ExpectedReply
from app.services.run_records.packing import kind_of, plain, status_of
from app.workflows.replies import CustomReply, ReplyDescription

NOTHING = "no reply"
LONGEST = 20_000
"""Characters of a text that is told."""

Json = Any


@dataclass(frozen=True)
class Difference:
    """where: of the reply, such as `status` or `header content-type`; the others are texts, with
    lines where there are several."""

    where: str
    expected: str
    got: str


def differences(expected: ExpectedReply, reply: ReplyDescription | None) -> list[Difference]:
    """Hidden values in what is expected fit whatever is there."""
    if reply is None:
        wanted = expected.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return [Difference("reply", _words(wanted), NOTHING)]
    got = described(reply)
    contains = expected.match == "contains"
    return [
        Difference(where, _words(wanted), _words(redacted(found)))
        for where, wanted, found, may_hold_more in _parts(expected, got, contains)
        if not fits(wanted, found, contains=may_hold_more)
    ]


def described(reply: ReplyDescription) -> dict[str, Json]:
    """By the names that ExpectedReply has on the wire, with its secrets."""
    found = plain(reply)
    body = reply.body if isinstance(reply, CustomReply) else found.get("data")
    parts = {
        "kind": kind_of(reply),
        "status": status_of(reply),
        "headers": {name.lower(): value for name, value in found["headers"].items()},
        "cookies": found["cookies"],
        "body": body,
        "pageId": found.get("page_id"),
        "location": found.get("location"),
        "topics": found.get("topics"),
    }
    return {name: value for name, value in parts.items() if value not in (None, {})}


def fits(expected: Json, got: Json, *, contains: bool = False) -> bool:
    """contains: objects and lists may hold more than is expected, and texts too."""
    if expected == HIDDEN:
        return True
    if isinstance(expected, str) and isinstance(got, str):
        return _text_fits(expected, got, contains)
    if isinstance(expected, dict) and isinstance(got, dict):
        if not contains and expected.keys() != got.keys():
            return False
        return all(
            name in got and fits(value, got[name], contains=contains)
            for name, value in expected.items()
        )
    if isinstance(expected, list) and isinstance(got, list):
        if contains:
            return all(any(fits(one, other, contains=True) for other in got) for one in expected)
        pairs = zip(expected, got, strict=False)
        return len(expected) == len(got) and all(fits(*pair) for pair in pairs)
    return isinstance(expected, bool) == isinstance(got, bool) and bool(expected == got)


def _parts(
    expected: ExpectedReply, got: dict[str, Json], contains: bool
) -> Iterator[tuple[str, Json, Json, bool]]:
    """(where, expected, got, whether it may hold more) of all that is expected."""
    wanted = expected.wire()
    for name in ("kind", "status", "pageId", "location", "topics"):
        if name in wanted:
            yield name, wanted[name], got.get(name), False
    for name, value in expected.headers.items():
        yield f"header {name.lower()}", value, got.get("headers", {}).get(name.lower()), False
    for name, value in expected.cookies.items():
        yield f"cookie {name}", value, got.get("cookies", {}).get(name), True
    if expected.body is not None:
        yield "body", expected.body, _alike(got.get("body"), expected.body), contains


def _alike(got: Json, expected: Json) -> Json:
    """A text that is JSON is compared as such, unless a text is expected."""
    if isinstance(got, str) and not isinstance(expected, str):
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(got)
    return got


def _text_fits(expected: str, got: str, contains: bool) -> bool:
    pattern = ".*".join(re.escape(part) for part in expected.split(HIDDEN))
    match = re.search if contains else re.fullmatch
    return match(pattern, got, re.DOTALL) is not None


def _words(value: Json) -> str:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return "nothing" if value is None else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
