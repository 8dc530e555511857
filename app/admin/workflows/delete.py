"""Deleting a workflow: what it answers, and what becomes of that."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import Bench, me, only_in_develop
from app.admin.workflows.place import WORKFLOW, endpoints_by_id, find_develop_flow
from app.models import Endpoint, Flow
from app.services.experience.endpoint_flows import Starts, flows_by_endpoint
from app.services.flows import delete_flow
from app.services.stats import A_DAY, request_counts


class Left(NamedTuple):
    """An endpoint that starts it. keeps: what answers there without it, None for nothing;
    requests: of the last day."""

    endpoint: Endpoint
    keeps: str | None
    requests: int


@bp.route(f"{WORKFLOW}/delete", methods=["GET", "POST"])
@only_in_develop
def ask_to_delete_workflow(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_develop_flow(bench, flow_id)
    if request.method == "POST":
        delete_flow(flow, me())
        flash(f"Workflow {flow.name} is gone.")
        return redirect(url_for(".workflows"))
    starts = flows_by_endpoint(bench.version)
    return render_template(
        "admin/workflows/delete.html",
        flow=flow,
        left=left_by(bench, flow, starts),
        is_started_by_all=any(one.id == flow.id for one in starts.any),
    )


def left_by(bench: Bench, flow: Flow, starts: Starts) -> list[Left]:
    """Of endpoints that are on."""
    endpoints = endpoints_by_id(bench)
    counts = request_counts(bench.application, bench.version.name, A_DAY)
    found = []
    for id, endpoint in endpoints.items():
        started = starts.own.get(id, [])
        if not endpoint.enabled or not any(one.id == flow.id for one in started):
            continue
        others = [one.name for one in started if one.id != flow.id and one.enabled]
        others += [one.name for one in starts.any if starts.answers_any and one.id != flow.id]
        keeps = "its page or redirect" if endpoint.static_reply else ", ".join(others) or None
        found.append(Left(endpoint, keeps, counts.get(id, 0)))
    return found
