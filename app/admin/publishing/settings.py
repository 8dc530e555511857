"""What a version answers with when no endpoint says otherwise, and what its pages can read."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import LinesField, PairsField, ResourceForm
from app.admin.forms.globals import GlobalsField
from app.admin.forms.reply import ReplyField, pages_in
from app.admin.place import VERSION, Bench, me
from app.models import Version
from app.schemas import VersionPatch
from app.services.experience.versions import update_version


class VersionSettingsForm(ResourceForm):
    description = TextAreaField("Notes")
    endpoint_default_cors = BooleanField("Answer requests from other origins")
    allowed_cors_origins = LinesField("Allowed origins")
    response_headers = PairsField("Headers of every reply")
    not_found_reply = ReplyField("When no endpoint fits")
    unauthorized_reply = ReplyField("When a visitor may not enter")
    globals = GlobalsField("Globals")


@bp.route(f"{VERSION}/settings", methods=["GET", "POST"])
def version_settings(bench: Bench) -> ResponseReturnValue:
    version, pages = bench.version, pages_in(bench.version)
    form = VersionSettingsForm.of(values_of(version))
    form.not_found_reply.resolve(pages)
    form.unauthorized_reply.resolve(pages)
    if form.is_submitted():
        with form.refusing():
            with form.changing(version, values_of):
                update_version(version, form.read(VersionPatch), me())
            flash("Saved. It is live wherever develop answers.")
            return redirect(url_for(".version_settings"))
    return render_template("admin/version_settings.html", form=form), form.status


def values_of(version: Version) -> dict[str, Any]:
    return {
        "description": version.description or "",
        "endpoint_default_cors": version.endpoint_default_cors,
        "allowed_cors_origins": list(version.allowed_cors_origins),
        "response_headers": dict(version.response_headers),
        "not_found_reply": version.not_found_reply,
        "unauthorized_reply": version.unauthorized_reply,
        "globals": [dict(entry) for entry in version.globals],
    }
