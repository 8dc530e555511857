"""The layouts, pages or components of a version as a table, and the form that adds one."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms import SelectField

from app.admin.blueprint import bp
from app.admin.lists import list_query
from app.admin.place import Bench, me
from app.admin.views.place import KINDS, VIEWS, views_named
from app.admin.views.settings import CONTENT_TYPES, NO_LAYOUT, AboutForm
from app.admin.views.starters import starter
from app.extensions import db
from app.models import View
from app.schemas import ViewPost
from app.services.experience.linked import use_counts
from app.services.experience.views import create_view
from app.services.listing import list_views

SORTS = ("name", "lastUpdated")


class NewViewForm(AboutForm):
    layout_id = SelectField("Layout", coerce=lambda value: value or None)

    def body(self) -> dict[str, Any]:
        body = super().body()
        content_type = body.get("headers", {}).get("content-type") or ""
        text = starter(self.view_type, content_type, in_layout=bool(body.get("layoutId")))
        return body | {"viewType": self.view_type, "body": text}


@bp.get(VIEWS)
def views(bench: Bench, kind: str) -> ResponseReturnValue:
    view_type = KINDS[kind].view_type
    query = list_query("name", SORTS, view_type=view_type)
    return render_template(
        "admin/views/index.html",
        kind=KINDS[kind],
        kinds=KINDS,
        views=list_views(bench.application, bench.version, query),
        uses=use_counts(bench.version, view_type),
        totals=totals(bench),
    )


@bp.route(f"{VIEWS}/new", methods=["GET", "POST"])
def new_view(bench: Bench, kind: str) -> ResponseReturnValue:
    view_type = KINDS[kind].view_type
    form = NewViewForm.of({}, view_type=view_type)
    if form.layout_id is not None:
        form.layout_id.choices = [NO_LAYOUT, *views_named(bench, "layout")]
    if form.is_submitted():
        with form.refusing():
            view = create_view(bench.application, form.read(ViewPost), me())
            flash(f"{view_type.capitalize()} {view.name} is there now.")
            return redirect(url_for(".view", kind=kind, view_id=view.id))
    page = render_template(
        "admin/views/new.html", kind=KINDS[kind], form=form, content_types=CONTENT_TYPES
    )
    return page, form.status


def totals(bench: Bench) -> dict[str, int]:
    """How many views there are of each type."""
    query = select(View.view_type, func.count()).filter_by(version_id=bench.version.id)
    rows = db.session.execute(query.group_by(View.view_type))
    return dict(rows.all())
