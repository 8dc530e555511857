"""A slow second opinion on matching and conflicts: one regular expression per spelling of a route,
every route tried, the best one sorted out afterwards. Shares no code with the app."""

import re
from functools import cache
from urllib.parse import unquote_to_bytes

BAD = "bad path"
CUT = "\0"  # stands before every segment in place of the slash, which a value may contain


def winner(routes: list[str], path: str) -> tuple[str, dict[str, str], bool] | str | None:
    """(route, params, slash dropped), None if nothing fits, or BAD."""
    parts = split(path)
    if parts is None:
        return BAD
    if found := best(routes, parts):
        return *found, False
    if len(parts) > 1 and parts[-1] == "" and (found := best(routes, parts[:-1])):
        return *found, True
    return None


def conflict(route: str, other: str) -> bool:
    return any(
        one == two or two in with_one_more_place(one) or one in with_one_more_place(two)
        for one in map(nameless, spellings(route))
        for two in map(nameless, spellings(other))
    )


def split(path: str) -> list[str] | None:
    if not path.startswith("/") or re.search("%(?![0-9a-fA-F][0-9a-fA-F])", path):
        return None
    try:
        parts = [unquote_to_bytes(part).decode() for part in path.split("/")[1:]]
    except UnicodeError:
        return None
    return resolve(parts)


def resolve(parts: list[str]) -> list[str]:
    """Takes out the first dot segment, with what it undoes, until there is none."""
    for at, part in enumerate(parts):
        if part in (".", ".."):
            start = at if part == "." else max(at - 1, 0)
            rest = parts[at + 1 :]
            return resolve(parts[:start] + (rest or [""]))
    return parts


def best(routes: list[str], parts: list[str]) -> tuple[str, dict[str, str]] | None:
    text = "".join(CUT + part for part in parts)
    fitting = [
        (precedence(spelling), route, found)
        for route in routes
        for spelling in spellings(route)
        if (found := pattern(spelling).fullmatch(text))
    ]
    if not fitting:
        return None
    _, route, found = min(fitting, key=lambda candidate: candidate[0])
    values = {name: value for name, value in found.groupdict().items() if value is not None}
    return route, {name: value.replace(CUT, "/") for name, value in values.items()}


@cache
def spellings(route: str) -> list[tuple[str, ...]]:
    segments = tuple(route[1:].split("/"))
    if re.fullmatch(r"\{\w+\?\}", segments[-1]):
        return [segments, segments[:-1] or ("",)]
    return [segments]


@cache
def pattern(spelling: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("".join(map(segment_pattern, spelling)), re.DOTALL)


def segment_pattern(segment: str) -> str:
    if wildcard := re.fullmatch(r"\{(\w+)\*\}", segment):
        return f"(?:{CUT}(?P<{wildcard[1]}>.*))?"
    if many := re.fullmatch(r"\{(\w+)\*(\d+)\}", segment):
        return f"{CUT}(?P<{many[1]}>[^{CUT}]+(?:{CUT}[^{CUT}]+){{{int(many[2]) - 1}}})"
    result = CUT
    for name, optional, literal in re.findall(r"\{(\w+)(\??)\}|([^{}]+)", segment):
        if literal:
            result += re.escape(unquote_to_bytes(literal).decode())
        else:
            result += f"(?P<{name}>[^{CUT}]{'*' if optional else '+'})"
    return result


@cache
def precedence(spelling: tuple[str, ...]) -> list[tuple[object, ...]]:
    """Sorts as the rules do: a spelling that ends goes before one that goes on with a wildcard."""
    places: list[tuple[object, ...]] = []
    for segment in spelling:
        texts = re.findall(r"(?:^|\})([^{}]+)", segment)
        optional = re.findall(r"\{\w+(\??)\}", segment)
        if "{" not in segment:
            places.append((0, segment))
        elif texts:
            pieces = len(texts) + len(optional)
            by_length = [(-len(text), text) for text in texts]
            places.append((1, -pieces, segment.startswith("{"), by_length, optional))
        elif many := re.fullmatch(r"\{\w+\*(\d+)\}", segment):
            places += [(2,)] * int(many[1])
        else:
            places.append((3,) if "*" in segment else (2,))
    return places


@cache
def nameless(spelling: tuple[str, ...]) -> tuple[str, ...]:
    places: list[str] = []
    for segment in spelling:
        many = re.fullmatch(r"\{\w+\*(\d+)\}", segment)
        if many:
            places += ["?"] * int(many[1])
        else:
            places.append("#" if segment.endswith("*}") else re.sub(r"\{\w+\??\}", "?", segment))
    return tuple(places)


def with_one_more_place(places: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(*places[:-1], "?", "#")] if places[-1] == "#" else []
