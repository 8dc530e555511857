"""What a workflow is called, what starts it, what it answers with, how it runs, and its JSON."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import BooleanField, StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.forms.json import json_text
from app.admin.place import Bench, me
from app.admin.workflows.place import (
    WORKFLOW,
    endpoints_by_id,
    find_develop_flow,
    find_flow,
)
from app.extensions import db
from app.models import Flow, FlowError, Version, View, flow_version_links
from app.schemas.flow import FlowPatch
from app.services.flows import update_flow, warnings_about
from app.services.flows.exporting import export_flow
from app.services.flows.linked import AnyFlow, pages_shown_by
from app.services.flows.stats import Totals, Versions, flow_errors, recent_totals
from app.services.flows.words import starts_of
from app.services.stats import A_DAY

ERRORS = 5


class FlowForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")
    enabled = BooleanField("Enabled")


@bp.route(f"{WORKFLOW}/settings", methods=["GET", "POST"])
def workflow_settings(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_flow(bench, flow_id)
    form = FlowForm.of(values_of(flow))
    if form.is_submitted():
        with form.refusing():
            flow = find_develop_flow(bench, flow_id)
            with form.changing(flow, values_of):
                update_flow(flow, form.read(FlowPatch), me())
            flash("Saved.")
            return redirect(url_for(".workflow_settings", flow_id=flow_id))
    return render_template(
        "admin/workflows/settings.html",
        flow=flow,
        flow_id=flow_id,
        form=form,
        starts=starts_of(flow.triggers, endpoints_by_id(bench)),
        pages=pages_of(bench, flow),
        versions=versions_with(flow_id),
        totals=recent_totals([flow_id])[flow_id].by_version.get(bench.version.name, Totals()),
        errors=errors_of(bench, flow_id),
        problems=warnings_about(flow, bench.version),
        text=json_text(export_flow(flow)),
    ), form.status


def values_of(flow: AnyFlow) -> dict[str, Any]:
    return {
        "name": flow.name,
        "description": flow.description or "",
        "enabled": flow.enabled,
    }


def pages_of(bench: Bench, flow: AnyFlow) -> list[View]:
    """Pages and layouts that its replies name."""
    query = select(View).where(View.version_id == bench.version.id)
    query = query.where(View.id.in_(pages_shown_by([flow])))
    return list(db.session.scalars(query.order_by(View.name)))


def versions_with(flow_id: str) -> list[str]:
    """Names of versions that hold a copy, the newest first."""
    links = flow_version_links.c
    query = select(Version.name).join(flow_version_links, links.version_id == Version.id)
    query = query.where(links.flow_id == flow_id).order_by(Version.creation_date.desc())
    return list(db.session.scalars(query))


def errors_of(bench: Bench, flow_id: str) -> list[FlowError]:
    """The newest of the last day, in this version."""
    flow = db.session.get(Flow, flow_id)
    versions = Versions((bench.version.name,))
    return flow_errors(flow, versions, A_DAY, 0, ERRORS) if flow else []
