"""Pressing the virtual buttons of a workflow, and what came of it."""

from dataclasses import asdict

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic.alias_generators import to_camel

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.forms.json import ValueField
from app.admin.place import Bench, for_frozen_too, me
from app.admin.workflows.place import WORKFLOW, find_flow
from app.errors import NotFound
from app.extensions import db
from app.models import Flow
from app.schemas.flow import ButtonPress
from app.services.flows.buttons import Button, Outcome, buttons_of, press_button

PATIENCE = 5.0
"""Seconds for which the page waits for the end of the run."""


class PressForm(ResourceForm):
    payload = ValueField("Payload")


@bp.route(f"{WORKFLOW}/press", methods=["GET", "POST"], endpoint="press_button")
@for_frozen_too
def press(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """key, in the address: of the button; the first one without it.

    Where JSON is asked for, a press answers with {runId, run, hasEnded, milliseconds, error,
    message, nodeId, nodeLabel}, of which run is an address, or with {message} and the status of
    what is wrong."""
    flow = find_flow(bench, flow_id)
    buttons = buttons_of(flow)
    button = chosen(buttons)
    form = PressForm(data={"payload": button.payload}) if button else None
    outcome = None
    if form and button and form.is_submitted():
        with form.refusing():
            outcome = pressed(bench, flow_id, form, button)
    if wants_json():
        return as_json(flow_id, form, outcome)
    return render_template(
        "admin/workflows/press.html",
        flow=flow,
        flow_id=flow_id,
        buttons=buttons,
        button=button,
        form=form,
        outcome=outcome,
        run_url=run_url(flow_id, outcome) if outcome else None,
        is_off=not flow.enabled,
    ), form.status if form else 200


def chosen(buttons: list[Button]) -> Button | None:
    """Raises NotFound for a key that no button has."""
    key = request.args.get("key")
    found = [one for one in buttons if key in (None, one.key)]
    if key is not None and not found:
        raise NotFound("Virtual button")
    return found[0] if found else None


def pressed(bench: Bench, flow_id: str, form: PressForm, button: Button) -> Outcome:
    """Raises Refused, or what the press raises."""
    if form.payload.errors:
        raise Refused
    press = ButtonPress(key=button.key, payload=form.payload.data, flow_version=bench.version.name)
    flow = db.session.get_one(Flow, flow_id)
    return press_button(flow, press, me(), is_trial=True).outcome(PATIENCE)


def wants_json() -> bool:
    types = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(types) == "application/json"


def as_json(flow_id: str, form: PressForm | None, outcome: Outcome | None) -> ResponseReturnValue:
    if outcome:
        told = {to_camel(name): value for name, value in asdict(outcome).items()}
        return jsonify(**told, run=run_url(flow_id, outcome))
    if form is None:
        raise NotFound("Virtual button")
    if form.status == 200:
        return jsonify(payload=form.payload.text)
    return jsonify(message=" ".join([*form.headlines, *form.payload.errors])), form.status


def run_url(flow_id: str, outcome: Outcome) -> str | None:
    return url_for(".run", flow_id=flow_id, run_id=outcome.run_id) if outcome.run_id else None
