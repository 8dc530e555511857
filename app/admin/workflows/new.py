"""A new workflow: empty, or one that answers an endpoint at once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.place import Bench, Frozen, me
from app.admin.workflows.place import WORKFLOWS, endpoint_choices
from app.schemas.flow import FlowPost
from app.services.flows import create_flow
from app.services.starters import REPLIES, starter_flow

EMPTY = "empty"


class NewFlowForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")
    starter = RadioField("Begins with", choices=[EMPTY, *REPLIES])
    endpoint = SelectField("Endpoint")

    def body(self) -> dict[str, Any]:
        """Of the starter, with the name and the description that were typed."""
        body = {"flowClass": "experience"}
        label = dict(self.endpoint.choices).get(self.endpoint.data)
        if self.starter.data in REPLIES and self.endpoint.data and label:
            post = starter_flow(self.starter.data, "starter", self.endpoint.data, label)
            body = post.model_dump(by_alias=True, exclude_none=True)
        return {**body, "name": self.name.data, "description": self.description.data}


@bp.route(f"{WORKFLOWS}/new", methods=["GET", "POST"])
def new_workflow(bench: Bench) -> ResponseReturnValue:
    """endpoint may come along in the address."""
    if bench.is_frozen:
        raise Frozen
    asked = request.args.get("endpoint", "")
    form = NewFlowForm.of({"starter": "object" if asked else EMPTY, "endpoint": asked})
    choices = endpoint_choices(bench)
    form.endpoint.choices = [("", "Choose an endpoint"), *choices]
    if form.is_submitted():
        with form.refusing():
            if form.starter.data in REPLIES and form.endpoint.data not in dict(choices):
                form.refuse("endpoint", "Choose the endpoint that it answers.")
            flow = create_flow(bench.application, form.read(FlowPost), me())
            flash(f"Workflow {flow.name} is there now.")
            return redirect(url_for(".workflow", flow_id=flow.id))
    return render_template(
        "admin/workflows/new.html", form=form, starters=REPLIES, has_endpoints=bool(choices)
    ), form.status
