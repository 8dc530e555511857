"""A run goes on from one of its nodes, with another payload."""

from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.forms.json import JsonField, ShownField, hidden_places
from app.admin.place import Bench, only_in_develop
from app.admin.runs.place import RUN, find_run
from app.admin.workflows.place import find_develop_flow
from app.errors import NotFound
from app.services.run_records.reading import RecordedRun, Step
from app.serving.runs.trials import RunOn
from app.serving.runs.trials import run_on as begin_run
from app.serving.site import Site

SECONDS = 10.0
"""That a run is waited for; after that it goes on unwatched."""


class RunOnForm(ResourceForm):
    payload = JsonField("Payload")
    shown = ShownField("Values that were not recorded")

    def given(self) -> dict[str, Any]:
        """Raises Refused."""
        if self.payload.errors:
            raise Refused
        value = self.shown.into(self.payload.data)
        if not isinstance(value, dict):
            self.refuse("payload", 'A payload is an object, such as `{"data": {}}`.')
            raise Refused
        return value


@bp.route(f"{RUN}/steps/<step>/on", methods=["GET", "POST"])
@only_in_develop
def run_on(bench: Bench, flow_id: str, run_id: str, step: str) -> ResponseReturnValue:
    flow = find_develop_flow(bench, flow_id)
    run = find_run(bench, flow_id, run_id)
    found = step_of(run, step)
    before = found.before.value if found.before else None
    form = RunOnForm(data={"payload": before if before is not None else {}})
    if form.is_submitted():
        with form.refusing():
            wanted = RunOn(flow_id, found.node_id, form.given(), run.trigger_kind)
            new = begin_run(Site.of(current_app), bench.application.id, wanted, SECONDS)
            return redirect(url_for(".run", flow_id=flow_id, run_id=new), 303)
    return render_template(
        "admin/workflows/run_on.html",
        form=form,
        flow=flow,
        run=run,
        step=found,
        hidden=hidden_places(form.payload.data),
    ), form.status


def step_of(run: RecordedRun, number: str) -> Step:
    """A step of the workflow itself. Raises NotFound for one inside a custom node."""
    found = next((step for step in run.steps if str(step.number) == number), None)
    if found is None or found.flow_id != run.flow_id:
        raise NotFound("Step")
    return found
