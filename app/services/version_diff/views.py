"""Layouts, pages and components of two versions."""

from collections.abc import Iterable, Mapping

from app.models import View
from app.services.version_diff.changes import Pair, Turn, ViewChange, changed, turn

Names = Mapping[str, str]
ORDER = ("layout", "page", "component")


def view_changes(pairs: Iterable[Pair], old: Names, new: Names) -> list[ViewChange]:
    """old, new: names of the layouts by id."""
    found = []
    for pair in pairs:
        turns = _turns(pair, old, new) if pair.kind == "changed" else []
        before, after = (one.body if one else "" for one in pair)
        if turns or before != after or pair.kind != "changed":
            view: View = pair.either
            change = ViewChange(pair.kind, view.id, view.name, view.view_type, turns, before, after)
            found.append(change)
    return sorted(found, key=lambda one: (ORDER.index(one.view_type), one.name.casefold()))


def _turns(pair: Pair, old: Names, new: Names) -> list[Turn]:
    before: View
    after: View
    before, after = pair
    layouts = ("none", "none")
    if before.layout_id != after.layout_id:
        layouts = (_layout(before, old), _layout(after, new))
    return [
        *turn("name", before.name, after.name),
        *turn("layout", *layouts),
        *turn("content type", _content_type(before), _content_type(after)),
        *changed("description", before.description or "", after.description or ""),
        *changed("tags", before.view_tags, after.view_tags),
    ]


def _layout(view: View, names: Names) -> str:
    if view.layout_id is None:
        return "none"
    return names.get(view.layout_id, "a layout that is gone")


def _content_type(view: View) -> str:
    return (view.headers or {}).get("content-type", "text/html")
