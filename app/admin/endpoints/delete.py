"""Deleting an endpoint: what goes with it, and who gets its requests then."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from app.admin.blueprint import bp
from app.admin.endpoints.place import ENDPOINTS, endpoints_of, find_endpoint
from app.admin.forms import ResourceForm
from app.admin.place import Bench, me, only_in_develop
from app.models import Endpoint
from app.routing import successors
from app.services.experience.endpoint_flags import router_of
from app.services.experience.endpoint_flows import StartedFlow, flows_by_endpoint
from app.services.experience.endpoints import delete_endpoint, parsed_route
from app.services.stats import A_DAY, request_counts
from app.workflows.triggers import ANY_ENDPOINT

OTHER_STARTS = {
    "virtualButton": "a button",
    "flowError": "errors of workflows",
    "timer": "a timer",
    "webhook": "a webhook",
}


class DeleteForm(ResourceForm):
    include_workflows = BooleanField("Delete its workflows too")


class Leaving(NamedTuple):
    """also: what else starts the workflow, in words; "" if nothing does."""

    flow: StartedFlow
    also: str


@bp.route(f"{ENDPOINTS}/<endpoint_id>/delete", methods=["GET", "POST"])
@only_in_develop
def ask_to_delete_endpoint(bench: Bench, endpoint_id: str) -> ResponseReturnValue:
    endpoint = find_endpoint(bench, endpoint_id)
    form = DeleteForm()
    if form.is_submitted():
        name = f"{endpoint.method.upper()} {endpoint.route}"
        delete_endpoint(endpoint, me(), form.include_workflows.data)
        flash(f"{name} is gone.")
        return redirect(url_for(".endpoints"))
    endpoints = endpoints_of(bench)
    counts = request_counts(bench.application, bench.version.name, A_DAY)
    return render_template(
        "admin/endpoints/delete.html",
        endpoint=endpoint,
        form=form,
        leaving=leaving_with(endpoint, endpoints, flows_by_endpoint(bench.version).own),
        heirs=heirs_of(endpoint, endpoints),
        requests=counts.get(endpoint.id, 0),
    )


def leaving_with(
    endpoint: Endpoint, endpoints: Sequence[Endpoint], own: dict[str, list[StartedFlow]]
) -> list[Leaving]:
    """The workflows that it starts."""
    names = {one.id: f"`{one.method.upper()} {one.route}`" for one in endpoints}
    names[ANY_ENDPOINT] = "any other request"
    return [Leaving(flow, _also(flow, endpoint, names)) for flow in own.get(endpoint.id, [])]


def heirs_of(endpoint: Endpoint, endpoints: Sequence[Endpoint]) -> list[Endpoint | None]:
    """Who gets its requests without it; None stands for nobody."""
    router = router_of(endpoints, but=lambda one: one.id == endpoint.id)
    found = successors(router, endpoint.method, parsed_route(endpoint.route))
    return list(found)


def _also(flow: StartedFlow, endpoint: Endpoint, names: dict[str, str]) -> str:
    others = [names.get(id, "") for id in flow.endpoint_ids if id != endpoint.id]
    words = [*filter(None, others), *(OTHER_STARTS.get(kind, kind) for kind in flow.others)]
    return " and ".join(words)
