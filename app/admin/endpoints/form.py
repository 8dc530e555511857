"""One endpoint: all that can be set about it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.admin.blueprint import bp
from app.admin.endpoints.check import checked_route
from app.admin.endpoints.outcome import Outcome, Rules
from app.admin.endpoints.place import (
    ENDPOINTS,
    METHODS,
    address_of,
    endpoints_of,
    find_endpoint,
)
from app.admin.forms import ChipsField, PairsField, ResourceForm
from app.admin.forms.reply import ReplyField, pages_in, shown_reply
from app.admin.people.users import group_names, make_groups
from app.admin.place import Bench, me, only_in_develop
from app.models import Endpoint
from app.routing import neighbours
from app.schemas import EndpointPatch, EndpointPost
from app.services.experience.endpoint_flags import flags_of, router_of
from app.services.experience.endpoint_flows import Starts, flows_by_endpoint
from app.services.experience.endpoints import create_endpoint, parsed_route, update_endpoint
from app.services.experience.groups import admitted
from app.services.transaction import transaction

NEW = {"method": "get", "enabled": True, "access": "public"}
ACCESS = ("public", "authenticated", "group", "device")


class EndpointForm(ResourceForm):
    method = SelectField("Method", choices=[SelectChoice(name, name.upper()) for name in METHODS])
    route = StringField("Route")
    description = TextAreaField("Description")
    enabled = BooleanField("Enabled")
    access = RadioField("Who may call it", choices=[SelectChoice(name, name) for name in ACCESS])
    experience_group_ids = ChipsField("Groups")
    device_id_template = StringField("Device id")
    unauthorized_reply = ReplyField("Reply when access is refused")
    static_reply = ReplyField("Reply when access is granted")
    endpoint_tags = PairsField("Tags")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages: dict[str, str] = {}  # id → name, of the version

    def body(self) -> dict[str, Any]:
        """What is blank and never was anything else is left out."""
        body = super().body()
        fields = {"description": self.description, "deviceIdTemplate": self.device_id_template}
        unset = {name for name, field in fields.items() if not (field.data or field.object_data)}
        return {name: value for name, value in body.items() if name not in unset}


@bp.route(f"{ENDPOINTS}/new/custom", methods=["GET", "POST"])
@only_in_develop
def new_endpoint_form(bench: Bench) -> ResponseReturnValue:
    """method and route may come along in the address."""
    given = {name: request.args[name] for name in ("method", "route") if name in request.args}
    form = prepared(bench, NEW | given)
    if form.is_submitted():
        with form.refusing():
            with transaction(bench.application):
                make_groups(bench.application, form.experience_group_ids)
                endpoint = create_endpoint(bench.application, form.read(EndpointPost), me())
            flash(f"{endpoint.method.upper()} {endpoint.route} answers from now on.")
            return redirect(url_for(".endpoint", endpoint_id=endpoint.id))
    return (
        render_template(
            "admin/endpoints/new.html",
            form=form,
            check=typed_check(bench, form),
            outcomes=outcomes_of(bench, form, Starts()),
            version_answer=version_answer(bench, form),
        ),
        form.status,
    )


@bp.route(f"{ENDPOINTS}/<endpoint_id>", methods=["GET", "POST"])
def endpoint(bench: Bench, endpoint_id: str) -> ResponseReturnValue:
    endpoint = find_endpoint(bench, endpoint_id)
    form = prepared(bench, values_of(endpoint))
    if form.is_submitted():
        with form.refusing():
            with form.changing(endpoint, values_of):
                make_groups(bench.application, form.experience_group_ids)
                update_endpoint(endpoint, form.read(EndpointPatch), me())
            flash("Saved.")
            return redirect(url_for(".endpoint", endpoint_id=endpoint.id))
    return (
        render_template(
            "admin/endpoints/show.html",
            form=form,
            endpoint=endpoint,
            check=typed_check(bench, form, endpoint.id),
            **around(bench, endpoint, form),
        ),
        form.status,
    )


@bp.post(f"{ENDPOINTS}/outcome")
def endpoint_outcome(bench: Bench) -> ResponseReturnValue:
    """A fragment: what visitors would get from what is typed. Parameter: but, the endpoint."""
    form = prepared(bench, {})
    outcomes = outcomes_of(bench, form, flows_by_endpoint(bench.version), request.args.get("but"))
    return render_template("admin/endpoints/_outcome.html", outcomes=outcomes, form=form)


def prepared(bench: Bench, values: dict[str, Any]) -> EndpointForm:
    form = EndpointForm.of(values)
    form.pages = pages_in(bench.version)
    form.experience_group_ids.resolve(group_names(bench.application))
    form.static_reply.resolve(form.pages)
    form.unauthorized_reply.resolve(form.pages)
    return form


def typed_check(bench: Bench, form: EndpointForm, but: str = "") -> Any:
    """Only once something was sent: what is saved needs no check."""
    if not form.is_submitted():
        return None
    return checked_route(bench, form.method.data, form.route.data or "", but)


def outcomes_of(
    bench: Bench, form: EndpointForm, starts: Starts, endpoint_id: str | None = None
) -> list[Outcome]:
    groups = form.experience_group_ids
    rules = Rules(
        access=form.access.data or "public",
        groups=[groups.choices.get(id, id) for id in groups.data] + groups.new,
        static_reply=form.static_reply.data,
        unauthorized_reply=form.unauthorized_reply.data,
        version_reply=bench.version.unauthorized_reply,
        pages=form.pages,
        flows=starts.own.get(endpoint_id or "", []),
        answers_any=starts.answers_any,
    )
    return list(rules.outcomes())


def around(bench: Bench, endpoint: Endpoint, form: EndpointForm) -> dict[str, Any]:
    """What stands beside the form."""
    endpoints = endpoints_of(bench)
    starts = flows_by_endpoint(bench.version)
    near = neighbours(
        router_of(endpoints, but=lambda one: one.id == endpoint.id),
        endpoint.method,
        parsed_route(endpoint.route),
    )
    flags = flags_of(endpoints, form.pages, starts)
    return {
        "outcomes": outcomes_of(bench, form, starts, endpoint.id),
        "flags": flags.get(endpoint.id, []),
        "before": [one for one in near if one.goes_first],
        "after": [one for one in near if not one.goes_first],
        "address": address_of(bench, endpoint),
        "version_answer": version_answer(bench, form),
        "admitted": admitted(bench.application.id, [group.id for group in endpoint.groups]),
    }


def version_answer(bench: Bench, form: EndpointForm) -> str:
    """What the version says to those who are refused, in words."""
    reply = shown_reply(bench.version.unauthorized_reply, form.pages, "401 or 403", "302")
    if reply.kind == "none":
        return "Now: the built-in answer, 401 or 403"
    to = "page" if reply.kind == "page" else "redirect to"
    return f"Now: {to} {reply.name}, {reply.status}"


def values_of(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "method": endpoint.method,
        "route": endpoint.route,
        "description": endpoint.description or "",
        "enabled": endpoint.enabled,
        "access": endpoint.access,
        "experience_group_ids": [group.id for group in endpoint.groups],
        "device_id_template": endpoint.device_id_template or "",
        "unauthorized_reply": endpoint.unauthorized_reply,
        "static_reply": endpoint.static_reply,
        "endpoint_tags": dict(endpoint.endpoint_tags),
    }
