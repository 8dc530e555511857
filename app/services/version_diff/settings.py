"""CORS, headers, default replies and globals of two versions."""

from collections.abc import Mapping
from typing import Any

from app.models import Version
from app.services.version_diff.changes import Kind, SettingChange, Turn, turn
from app.services.version_diff.endpoints import Pages, reply_words

LONGEST = 60
"""Characters of a global that is shown."""


def setting_changes(
    old: Version, new: Version, old_pages: Pages, new_pages: Pages
) -> list[SettingChange]:
    replies = [
        turn(
            what,
            reply_words(getattr(old, column), old_pages, "Foyer's own"),
            reply_words(getattr(new, column), new_pages, "Foyer's own"),
        )
        for what, column in (
            ("reply when nothing is found", "not_found_reply"),
            ("reply to who may not enter", "unauthorized_reply"),
        )
    ]
    found = [
        *turn("other origins may ask", _on(old), _on(new)),
        *turn("allowed origins", _origins(old), _origins(new)),
        *(one for reply in replies for one in reply),
    ]
    return [
        *(SettingChange("changed", one) for one in found),
        *_entries("header", old.response_headers, new.response_headers),
        *_entries("global", _globals(old), _globals(new)),
    ]


def _on(version: Version) -> str:
    return "yes" if version.endpoint_default_cors else "no"


def _origins(version: Version) -> str:
    return ", ".join(version.allowed_cors_origins) or "every origin"


def _globals(version: Version) -> dict[str, str]:
    return {entry["key"]: entry["json"] for entry in version.globals}


def _entries(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[SettingChange]:
    found = []
    for name in dict.fromkeys([*old, *new]):
        was, becomes = old.get(name), new.get(name)
        if was != becomes:
            kind: Kind = "added" if was is None else "removed" if becomes is None else "changed"
            found.append(SettingChange(kind, _entry(f"{what} {name}", was, becomes)))
    return found


def _entry(what: str, was: str | None, becomes: str | None) -> Turn:
    if any(value and len(value) > LONGEST for value in (was, becomes)):
        return Turn(what, "", "")
    return Turn(what, was or "", becomes or "")
