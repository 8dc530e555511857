"""Workflows as files, in the form of the original: in and out."""

import re
from typing import Any

import orjson
from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.place import Bench, Frozen, me
from app.admin.workflows.place import WORKFLOW, WORKFLOWS, endpoint_choices, find_flow
from app.services.flow_export import export_flow, read_export
from app.services.flow_import import import_flows

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
def import_workflow(bench: Bench) -> ResponseReturnValue:
    if bench.is_frozen:
        raise Frozen
    form = ImportForm(data={"enabled": True})
    choices = endpoint_choices(bench)
    form.endpoint.choices = [("", "As in the file"), *choices]
    if form.is_submitted():
        with form.refusing():
            chosen = form.endpoint.data if form.endpoint.data in dict(choices) else ""
            body = read_export(
                form.source, dict(choices), endpoint_id=chosen, enabled=form.enabled.data
            )
            flows = import_flows(bench.application, body, me()).flows
            first = next(flow for flow in flows if flow.is_experience)
            flash(f"Workflow {first.name} is there now{others(len(flows) - 1)}.")
            return redirect(url_for(".workflow", flow_id=first.id))
    return render_template("admin/workflows/import.html", form=form), form.status


@bp.get(f"{WORKFLOW}/export")
def export_workflow(bench: Bench, flow_id: str) -> Response:
    flow = find_flow(bench, flow_id)
    name = UNSAFE.sub("-", flow.name).strip("-.") or "workflow"
    return Response(
        as_json(export_flow(flow)),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}.flow"'},
    )


def others(number: int) -> str:
    if not number:
        return ""
    return f", and {number} other{'' if number == 1 else 's'} that came with it"


def as_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
