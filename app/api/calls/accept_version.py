"""The Accept-Version header: a range of versions, as npm writes them. Ours must lie in it."""

import re

from app.errors import AppError

VERSION = (1, 31, 0)
VERSION_TEXT = ".".join(map(str, VERSION))

_COMPARISON = re.compile(r"([~^]|[<>]=?|=)?\s*v?(\d+|[xX*])?(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?")
_SPACED = re.compile(r"([~^<>=])\s+")

Triple = tuple[int, int, int]


class VersionNotAllowed(AppError):
    type = "VersionNotAllowed"
    status = 400


def check_version(wanted: str | None) -> None:
    """None, or blank, is content with any. Raises VersionNotAllowed."""
    if wanted and wanted.strip() and not any(map(_holds, wanted.split("||"))):
        raise VersionNotAllowed(
            f"Accept-Version asks for `{wanted}`, and this is {VERSION_TEXT}; ask for `^1.0.0`"
        )


def _holds(comparators: str) -> bool:
    """All that stand side by side. `1.2 - 1.4` is a range from one to the other."""
    low, dash, high = comparators.partition(" - ")
    if dash:
        comparators = f">={low} <={high}"
    return all(map(_compares, _SPACED.sub(r"\1", comparators).split() or ["*"]))


def _compares(text: str) -> bool:
    match = _COMPARISON.fullmatch(text)
    if not match:
        return False
    sign, *parts = match.groups()
    numbers = [int(part) for part in parts if part and part.isdigit()]
    first, after = _span(sign or "", numbers)
    if sign in (">", "<="):  # of a part, such as >1, the whole span counts
        above = after <= VERSION if len(numbers) < 3 else first < VERSION
        return above if sign == ">" else not above
    if sign in ("<", ">="):
        return (first > VERSION) == (sign == "<")
    return first <= VERSION < after


def _span(sign: str, numbers: list[int]) -> tuple[Triple, Triple]:
    """The first version meant, and the first one beyond."""
    major, minor, patch, *_ = (*numbers, 0, 0, 0)
    first = major, minor, patch
    if not numbers:
        return (0, 0, 0), (10**9, 0, 0)
    kept = len(numbers)  # how many numbers stay as they are
    if sign == "^":
        kept = next((at + 1 for at, number in enumerate(numbers) if number), kept)
    elif sign == "~":
        kept = min(kept, 2)
    raised = [*first[: kept - 1], first[kept - 1] + 1, 0, 0]
    return first, (raised[0], raised[1], raised[2])
