"""What a workflow keeps from run to run, whatever the version: to look at and to mend."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.json_form import ValueField, shown_json
from app.admin.lists import list_query
from app.admin.place import Bench, Frozen
from app.admin.workflows.place import WORKFLOW, find_develop_flow, find_flow
from app.schemas.flow_records import StorageEntry
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
from app.services.transaction import transaction

STORAGE = f"{WORKFLOW}/storage"
SORTS = ("key", "lastUpdated", "size")


class StoredForm(ResourceForm):
    value = ValueField("Value")

    def entry(self, key: str) -> StorageEntry:
        """Raises Refused."""
        if self.value.errors:
            raise Refused
        return StorageEntry(key=key, value=self.value.data)


class NewStoredForm(ResourceForm):
    key = StringField("Key")
    value = ValueField("Value")

    def body(self) -> dict[str, Any]:
        return {"key": self.key.data, "value": self.value.data}


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
        shown=shown_json,
    )


@bp.route(f"{STORAGE}/new", methods=["GET", "POST"])
def new_stored_value(bench: Bench, flow_id: str) -> ResponseReturnValue:
    refuse_frozen(bench)
    flow = find_develop_flow(bench, flow_id)
    form = NewStoredForm()
    if form.is_submitted():
        with form.refusing():
            add_stored(flow, form.read(StorageEntry))
            flash(f"{form.key.data} is stored.")
            return redirect(url_for(".flow_storage", flow_id=flow_id))
    return render_template(
        "admin/workflows/stored.html",
        flow=flow,
        flow_id=flow_id,
        form=form,
        stored=None,
        most=VALUE_BYTES,
    ), form.status


@bp.route(f"{STORAGE}/value", methods=["GET", "POST"])
def stored_value(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """key, in the address: of the value."""
    flow = find_flow(bench, flow_id)
    stored = find_stored(flow_id, asked_key())
    form = StoredForm.of(values_of(stored))
    if form.is_submitted():
        with form.refusing():
            save(bench, flow_id, stored.key, form)
            flash(f"{stored.key} is stored.")
            return redirect(url_for(".flow_storage", flow_id=flow_id))
    return render_template(
        "admin/workflows/stored.html",
        flow=flow,
        flow_id=flow_id,
        form=form,
        stored=stored,
        most=VALUE_BYTES,
    ), form.status


@bp.route(f"{STORAGE}/delete", methods=["GET", "POST"])
def ask_to_delete_stored(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """key, in the address: of the value; without it all of them go."""
    refuse_frozen(bench)
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
        text=shown_json(stored.value) if stored else "",
    )


def save(bench: Bench, flow_id: str, key: str, form: StoredForm) -> None:
    """Raises Refused, also if a run has written meanwhile; NotFound if it is gone."""
    flow = find_develop_flow(bench, flow_id)
    with transaction(flow):
        form.refuse_stale(values_of(find_stored(flow_id, key)))
        set_storage_entry(flow, form.entry(key))


def values_of(stored: StoredValue) -> dict[str, Any]:
    return {"value": stored.value}


def asked_key() -> str:
    return request.args.get("key", "")


def refuse_frozen(bench: Bench) -> None:
    if bench.is_frozen:
        raise Frozen
