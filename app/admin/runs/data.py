"""A recorded run for the editor's script: where it went, and when."""

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import Bench
from app.admin.runs.place import RUN
from app.admin.runs.show import ShownRun, may_become_test, row_of, shown_run
from app.services.run_records.reading import Step


@bp.get(f"{RUN}/data")
def run_data(bench: Bench, flow_id: str, run_id: str) -> ResponseReturnValue:
    """Without payloads: they come with the part of the page that is about one step."""
    shown = shown_run(bench, flow_id, run_id)
    run = shown.run
    row = row_of(bench, run)
    return jsonify(
        id=run.id,
        flowId=run.flow_id,
        triggerKind=run.trigger_kind,
        endpointId=run.endpoint_id,
        started=run.started.isoformat(),
        clock=f"{run.started:%H:%M:%S}",
        milliseconds=run.milliseconds,
        status=run.status,
        replyStatus=row.status,
        user=row.user,
        isWhole=run.is_whole,
        isOfOlderEdit=shown.is_of_older_edit,
        stepsLeftOut=run.steps_left_out,
        error=run.error_name
        and {
            "name": run.error_name,
            "message": run.error_message,
            "nodeId": run.error_node_id,
            "label": run.error_node_label,
        },
        steps=[_step(shown, step) for step in run.steps],
        url=url_for(".run", flow_id=flow_id, run_id=run_id).partition("?")[0],
        links=_links(shown),
    )


def _links(shown: ShownRun) -> dict[str, str]:
    run = shown.run
    place: dict[str, Any] = {"flow_id": run.flow_id, "run_id": run.id}
    found = {"page": url_for(".run", **place)}
    if run.path:
        found["resend"] = url_for(".resend", **place)
    if run.trace_id and run.answer_status:
        found["trace"] = url_for(".request_trace", trace_id=run.trace_id)
    if may_become_test(shown):
        found["test"] = url_for(".new_flow_test", **place)
    return found


def _step(shown: ShownRun, step: Step) -> dict[str, Any]:
    """within: the number of the loop or the custom node's call around it."""
    return {
        "number": step.number,
        "after": step.after,
        "within": step.within,
        "nodeId": step.node_id,
        "flowId": step.flow_id,
        "label": step.label,
        "milliseconds": step.milliseconds,
        "output": step.output,
        "error": step.error and {"name": step.error.name, "message": step.error.message},
        "isGone": shown.is_gone(step),
    }
