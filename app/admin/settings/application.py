"""The application itself: its name, and its end."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.place import APPLICATION, me
from app.models import Application
from app.schemas import ApplicationPatch
from app.services.applications import delete_application, update_application
from app.services.applications.summary import summaries

SETTINGS = f"{APPLICATION}/settings"


class ApplicationForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")


class TypedName(ResourceForm):
    """The name of the application typed once more, before much of it goes."""

    confirmed = StringField("Name of the application")

    def refuse_other(self, application: Application) -> None:
        """Raises Refused."""
        if (self.confirmed.data or "").strip() != application.name.strip():
            self.refuse("confirmed", f"Type {application.name} to confirm.")
            raise Refused


@bp.route(SETTINGS, methods=["GET", "POST"])
def settings(application: Application) -> ResponseReturnValue:
    form = ApplicationForm.of(values_of(application))
    if form.is_submitted():
        with form.refusing():
            with form.changing(application, values_of):
                update_application(application, form.read(ApplicationPatch), me())
            flash("Saved.")
            return redirect(url_for(".settings"))
    return render_template("admin/settings/application.html", form=form), form.status


@bp.route(f"{SETTINGS}/delete", methods=["GET", "POST"])
def ask_to_delete_application(application: Application) -> ResponseReturnValue:
    form = TypedName()
    if form.is_submitted():
        with form.refusing():
            form.refuse_other(application)
            name = application.name
            delete_application(application, me())
            flash(f"Application {name} is gone.")
            return redirect(url_for(".applications"))
    counts = summaries([application])[application.id].counts
    return render_template("admin/settings/delete.html", form=form, counts=counts), form.status


def values_of(application: Application) -> dict[str, Any]:
    return {"name": application.name, "description": application.description or ""}
