"""The globals of a workflow itself, and what a run of it reads in the end."""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.forms.globals import GlobalRow, GlobalsField
from app.admin.place import Bench, me
from app.admin.workflows.place import WORKFLOW, find_develop_flow, find_flow
from app.schemas.flow import FlowPatch
from app.services.flows import update_flow
from app.services.flows.linked import AnyFlow

OWN, VERSION, APPLICATION = "workflow", "version", "application"


class FlowGlobalsForm(ResourceForm):
    globals = GlobalsField("Globals")


class Given(NamedTuple):
    """What one of the three says. by: OWN, VERSION or APPLICATION."""

    by: str
    text: str


class ReadGlobal(NamedTuple):
    """wins: what runs read; others: what it stands before, the nearest first."""

    key: str
    wins: Given
    others: list[Given]


@bp.route(f"{WORKFLOW}/globals", methods=["GET", "POST"])
def flow_globals(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_flow(bench, flow_id)
    form = FlowGlobalsForm.of(values_of(flow))
    if form.is_submitted():
        with form.refusing():
            # the editor saves globals, too, and refuses what it began with before this
            flow = find_develop_flow(bench, flow_id)
            with form.changing(flow, values_of):
                update_flow(flow, form.read(FlowPatch), me())
            flash("Saved.")
            return redirect(url_for(".flow_globals", flow_id=flow_id))
    return render_template(
        "admin/workflows/globals.html",
        flow=flow,
        flow_id=flow_id,
        form=form,
        read=read_globals(bench, flow),
    ), form.status


def values_of(flow: AnyFlow) -> dict[str, Any]:
    return {"globals": list(flow.globals)}


def read_globals(bench: Bench, flow: AnyFlow) -> list[ReadGlobal]:
    """By key."""
    layers = (
        (OWN, flow.globals),
        (VERSION, bench.version.globals),
        (APPLICATION, bench.application.globals),
    )
    found: dict[str, list[Given]] = {}
    for by, entries in layers:
        for entry in entries:
            found.setdefault(entry["key"], []).append(Given(by, GlobalRow.of(entry).text))
    return [ReadGlobal(key, first, others) for key, (first, *others) in sorted(found.items())]
