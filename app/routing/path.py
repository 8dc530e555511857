"""A request path, as it came over the wire, to the decoded segments that routes are held against.

Splitting comes before decoding, so `%2F` is a slash inside a segment and never a border of one.
"""

import re
from urllib.parse import quote, unquote_to_bytes

PLAIN = "!$&'()*+,;=:@-._~"  # with letters and digits, all that needs no percent code in a segment

_BROKEN_CODE = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)


class BadPath(ValueError):
    """A request path that cannot be decoded."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def path_parts(path: str) -> list[str]:
    """path: still percent-encoded, without the query. At least one part; a final slash adds "".

    `.` and `..` are resolved and never climb above the root. Raises BadPath.
    """
    if not path.startswith("/"):
        raise BadPath("A path starts with `/`.")
    if "%" not in path and "/." not in path and path.isascii():
        return path[1:].split("/")
    if broken := _BROKEN_CODE.search(path):
        raise BadPath(
            f"`{broken[0]}` is not a percent code. A percent sign itself is written `%25`."
        )
    return _without_dots([_decoded(part) for part in path[1:].split("/")])


def encoded(part: str) -> str:
    return quote(part, safe=PLAIN)


def _decoded(part: str) -> str:
    try:
        return unquote_to_bytes(part).decode()
    except UnicodeError:
        shown = part.encode("ascii", "backslashreplace").decode()
        raise BadPath(f"The percent codes in `{shown}` are not UTF-8 text.") from None


def _without_dots(parts: list[str]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    return [*kept, ""] if parts[-1] in (".", "..") else kept
