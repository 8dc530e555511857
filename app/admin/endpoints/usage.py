"""The tab Usage of an endpoint: what hangs on it, who serves it, how often, and trying it out."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.admin.blueprint import bp
from app.admin.endpoints.delete import Leaving, leaving_with
from app.admin.endpoints.place import ENDPOINTS, endpoints_of, find_endpoint
from app.admin.endpoints.traffic import spans, traffic_of
from app.admin.forms.reply import GONE, pages_in
from app.admin.place import Bench, for_frozen_too, me
from app.admin.publishing.addresses import DEFAULT_SLUG, Host, hosts_of
from app.admin.trials.form import WITH_BODY, Shown, TryForm, emails_in
from app.admin.trials.requests import ask
from app.extensions import db
from app.models import Endpoint, Version
from app.services.experience.endpoint_flows import StartedFlow, flows_by_endpoint
from app.services.flows.linked import flows_started_by, page_replies
from app.services.flows.stats import Totals, recent_totals
from app.services.plans.endpoint_plans import add_starter_flow

USAGE = f"{ENDPOINTS}/<endpoint_id>/usage"


class Started(NamedTuple):
    """also: what else starts the workflow, in words; totals: of the last day."""

    flow: StartedFlow
    also: str
    totals: Totals


class PageRow(NamedTuple):
    """page_id: "" where the page is gone. why: when it is returned; status: "" where that
    depends."""

    name: str
    page_id: str
    why: str
    status: str


@dataclass(frozen=True)
class Usage:
    """any_flows: those that every request starts; elsewhere: hosts of other versions that hold the
    endpoint; by_payload: names of workflows that answer with a page which the payload names."""

    flows: list[Started]
    any_flows: list[StartedFlow]
    pages: list[PageRow]
    by_payload: list[str]
    here: list[Host]
    elsewhere: list[Host]


@bp.route(USAGE, methods=["GET", "POST"])
@for_frozen_too
def endpoint_usage(bench: Bench, endpoint_id: str) -> ResponseReturnValue:
    endpoint = find_endpoint(bench, endpoint_id)
    form, tried = TryForm.sent(), None
    form.offer(bench, endpoint)
    if form.was_sent:
        with form.refusing():
            trial = form.trial(bench, endpoint.method)
            if request.method == "POST" and endpoint.method == "get" and not trial.runs_flows:
                return redirect(_linked(endpoint, form), 303)
            tried = ask(bench, trial)
    return (
        render_template(
            "admin/endpoints/usage.html",
            endpoint=endpoint,
            form=form,
            takes_body=endpoint.method in WITH_BODY,
            tried=tried,
            answer=Shown.of(tried) if tried else None,
            usage=usage_of(bench, endpoint),
            traffic=traffic_of(bench.application, bench.version.name, endpoint.id),
            spans=spans(),
            emails=emails_in(bench),
        ),
        form.status,
    )


@bp.post(f"{ENDPOINTS}/<endpoint_id>/workflows")
def add_starter_workflow(bench: Bench, endpoint_id: str) -> ResponseReturnValue:
    endpoint = find_endpoint(bench, endpoint_id)
    flow = add_starter_flow(endpoint, bench.application, me())
    flash(f"Workflow {flow.name} is there now, and starts with each request.")
    return redirect(url_for(".workflow", flow_id=flow.id))


def usage_of(bench: Bench, endpoint: Endpoint) -> Usage:
    starts = flows_by_endpoint(bench.version)
    leaving = leaving_with(endpoint, endpoints_of(bench), starts.own)
    pages, by_payload = _pages(bench, endpoint)
    here, elsewhere = _hosts(bench, endpoint)
    return Usage(_started(bench, leaving), starts.any, pages, by_payload, here, elsewhere)


def _started(bench: Bench, leaving: list[Leaving]) -> list[Started]:
    totals = recent_totals([one.flow.id for one in leaving])
    version = bench.version.name
    return [
        Started(one.flow, one.also, totals[one.flow.id].by_version.get(version, Totals()))
        for one in leaving
    ]


def _pages(bench: Bench, endpoint: Endpoint) -> tuple[list[PageRow], list[str]]:
    """Static replies first, then those of workflows; and workflows whose page the payload names."""
    names = pages_in(bench.version)
    rows = [
        _page(names, reply["value"], why, str(reply.get("statusCode") or status))
        for why, reply, status in _static(bench, endpoint)
        if reply and reply["type"] == "page"
    ]
    by_payload = []
    for one in page_replies(flows_started_by(endpoint.id, bench.version)):
        if "{{" in one.page_id:
            by_payload.append(one.flow)
        else:
            why = f"reply node {one.label} in {one.flow}"
            rows.append(_page(names, one.page_id, why, one.status or "200"))
    return rows, by_payload


def _static(bench: Bench, endpoint: Endpoint) -> list[tuple[str, dict[str, Any] | None, str]]:
    """When, the reply, and its status unless it sets one."""
    found = [("reply", endpoint.static_reply, "200")]
    if endpoint.access != "public":
        if endpoint.unauthorized_reply:
            found.append(("when refused", endpoint.unauthorized_reply, "401 or 403"))
        else:
            reply = bench.version.unauthorized_reply
            found.append(("when refused, the version's own", reply, "401 or 403"))
    return found


def _page(names: dict[str, str], id: str, why: str, status: str) -> PageRow:
    return PageRow(names.get(id, GONE), id if id in names else "", why, status)


def _hosts(bench: Bench, endpoint: Endpoint) -> tuple[list[Host], list[Host]]:
    query = select(Version.name).join(Endpoint, Endpoint.version_id == Version.id)
    holding = set(db.session.scalars(query.where(Endpoint.id == endpoint.id)))
    hosts = [host for host in hosts_of(bench.application) if host.version in holding]
    hosts = [host for host in hosts if host.kind != DEFAULT_SLUG] or hosts
    name = bench.version.name
    return (
        [host for host in hosts if host.version == name],
        [host for host in hosts if host.version != name],
    )


def _linked(endpoint: Endpoint, form: TryForm) -> str:
    """The same trial as an address."""
    names = ("path", "user", "host", "headers")
    given = {name: form[name].data for name in names if form[name].data}
    return url_for(".endpoint_usage", endpoint_id=endpoint.id, _anchor="try", **given)
