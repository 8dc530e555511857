"""Workflows as files, in the form of the original: in and out."""

import re

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.forms.json import json_text
from app.admin.place import Bench, me, only_in_develop
from app.admin.workflows.index import rows_of, shown_rows
from app.admin.workflows.place import WORKFLOW, WORKFLOWS, endpoint_choices, find_flow
from app.services.flows.exporting import export_flow, export_flows, read_export
from app.services.flows.transfer import Brought, bring_flows

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class ImportForm(ResourceForm):
    file = FileField("File")
    text = TextAreaField("Or its text")
    endpoint = SelectField("Endpoint")
    enabled = BooleanField("Switch it on")

    @property
    def source(self) -> bytes | str:
        """Raises Refused."""
        given: bytes | str = self.file.data.read() if self.file.data else self.text.data or ""
        if not given.strip():
            self.refuse("file", "Choose a file, or paste its text below.")
            raise Refused
        return given


@bp.route(f"{WORKFLOWS}/import", methods=["GET", "POST"])
@only_in_develop
def import_workflow(bench: Bench) -> ResponseReturnValue:
    form = ImportForm(data={"enabled": True})
    choices = endpoint_choices(bench)
    form.endpoint.choices = [("", "As in the file"), *choices]
    if form.is_submitted():
        with form.refusing():
            chosen = form.endpoint.data if form.endpoint.data in dict(choices) else ""
            body = read_export(
                form.source, dict(choices), endpoint_id=chosen, enabled=form.enabled.data
            )
            brought = bring_flows(bench.application, body, me())
            flash(words_of(brought))
            own = [flow for flow in brought.flows if flow.is_experience]
            if len(own) > 1:
                return redirect(url_for(".workflows"))
            return redirect(url_for(".workflow", flow_id=own[0].id))
    return render_template("admin/workflows/import.html", form=form), form.status


@bp.get(f"{WORKFLOW}/export")
def export_workflow(bench: Bench, flow_id: str) -> Response:
    flow = find_flow(bench, flow_id)
    return as_file(json_text(export_flow(flow)), flow.name, "flow")


@bp.get(f"{WORKFLOWS}/export")
def export_workflows(bench: Bench) -> Response:
    """All that the list shows: filter, in the address, as there."""
    flows = [row.flow for row in shown_rows(rows_of(bench))]
    text = json_text(export_flows(flows, bench.application.id))
    return as_file(text, f"{bench.application.name}-{bench.version.name}", "flows.json")


def as_file(text: str, name: str, ending: str) -> Response:
    name = UNSAFE.sub("-", name).strip("-.") or "workflow"
    disposition = f'attachment; filename="{name}.{ending}"'
    return Response(text, mimetype="application/json", headers={"Content-Disposition": disposition})


def words_of(brought: Brought) -> str:
    """What came, what was here, and what somebody still has to do."""
    own = [flow.name for flow in brought.flows if flow.is_experience]
    custom = [flow.name for flow in brought.flows if not flow.is_experience]
    one = len(own) == 1
    words = [f"Workflow {own[0]} is there now." if one else f"{len(own)} workflows are there now."]
    if custom:
        words.append(f"With {'it' if one else 'them'} came: {', '.join(custom)}.")
    if brought.reused:
        words.append(f"Here already, and used as it is: {', '.join(brought.reused)}.")
    for old, new in brought.renamed:
        words.append(f"{old} was taken, so it is called {new}.")
    if brought.missing:
        words.append(
            "A custom node that is called is neither in the file nor here: "
            f"{', '.join(sorted(brought.missing))}. Import it, or take the call away."
        )
    return " ".join(words)
