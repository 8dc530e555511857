"""What a workflow keeps from run to run, whatever the version: to look at and to mend."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.forms.json import ValueField, json_text
from app.admin.lists import list_query
from app.admin.place import Bench, only_in_develop
from app.admin.workflows.place import WORKFLOW, find_develop_flow, find_flow
from app.schemas.flow_records import StorageEntry
from app.services.flows.linked import AnyFlow
from app.services.flows.storage import (
    VALUE_BYTES,
    clear_storage,
    set_storage_entry,
    storage_size,
)
from app.services.flows.stored_values import (
    StoredValue,
    add_stored,
    find_stored,
    remove_stored,
)
from app.services.listing import list_stored

STORAGE = f"{WORKFLOW}/storage"
SORTS = ("key", "lastUpdated", "size")


class StoredForm(ResourceForm):
    key = StringField("Key")
    value = ValueField("Value")


@bp.get(STORAGE)
def flow_storage(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_flow(bench, flow_id)
    size, count = storage_size(flow_id)
    return render_template(
        "admin/workflows/storage.html",
        flow=flow,
        flow_id=flow_id,
        stored=list_stored(flow_id, list_query("key", SORTS)),
        size=size,
        count=count,
    )


@bp.route(f"{STORAGE}/new", methods=["GET", "POST"])
@only_in_develop
def new_stored_value(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_develop_flow(bench, flow_id)
    form = StoredForm()
    if form.is_submitted():
        with form.refusing():
            add_stored(flow, form.read(StorageEntry))
            flash(f"{form.key.data} is stored.")
            return redirect(url_for(".flow_storage", flow_id=flow_id))
    return drawn(form, flow, flow_id)


@bp.route(f"{STORAGE}/value", methods=["GET", "POST"])
def stored_value(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """key, in the address: of the value."""
    flow = find_flow(bench, flow_id)
    stored = find_stored(flow_id, request.args.get("key", ""))
    form = StoredForm.of(values_of(stored))
    form.key.data = stored.key  # which stays
    if form.is_submitted():
        with form.refusing():
            flow = find_develop_flow(bench, flow_id)
            with form.changing(flow, lambda _: values_of(find_stored(flow_id, stored.key))):
                set_storage_entry(flow, form.read(StorageEntry))
            flash(f"{stored.key} is stored.")
            return redirect(url_for(".flow_storage", flow_id=flow_id))
    return drawn(form, flow, flow_id, stored)


@bp.route(f"{STORAGE}/delete", methods=["GET", "POST"])
@only_in_develop
def ask_to_delete_stored(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """key, in the address: of the value; without it all of them go."""
    flow = find_develop_flow(bench, flow_id)
    key = request.args.get("key")
    stored = None if key is None else find_stored(flow_id, key)
    if request.method == "POST":
        if stored:
            remove_stored(flow, stored.key)
        else:
            clear_storage(flow)
        flash(f"{stored.key} is gone." if stored else f"{flow.name} has nothing stored any more.")
        return redirect(url_for(".flow_storage", flow_id=flow_id))
    return render_template(
        "admin/workflows/delete_stored.html",
        flow=flow,
        flow_id=flow_id,
        stored=stored,
        count=storage_size(flow_id)[1],
        text=json_text(stored.value) if stored else "",
    )


def values_of(stored: StoredValue) -> dict[str, Any]:
    return {"key": stored.key, "value": stored.value}


def drawn(
    form: StoredForm, flow: AnyFlow, flow_id: str, stored: StoredValue | None = None
) -> ResponseReturnValue:
    """stored: what the form is about, if that is there already."""
    return render_template(
        "admin/workflows/stored.html",
        flow=flow,
        flow_id=flow_id,
        form=form,
        stored=stored,
        most=VALUE_BYTES,
    ), form.status
