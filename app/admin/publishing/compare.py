"""Two versions side by side: what would be different for whoever comes, and why."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import EXPERIENCE, version_for, version_names
from app.admin.publishing.versions import published
from app.models import DEVELOP, Application
from app.services.version_diff import compare_versions

PARTS = {
    "routes": "Routes",
    "access": "Access",
    "replies": "Replies",
    "views": "Views",
    "workflows": "Workflows",
    "settings": "Settings",
}


@bp.get(f"{EXPERIENCE}/compare/<version:name>")
def compare(application: Application, name: str) -> ResponseReturnValue:
    """`?against=` names the version that it is compared with, `?show=` the part to see alone."""
    names = version_names(application)
    version = version_for(application, name)
    other = request.args.get("against") or usual_other(name, names)
    if other is None:
        return render_template("admin/versions/nothing_to_compare.html")
    show = request.args.get("show", "")
    return render_template(
        "admin/versions/compare.html",
        diff=compare_versions(application, version_for(application, other), version),
        names=names,
        parts=PARTS,
        show=show if show in PARTS else "",
    )


def usual_other(name: str, names: list[str]) -> str | None:
    """The one that was published before it. names: develop, then the newest first."""
    older = names if name == DEVELOP else names[names.index(name) + 1 :]
    others = [one for one in older if one != DEVELOP]
    return next(iter(published(older) or others), None if name == DEVELOP else DEVELOP)
