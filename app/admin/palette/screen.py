"""The palette as a page, and as the part of it that the dialog asks for."""

from collections.abc import Iterable

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import BY_SCRIPT, bp
from app.admin.palette.finding import AROUND, INSIDE, recent, resources
from app.admin.palette.results import Result, Section
from app.admin.palette.ways import acts, acts_on_path, applications, screens
from app.admin.place import APPLICATION, version_for
from app.models import DEVELOP, Application, Version


def palette_url() -> str:
    """For where one is."""
    return url_for("admin.palette", version=g.bench.version.name if "bench" in g else None)


@bp.get("/palette")
@bp.get(f"{APPLICATION}/palette")
def palette(application: Application | None = None) -> ResponseReturnValue:
    typed = request.args.get("q", "").strip()
    version = None
    if application:
        version = version_for(application, request.args.get("version", DEVELOP))
    is_part = BY_SCRIPT in request.headers
    return render_template(
        "admin/palette/_results.html" if is_part else "admin/palette/index.html",
        sections=[one for one in sections(application, version, typed) if one.results],
        typed=typed,
        words=typed.split(),
    )


def sections(application: Application | None, version: Version | None, typed: str) -> list[Section]:
    """Ten queries at most, however much there is."""
    words = typed.lower().split()
    found: dict[str, list[Result]] = {}
    if application and version:
        found = resources(application, version, typed) if words else {"recent": lately(version)}
    return [
        Section("Recent", found.get("recent", [])),
        Section(f"In {version.name}" if version else "", those(found, INSIDE)),
        Section("Go to", fitting(screens(version), words)),
        Section("Do", acts_on_path(version, typed) + fitting(acts(version), words)),
        Section("Around it", those(found, AROUND)),
        Section("Applications", fitting(applications(version), words)),
    ]


def lately(version: Version) -> list[Result]:
    return recent(version, request.args.get("recent", ""))


def those(found: dict[str, list[Result]], kinds: Iterable[str]) -> list[Result]:
    return [one for kind in kinds for one in found.get(kind, [])]


def fitting(results: list[Result], words: list[str]) -> list[Result]:
    """Those in which every word stands."""
    return [one for one in results if all(w in f"{one.label} {one.words}".lower() for w in words)]
