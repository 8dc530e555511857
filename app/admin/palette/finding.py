"""Resources by what was typed, and those that were open lately."""

from flask import url_for

from app.admin.palette.results import Result
from app.models import Application, Version
from app.services.applications.search import Found, named, search

SHOWN = 6
"""Results of a kind."""
RECENT = 8
METHODS = ("get", "post", "put", "patch", "delete", "options")
INSIDE = ("experienceEndpoint", "experienceView", "flow")
AROUND = (
    "experienceUser",
    "experienceGroup",
    "experienceVersion",
    "experienceDomain",
    "experienceSlug",
)
OPENED = {
    "endpoints": "experienceEndpoint",
    "views": "experienceView",
    "workflows": "flow",
    "users": "experienceUser",
    "groups": "experienceGroup",
}
"""What the browser remembers, by the part of its address."""


def resources(application: Application, version: Version, typed: str) -> dict[str, list[Result]]:
    """By kind, nearest first. `GET /login` finds endpoints of that method."""
    method, text = method_of(typed)
    found: dict[str, list[Found]] = {}
    for one in search(application, "*".join(text.split()), version):
        if (not method or one.method == method) and can_be_opened(one):
            found.setdefault(one.kind, []).append(one)
    return {
        kind: [result_of(one, version) for one in nearest_first(those, text)[:SHOWN]]
        for kind, those in found.items()
    }


def method_of(typed: str) -> tuple[str, str]:
    """The method that stands before a route, or "", and the rest."""
    first, _, rest = typed.partition(" ")
    if first.lower() in METHODS and rest.strip():
        return first.lower(), rest.strip()
    return "", typed


def nearest_first(found: list[Found], text: str) -> list[Found]:
    def distance(one: Found) -> tuple[bool, int, str, str]:
        name = one.name.lower()
        return not name.startswith(text.lower()), len(name), name, one.method or ""

    return sorted(found, key=distance)


def recent(version: Version, opened: str) -> list[Result]:
    """opened: `endpoints/<id>,users/<id>`, the last one first. What is gone is left out."""
    pairs = [one.partition("/")[::2] for one in opened.split(",")[:RECENT]]
    found = {
        (part, one.id): one
        for part, kind in OPENED.items()
        if (ids := [id for known, id in pairs if known == part])
        for one in named(version, kind, ids)
        if can_be_opened(one)
    }
    return [result_of(found[pair], version) for pair in pairs if pair in found]


def can_be_opened(found: Found) -> bool:
    return found.flow_class in (None, "experience") and found.kind in INSIDE + AROUND


def result_of(found: Found, version: Version) -> Result:
    id, name, here = found.id, found.name, version.name
    match found.kind:
        case "experienceEndpoint":
            url = url_for("admin.endpoint", endpoint_id=id, version=here)
            return Result("endpoint", name, "endpoint", url, found.method or "")
        case "experienceView":
            kind = found.view_type or "page"
            url = url_for("admin.view", kind=f"{kind}s", view_id=id, version=here)
            return Result(kind, name, kind, url)
        case "flow":
            url = url_for("admin.workflow", flow_id=id, version=here)
            return Result("workflow", name, "workflow", url)
        case "experienceUser":
            return Result("person", name, "user", url_for("admin.user", user_id=id))
        case "experienceGroup":
            return Result("people", name, "group", url_for("admin.group", group_id=id))
        case "experienceVersion":
            return Result("versions", name, "version", url_for("admin.workbench", version=name))
        case _:
            kind = "domain" if found.kind == "experienceDomain" else "slug"
            return Result("hosts", name, kind, url_for("admin.hosts"))
