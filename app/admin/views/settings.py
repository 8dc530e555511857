"""What a view is called and sent as, what uses it, and how it goes."""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import PairsField, ResourceForm
from app.admin.place import Bench, me
from app.admin.views.place import KINDS, VIEW, find_view
from app.models import View
from app.schemas import ViewPatch
from app.services.experience.linked import defaults_showing, linked_to_view
from app.services.experience.views import delete_view, update_view

NO_LAYOUT = ("", "None: it stands alone")
CONTENT_TYPES = (
    "text/html; charset=utf-8",
    "text/css; charset=utf-8",
    "text/javascript; charset=utf-8",
    "application/json",
    "text/plain; charset=utf-8",
    "application/xml",
    "image/svg+xml",
)
OF_PAGES = ("headers", "layout_id")


class AboutForm(ResourceForm):
    """headers: the content type alone."""

    name = StringField("Name")
    description = TextAreaField("Description")
    headers = StringField("Content type")
    view_tags = PairsField("Tags")

    def __init__(self, *args: Any, view_type: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view_type = view_type
        if view_type != "page":
            for name in OF_PAGES:
                if name in self:
                    del self[name]

    def body(self) -> dict[str, Any]:
        body = super().body()
        if "headers" in body:
            content_type = (body["headers"] or "").strip()
            body["headers"] = {"content-type": content_type} if content_type else {}
        return body


class Use(NamedTuple):
    """What uses a view. thing: endpoint, workflow, page, …; method: of an endpoint."""

    thing: str
    label: str
    url: str
    method: str = ""


@bp.route(f"{VIEW}/settings", methods=["GET", "POST"])
def view_settings(bench: Bench, kind: str, view_id: str) -> ResponseReturnValue:
    view = find_view(bench, kind, view_id)
    form = AboutForm.of(values_of(view), view_type=view.view_type)
    if form.is_submitted():
        with form.refusing():
            with form.changing(view, values_of):
                update_view(view, form.read(ViewPatch), me())
            flash("Saved.")
            return redirect(url_for(".view_settings", kind=kind, view_id=view.id))
    return _page("settings", bench, kind, view, form=form), form.status


@bp.get(f"{VIEW}/uses")
def view_uses(bench: Bench, kind: str, view_id: str) -> ResponseReturnValue:
    return _page("uses", bench, kind, find_view(bench, kind, view_id))


@bp.route(f"{VIEW}/delete", methods=["GET", "POST"])
def ask_to_delete_view(bench: Bench, kind: str, view_id: str) -> ResponseReturnValue:
    view = find_view(bench, kind, view_id)
    form = ResourceForm()
    if form.is_submitted():
        delete_view(view, me())
        flash(f"{view.view_type.capitalize()} {view.name} is gone.")
        return redirect(url_for(".views", kind=kind))
    return _page("delete", bench, kind, view)


def _page(name: str, bench: Bench, kind: str, view: View, **more: Any) -> str:
    return render_template(
        f"admin/views/{name}.html",
        kind=KINDS[kind],
        view=view,
        uses=uses_of(bench, view),
        content_types=CONTENT_TYPES,
        **more,
    )


def values_of(view: View) -> dict[str, Any]:
    values = {
        "name": view.name,
        "description": view.description or "",
        "view_tags": dict(view.view_tags),
    }
    if view.view_type == "page":
        values["headers"] = (view.headers or {}).get("content-type", "")
    return values


def uses_of(bench: Bench, view: View) -> list[Use]:
    """Endpoints, then views, then workflows, each by name, then the version's own replies."""
    found = linked_to_view(bench.application, view, bench.version)
    endpoints = [
        Use(
            "endpoint",
            one.route,
            url_for(".endpoint", endpoint_id=one.id),
            one.method,
        )
        for one in found.get("experienceEndpoints", [])
    ]
    views = [
        Use(one.view_type, one.name, url_for(".view", kind=f"{one.view_type}s", view_id=one.id))
        for one in found.get("experienceViews", [])
    ]
    flows = [
        Use("workflow", one.name, url_for(".workflow", flow_id=getattr(one, "flow_id", one.id)))
        for one in [*found.get("flows", []), *found.get("flowVersions", [])]
    ]
    defaults = [
        Use("version", f"The {reply} of {bench.version.name}", url_for(".version_settings"))
        for reply in defaults_showing(view, bench.version)
    ]
    return [*endpoints, *views, *flows, *defaults]
