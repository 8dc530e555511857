"""Payload paths: `working.list.[0]`, `data.headers.x-request-id`, `data.[odd key.x]`, `.`.

Own fields only; lists and texts also have `length`. Reading through what is not there gives
UNDEFINED. A payload is changed in place.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from app.workflows.values import UNDEFINED, Payload

LONGEST_PATH = 1024
LONGEST_LIST = 262_144
WHOLE = "."
SEGMENT = re.compile(r"\[([^\]]+)\]|([^.\[\]]+)")
INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


class PathError(ValueError):
    """The path cannot be read, or cannot be written to. The message is for the flow's author."""


class Segment(NamedTuple):
    """place: of `[n]`, which means a place in a list and the field "n" of an object."""

    name: str
    place: int | None


Path = tuple[Segment, ...]


def get(payload: Any, path: str) -> Any:
    """The value itself, not a copy."""
    value = payload
    for segment in parse(path):
        value = _child(value, segment)
    return value


def exists(payload: Any, path: str) -> bool:
    """null exists, undefined does not."""
    return get(payload, path) is not UNDEFINED


def set(payload: Payload, path: str, value: Any) -> None:
    """Missing parents are made: a list where `[n]` follows, else an object. A parent that is no
    list and no object is replaced. A gap in a list is filled with UNDEFINED. The value is not
    copied: what already belongs to a payload goes through copy_payload() first."""
    segments = parse(path)
    if not segments:
        return _replace(payload, value)
    holder: Any = payload
    for segment, following in zip(segments, segments[1:], strict=False):
        inner = _child(holder, segment)
        if not isinstance(inner, (dict, list)):
            inner = {} if following.place is None else []
            _put(holder, segment, inner, path)
        holder = inner
    return _put(holder, segments[-1], value, path)


def delete(payload: Payload, path: str) -> bool:
    """Whether there was something. What follows in a list moves up; `.` empties the payload."""
    segments = parse(path)
    if not segments:
        payload.clear()
        return True
    holder: Any = payload
    for segment in segments[:-1]:
        holder = _child(holder, segment)
    name, place = segments[-1]
    if isinstance(holder, dict):
        return holder.pop(name, UNDEFINED) is not UNDEFINED
    if isinstance(holder, list) and place is not None and place < len(holder):
        del holder[place]
        return True
    return False


@lru_cache(maxsize=4096)
def parse(path: str) -> Path:
    """() is the whole payload. Raises PathError."""
    path = path.strip()
    if path == WHOLE:
        return ()
    if not path or len(path) > LONGEST_PATH:
        raise PathError(f"A path has 1 to {LONGEST_PATH} characters.")
    segments, end = [], 0
    while True:
        found = SEGMENT.match(path, end)
        if found is None:
            raise PathError(f"“{path}” is no path: a name or [n] is missing {_place(path, end)}.")
        segments.append(_segment(found))
        end = found.end()
        if end == len(path):
            return tuple(segments)
        if path[end] != ".":
            raise PathError(
                f"“{path}” is no path: a dot is missing {_place(path, end)}, as in list.[0]."
            )
        end += 1


def _segment(found: re.Match[str]) -> Segment:
    bracketed, bare = found.groups()
    if bracketed is None:
        return Segment(bare, None)
    return Segment(bracketed, int(bracketed) if INDEX.fullmatch(bracketed) else None)


def _place(path: str, end: int) -> str:
    return f"before “{path[end:]}”" if end < len(path) else "at its end"


def _child(value: Any, segment: Segment) -> Any:
    if isinstance(value, dict):
        return value.get(segment.name, UNDEFINED)
    if isinstance(value, (list, str)):
        if segment.place is not None:
            return value[segment.place] if segment.place < len(value) else UNDEFINED
        if segment.name == "length":
            return len(value)
    return UNDEFINED


def _put(holder: Any, segment: Segment, value: Any, path: str) -> None:
    if isinstance(holder, dict):
        holder[segment.name] = value
        return
    place = segment.place
    if place is None or place >= LONGEST_LIST:
        raise PathError(
            f"Cannot write to “{path}”: there is a list, whose places are [0] to"
            f" [{LONGEST_LIST - 1}], not “{segment.name}”."
        )
    holder.extend([UNDEFINED] * (place + 1 - len(holder)))
    holder[place] = value


def _replace(payload: Payload, value: Any) -> None:
    if not isinstance(value, dict):
        raise PathError("The whole payload (.) can only be replaced by an object.")
    fields = dict(value)
    payload.clear()
    payload.update(fields)
