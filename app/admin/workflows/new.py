"""A new workflow: empty, one that answers an endpoint at once, or a kit with all that it needs."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import RadioField, SelectField, StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.endpoints.check import checked_route
from app.admin.forms import ResourceForm
from app.admin.place import Bench, me, only_in_develop
from app.admin.views.place import views_named
from app.admin.workflows.place import WORKFLOWS, endpoint_choices
from app.errors import AppError
from app.extensions import db
from app.models import Endpoint, Flow
from app.schemas.flow import FlowPost
from app.services.experience.route_check import RouteCheck
from app.services.flows import create_flow
from app.services.plans.kit_plans import KitPlan, NewEndpoint, NewPage, carry_out_kit
from app.services.starters import REPLIES, starter_flow
from app.services.starters.kits import KITS

EMPTY = "empty"


class NewFlowForm(ResourceForm):
    """Of each part of a kit there are two more fields: one to choose it, one for a new one."""

    name = StringField("Name")
    description = TextAreaField("Description")
    starter = RadioField("Begins with", choices=[EMPTY, *REPLIES, *KITS])
    endpoint = SelectField("Endpoint")

    def body(self) -> dict[str, Any]:
        """Of the starter, with the name and the description that were typed."""
        body = {"flowClass": "experience"}
        label = dict(self.endpoint.choices).get(self.endpoint.data)
        if self.starter.data in REPLIES and self.endpoint.data and label:
            post = starter_flow(self.starter.data, "starter", self.endpoint.data, label)
            body = post.model_dump(by_alias=True, exclude_none=True)
        return {**body, "name": self.name.data, "description": self.description.data}

    def chosen(self, kit: str, part: str) -> Any:
        """The field with what there is; "" for a new one."""
        return self[f"{kit}_{part}"]

    def new(self, kit: str, part: str) -> Any:
        """The field with the route of a new endpoint, or the name of a new page."""
        return self[f"{kit}_{part}_new"]


for kit_name, kit in KITS.items():
    for part_name, endpoint in kit.endpoints.items():
        field = f"{kit_name}_{part_name}"
        setattr(NewFlowForm, field, SelectField(endpoint.about))
        setattr(NewFlowForm, f"{field}_new", StringField("Route", default=endpoint.route))
    for part_name, page in kit.pages.items():
        field = f"{kit_name}_{part_name}"
        setattr(NewFlowForm, field, SelectField("Page"))
        setattr(NewFlowForm, f"{field}_new", StringField("Name", default=page.name))


@bp.route(f"{WORKFLOWS}/new", methods=["GET", "POST"])
@only_in_develop
def new_workflow(bench: Bench) -> ResponseReturnValue:
    """endpoint, starter and name may come along in the address."""
    asked = request.args.get("endpoint", "")
    starter = request.args.get("starter") or ("object" if asked else EMPTY)
    form = NewFlowForm.of({"starter": starter, "endpoint": asked})
    choices = endpoint_choices(bench)
    form.endpoint.choices = [("", "Choose an endpoint"), *choices]
    offer_parts(bench, form)
    if form.is_submitted():
        with form.refusing():
            flow = create(bench, form)
            flash(f"Workflow {flow.name} is there now.")
            return redirect(url_for(".workflow", flow_id=flow.id))
    return render_template(
        "admin/workflows/new.html",
        form=form,
        starters=REPLIES,
        kits=KITS,
        has_endpoints=bool(choices),
        checks=checks_of(bench, form),
    ), form.status


def create(bench: Bench, form: NewFlowForm) -> Flow:
    """Raises Refused."""
    if form.starter.data in KITS:
        return create_kit(bench, form, form.starter.data)
    if form.starter.data in REPLIES and form.endpoint.data not in dict(form.endpoint.choices[1:]):
        form.refuse("endpoint", "Choose the endpoint that it answers.")
    return create_flow(bench.application, form.read(FlowPost), me())


def create_kit(bench: Bench, form: NewFlowForm, name: str) -> Flow:
    """Raises Refused."""
    kit, layouts = KITS[name], views_named(bench, "layout")
    layout_id = layouts[0][0] if layouts else None
    plan = KitPlan(
        name,
        form.read(FlowPost),
        {
            part: form.chosen(name, part).data or NewEndpoint(form.new(name, part).data or "")
            for part in kit.endpoints
        },
        {
            part: form.chosen(name, part).data
            or NewPage(form.new(name, part).data or "", layout_id)
            for part in kit.pages
        },
    )
    try:
        return carry_out_kit(bench.application, plan, me())
    except AppError as error:
        error.field = field_of(form, name, error.field)
        raise


def field_of(form: NewFlowForm, kit: str, about: str | None) -> str | None:
    """The field for what the plan calls `endpoints.show`."""
    what, _, part = (about or "").partition(".")
    if what not in ("endpoints", "pages"):
        return about
    return f"{kit}_{part}" if form.chosen(kit, part).data else f"{kit}_{part}_new"


def offer_parts(bench: Bench, form: NewFlowForm) -> None:
    """Endpoints that have no reply of their own, by method, and pages."""
    awaiting = select(Endpoint).filter_by(version_id=bench.version.id)
    awaiting = awaiting.where(Endpoint.static_reply.is_(None)).order_by(Endpoint.route)
    endpoints = list(db.session.scalars(awaiting))
    pages = [("", "New page"), *views_named(bench, "page")]
    for name, kit in KITS.items():
        for key, part in kit.endpoints.items():
            fitting = [(one.id, one.route) for one in endpoints if one.method == part.method]
            form.chosen(name, key).choices = [("", "New endpoint"), *fitting]
        for key in kit.pages:
            form.chosen(name, key).choices = pages


def checks_of(bench: Bench, form: NewFlowForm) -> dict[str, RouteCheck | None]:
    """What the routes of new endpoints would mean, by the names of their fields."""
    return {
        form.new(name, key).name: checked_route(bench, part.method, form.new(name, key).data or "")
        for name, kit in KITS.items()
        for key, part in kit.endpoints.items()
        if not form.chosen(name, key).data
    }
