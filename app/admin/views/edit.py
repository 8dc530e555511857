"""The editor of a view's text: a plain form, which static/js/editor makes comfortable."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.place import Bench, me
from app.admin.shell.markup import here
from app.admin.views.insert import pieces_for
from app.admin.views.place import KINDS, VIEW, find_view, views_named
from app.admin.views.preview import choices_for
from app.admin.views.settings import NO_LAYOUT, uses_of
from app.models import View
from app.schemas import ViewPatch
from app.services.experience.views import update_view


def one_newline(text: str | None) -> str | None:
    """Forms send every line's end as two characters."""
    return text and text.replace("\r\n", "\n")


class TextForm(ResourceForm):
    """text: the body."""

    text = TextAreaField("Template", filters=[one_newline])
    layout_id = SelectField("Layout", coerce=lambda value: value or None)

    def __init__(self, *args: Any, layouts: list[tuple[str, str]] | None, **kwargs: Any) -> None:
        """layouts: (id, name), None for what can have none."""
        super().__init__(*args, **kwargs)
        if layouts is None:
            del self.layout_id
        else:
            self.layout_id.choices = [NO_LAYOUT, *layouts]

    def body(self) -> dict[str, Any]:
        """A layout that has gone would stop every save, so it is not sent unless it is changed."""
        body = {"body": self.text.data}
        if self.layout_id is not None and self.layout_id.data != self.layout_id.object_data:
            body["layoutId"] = self.layout_id.data
        return body

    def refuse(self, name: str, *sentences: str) -> None:
        super().refuse("text" if name == "body" else name, *sentences)


@bp.route(VIEW, methods=["GET", "POST"])
def view(bench: Bench, kind: str, view_id: str) -> ResponseReturnValue:
    view = find_view(bench, kind, view_id)
    form = TextForm.of(values_of(view), layouts=layouts_for(bench, view))
    if form.is_submitted():
        with form.refusing():
            with form.changing(view, values_of):
                update_view(view, form.read(ViewPatch), me())
            flash("Saved.")
            return redirect(here())
    return render_template(
        "admin/views/edit.html",
        kind=KINDS[kind],
        view=view,
        form=form,
        uses=uses_of(bench, view),
        pieces=pieces_for(bench, view),
        preview=choices_for(bench, view, request.args),
    ), form.status


def values_of(view: View) -> dict[str, Any]:
    values = {"text": view.body}
    return values | {"layout_id": view.layout_id} if view.view_type == "page" else values


def layouts_for(bench: Bench, view: View) -> list[tuple[str, str]] | None:
    """One that has gone stays a choice, or the form could not show what is stored."""
    if view.view_type != "page":
        return None
    layouts = views_named(bench, "layout")
    if view.layout_id and view.layout_id not in dict(layouts):
        layouts.append((view.layout_id, "A layout that is gone"))
    return layouts
