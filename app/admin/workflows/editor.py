"""The editor of a workflow: the page that hands the flow over to static/js/flow_editor, and what
that asks for while somebody works."""

from dataclasses import dataclass
from typing import Any

import orjson
from flask import current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from app.admin.blueprint import bp
from app.admin.forms import fingerprint
from app.admin.place import Bench, for_frozen_too, me
from app.admin.workflows.exact import exact
from app.admin.workflows.pickers import picker_options
from app.admin.workflows.place import WORKFLOW, endpoints_by_id, find_develop_flow, find_flow
from app.errors import AppError, ValidationError
from app.models import Flow
from app.schemas.base import Schema
from app.schemas.flow import FlowPatch, Part
from app.schemas.globals import GlobalsList
from app.schemas.messages import read
from app.services.flows import update_flow
from app.services.flows.graph import GRAPH, checked_graph
from app.services.flows.linked import AnyFlow
from app.services.flows.problems import flow_problems
from app.services.transaction import transaction
from app.services.version_diff.changes import Pair
from app.services.version_diff.workflows import flow_changes
from app.workflows.catalogue import TRIGGERS
from app.workflows.registry import palette

Json = dict[str, Any]


class SavedGraph(Schema):
    """What the editor changes of a flow. seen: fingerprint of what it began with."""

    seen: str
    triggers: list[Part]
    nodes: list[Part]
    globals: GlobalsList


@dataclass(frozen=True)
class Proposed:
    """What somebody wants to save, for a comparison with what is stored."""

    id: str
    name: str
    description: str | None
    enabled: bool
    triggers: list[Json]
    nodes: list[Json]
    globals: list[Json]


@bp.get(WORKFLOW)
def workflow(bench: Bench, flow_id: str) -> ResponseReturnValue:
    flow = find_flow(bench, flow_id)
    return render_template(
        "admin/workflows/editor.html",
        flow=flow,
        flow_id=flow_id,
        is_outline=request.args.get("view") == "outline",
        data=as_script(editor_data(bench, flow, flow_id)),
    )


@bp.post(f"{WORKFLOW}/graph")
def save_workflow(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """200 with the flow as it is stored now; 409 with theirs and the difference if somebody saved
    since `seen`; 400 with a message."""
    flow = find_develop_flow(bench, flow_id)
    try:
        given = read(SavedGraph, sent())
        graph = given.columns("seen")
        with transaction(flow):
            for name in ("triggers", "nodes"):
                graph[name] = exact(graph[name], getattr(flow, name))
            if given.seen != seen_of(flow):
                return jsonify(conflict(bench, flow, graph)), 409
            update_flow(flow, read(FlowPatch, graph), me())
    except AppError as error:
        if error.status >= 500:
            raise
        return jsonify(message=error.message), error.status
    return jsonify(flow=graph_of(flow), seen=seen_of(flow))


@bp.post(f"{WORKFLOW}/problems")
@for_frozen_too
def check_workflow(bench: Bench, flow_id: str) -> ResponseReturnValue:
    """Of the flow that is sent, which need not be saved."""
    flow = find_flow(bench, flow_id)
    return jsonify(problems=problems_in(bench, sent(), flow, flow_id))


def sent() -> Json:
    """The object that the script sends. Raises ValidationError."""
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise ValidationError(f"body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise ValidationError("body must be an object")
    return body


def editor_data(bench: Bench, flow: AnyFlow, flow_id: str) -> Json:
    """All that the scripts begin with. places: addresses."""
    places = {
        "save": url_for(".save_workflow", flow_id=flow_id),
        "check": url_for(".check_workflow", flow_id=flow_id),
        "settings": url_for(".workflow_settings", flow_id=flow_id),
        "press": url_for(".press_button", flow_id=flow_id),
        "paths": url_for(".workflow_paths", flow_id=flow_id),
        "runs": url_for(".recent_runs", flow_id=flow_id),
        "allRuns": url_for(".runs", flow=flow_id),
    }
    graph = graph_of(flow)
    return {
        "flow": {"id": flow_id, "name": flow.name, "flowClass": flow.flow_class, **graph},
        "seen": seen_of(flow),
        "problems": problems_in(bench, graph, flow, flow_id),
        "palette": {
            "nodes": palette(),
            "triggers": list(TRIGGERS.get(flow.flow_class, ())),
            "flowClass": flow.flow_class,
        },
        "options": picker_options(bench),
        "places": places,
        "csrf": generate_csrf(),
        "readOnly": bench.is_frozen,
        "lastRun": None,
    }


def as_script(data: Json) -> Markup:
    """JSON to stand in a page, its fields in the order they have: the side panel shows them so."""
    return htmlsafe_json_dumps(data, dumps=current_app.json.dumps, sort_keys=False)


def graph_of(flow: AnyFlow) -> Json:
    return {name: getattr(flow, name) for name in GRAPH}


def seen_of(flow: AnyFlow) -> str:
    return fingerprint(graph_of(flow))


def problems_in(bench: Bench, graph: Json, flow: AnyFlow, flow_id: str) -> list[Json]:
    return [
        {
            "level": problem.level,
            "rule": problem.rule,
            "message": problem.message,
            "nodeId": problem.node_id,
            "trigger": problem.trigger,
        }
        for problem in flow_problems(graph, flow.flow_class, bench.version, flow_id)
    ]


def conflict(bench: Bench, flow: Flow, graph: Json) -> Json:
    """Theirs, and what saving `graph` in its place would change, in words. Raises ValidationError
    if it could not be saved anyway."""
    wanted = checked_graph(graph, flow.flow_class, flow.id, flow.application_id)
    yours = Proposed(flow.id, flow.name, flow.description, flow.enabled, **wanted)
    endpoints = endpoints_by_id(bench)
    changes = flow_changes([Pair(flow, yours)], endpoints, endpoints)
    html = render_template("admin/workflows/_difference.html", changes=changes)
    return {"flow": graph_of(flow), "seen": seen_of(flow), "html": html}
