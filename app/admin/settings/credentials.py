"""Credentials: named secrets that nodes of workflows use."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.lists import list_query
from app.admin.place import me
from app.admin.settings.application import SETTINGS
from app.admin.settings.credentials_form import KINDS, form_of, values_of
from app.models import Application, Credential, Flow
from app.schemas.credential import CredentialPatch, CredentialPost
from app.services.applications.credentials import (
    create_credential,
    delete_credential,
    update_credential,
)
from app.services.flows import develop_flows
from app.services.listing import list_credentials
from app.services.lookup import find_row

CREDENTIALS = f"{SETTINGS}/credentials"
SORTS = ("name", "type", "lastUpdated", "creationDate")


@bp.get(CREDENTIALS)
def credentials(application: Application) -> ResponseReturnValue:
    found = list_credentials(application, list_query("name", SORTS))
    return render_template("admin/credentials/index.html", credentials=found, kinds=KINDS)


@bp.get(f"{CREDENTIALS}/new")
def choose_credential(application: Application) -> ResponseReturnValue:
    return render_template("admin/credentials/choose.html", kinds=KINDS)


@bp.route(f"{CREDENTIALS}/new/<kind>", methods=["GET", "POST"])
def new_credential(application: Application, kind: str) -> ResponseReturnValue:
    if kind not in KINDS:
        abort(404)
    form = form_of(kind).of({})
    if form.is_submitted():
        with form.refusing():
            made = create_credential(application, form.read(CredentialPost), me())
            flash(f"Credential {made.name} is there now.")
            return redirect(url_for(".credentials"))
    page = render_template("admin/credentials/new.html", form=form, word=KINDS[kind][0])
    return page, form.status


@bp.route(f"{CREDENTIALS}/<credential_id>", methods=["GET", "POST"])
def credential(application: Application, credential_id: str) -> ResponseReturnValue:
    credential = find_credential(application, credential_id)
    form = form_of(credential.kind).of(values_of(credential))
    form.stored = credential
    if form.is_submitted():
        with form.refusing():
            with form.changing(credential, values_of):
                update_credential(credential, form.read(CredentialPatch), me())
            flash("Saved.")
            return redirect(url_for(".credentials"))
    page = render_template(
        "admin/credentials/show.html",
        form=form,
        credential=credential,
        word=KINDS[credential.kind][0],
    )
    return page, form.status


@bp.route(f"{CREDENTIALS}/<credential_id>/delete", methods=["GET", "POST"])
def ask_to_delete_credential(application: Application, credential_id: str) -> ResponseReturnValue:
    credential = find_credential(application, credential_id)
    if request.method == "POST":
        delete_credential(credential, me())
        flash(f"Credential {credential.name} is gone.")
        return redirect(url_for(".credentials"))
    flows = flows_naming(credential)
    return render_template("admin/credentials/delete.html", credential=credential, flows=flows)


def flows_naming(credential: Credential) -> list[Flow]:
    """Workflows of develop with a node that names it, in so many words."""
    return [
        flow
        for flow in develop_flows(credential.application_id)
        if any(_names(node, credential.name) for node in flow.nodes)
    ]


def _names(node: dict[str, object], name: str) -> bool:
    config = node.get("config")
    return isinstance(config, dict) and config.get("credentialNameTemplate") == name


def find_credential(application: Application, id: str) -> Credential:
    return find_row(Credential, "Credential", application_id=application.id, id=id)
