"""One test of a workflow: new, from a recorded run, or edited."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from app.admin.blueprint import bp
from app.admin.flow_tests.index import TEST, TESTS
from app.admin.forms import ResourceForm
from app.admin.forms.json import JsonField, ShownField, hidden_places
from app.admin.place import Bench, me, only_in_develop
from app.admin.runs.place import find_run
from app.admin.trials.form import emails_in
from app.admin.workflows.place import endpoints_by_id, find_develop_flow
from app.models import Endpoint, Flow, FlowTest
from app.schemas.flow_test import FlowTestPost
from app.services.flow_tests import create_flow_test, find_flow_test, update_flow_test
from app.services.flow_tests.from_run import case_of
from app.services.flows.words import starts_of
from app.services.run_records.reading import RecordedRun

GIVEN = ("payload", "stubs")
"""Fields in which a hidden value is needed; in what is expected it fits anything."""
NEW: dict[str, Any] = {"payload": {"data": {}}, "stubs": [], "expected": {"status": 200}}


class FlowTestForm(ResourceForm):
    name = StringField("Name")
    trigger = SelectField("Starts with")
    user = StringField("As")
    payload = JsonField("Payload")
    shown = ShownField("Values that were not recorded")
    stubs = JsonField("Stubs")
    expected = JsonField("Expected reply")
    expected_error = StringField("Expected error")

    def fill_in(self) -> None:
        """What was typed for hidden values."""
        given = self.shown.into({name: self[name].data for name in GIVEN})
        for name in GIVEN:
            if self.shown.rows and not self[name].errors:
                self[name].show(given[name])

    @property
    def hidden(self) -> list[str]:
        return hidden_places({name: self[name].data for name in GIVEN})

    def body(self) -> dict[str, Any]:
        body = {name: value for name, value in super().body().items() if value not in (None, "")}
        body.pop("shown", None)
        return body


@bp.route(f"{TESTS}/new", methods=["GET", "POST"])
@only_in_develop
def new_flow_test(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """run_id: of the recorded run that it is made from, if one is."""
    flow = find_develop_flow(bench, flow_id)
    run_id = request.args.get("run_id")
    run = find_run(bench, flow_id, run_id) if run_id else None
    form = form_of(case_of(run, flow.triggers) if run else NEW, bench, flow)
    if form.is_submitted():
        with form.refusing():
            form.fill_in()
            test = create_flow_test(flow, form.read(FlowTestPost), me())
            flash(f"Test {test.name} is there now.")
            return redirect(url_for(".flow_tests", flow_id=flow_id))
    return drawn(form, bench, flow, run=run)


@bp.route(TEST, methods=["GET", "POST"])
@only_in_develop
def flow_test(bench: Bench, flow_id: str, test_id: str) -> ResponseReturnValue:
    flow = find_develop_flow(bench, flow_id)
    test = find_flow_test(flow_id, test_id)
    form = form_of(values_of(test), bench, flow)
    if form.is_submitted():
        with form.refusing():
            form.fill_in()
            with form.changing(test, values_of):
                update_flow_test(test, flow, form.read(FlowTestPost), me())
            flash("Saved.")
            return redirect(url_for(".flow_tests", flow_id=flow_id))
    return drawn(form, bench, flow, test=test)


def form_of(values: dict[str, Any], bench: Bench, flow: Flow) -> FlowTestForm:
    form = FlowTestForm.of(values)
    endpoints = endpoints_by_id(bench)
    choices = {str(trigger.get("key")): _named(trigger, endpoints) for trigger in flow.triggers}
    gone = str(values.get("trigger", ""))
    if gone and gone not in choices:  # or the first would be taken for it
        choices = {gone: "a trigger that is gone", **choices}
    form.trigger.choices = list(choices.items())
    return form


def _named(trigger: dict[str, Any], endpoints: dict[str, Endpoint]) -> str:
    """Buttons and timers with their labels: a workflow may have several."""
    start = starts_of([trigger], endpoints)[0]
    label = (trigger.get("meta") or {}).get("label")
    return f"{start.text}, {label}" if label and trigger["type"] != "endpoint" else start.text


def values_of(test: FlowTest) -> dict[str, Any]:
    return {
        "name": test.name,
        "trigger": test.trigger,
        "user": test.user or "",
        "payload": test.payload,
        "stubs": test.stubs,
        "expected": test.expected,
        "expected_error": test.expected_error or "",
    }


def drawn(
    form: FlowTestForm,
    bench: Bench,
    flow: Flow,
    *,
    test: FlowTest | None = None,
    run: RecordedRun | None = None,
) -> ResponseReturnValue:
    first = run.steps[0].before if run and run.steps else None
    return render_template(
        "admin/workflows/tests/form.html",
        form=form,
        flow=flow,
        test=test,
        run=run,
        is_cut=bool(run) and (first is None or first.is_cut),
        hidden=form.hidden,
        emails=emails_in(bench),
    ), form.status
