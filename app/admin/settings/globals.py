"""Globals of the application, which every version sees and may override."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.forms.globals import GlobalsField
from app.admin.place import me
from app.admin.settings.application import SETTINGS
from app.models import Application
from app.schemas import ApplicationPatch
from app.services.applications import update_application


class GlobalsForm(ResourceForm):
    globals = GlobalsField("Globals")


@bp.route(f"{SETTINGS}/globals", methods=["GET", "POST"])
def application_globals(application: Application) -> ResponseReturnValue:
    form = GlobalsForm.of(values_of(application))
    if form.is_submitted():
        with form.refusing():
            with form.changing(application, values_of):
                update_application(application, form.read(ApplicationPatch), me())
            flash("Saved.")
            return redirect(url_for(".application_globals"))
    return render_template("admin/settings/globals.html", form=form), form.status


def values_of(application: Application) -> dict[str, Any]:
    return {"globals": list(application.globals)}
