"""flowRuns and flowRun: recorded runs of a workflow, which the original does not have."""

from datetime import timedelta
from typing import Any

from flask import current_app

from app.api.calls import Call, Resource
from app.api.flows import FLOW, row_of
from app.errors import NotFound
from app.schemas.flow_runs import (
    FlowRun,
    FlowRunAnswer,
    FlowRunList,
    FlowRunsQuery,
    RunCall,
    RunError,
    RunMessage,
    RunRequest,
    RunStep,
)
from app.services.run_records.reading import (
    RecordedRequest,
    RunFilter,
    RunSummary,
    find_runs,
    read_request,
    read_run,
    runs_path,
)
from app.services.stats import moment_of

run = Resource("flowRun", f"{FLOW}/runs/{{runId}}")
runs = Resource("flowRuns", f"{FLOW}/runs", items=run)


@runs.get()
def find_all(call: Call, query: FlowRunsQuery) -> FlowRunList:
    """Recorded runs, the newest first. Of a busy workflow only some are recorded, and all errors
    for which there is time."""
    flow = row_of(call)
    wanted = RunFilter(
        flow_id=flow.id,
        user_id=query.experience_user_id,
        version=query.flow_version,
        first=None if query.start is None else moment_of(query.start, "start"),
        last=None if query.end is None else moment_of(query.end, "end"),
        **{name: getattr(query, name) for name in SAME},
    )
    page = find_runs(_path(), call.application.id, wanted, query.page, query.per_page)
    return FlowRunList.of(
        page,
        items=[FlowRun.of(one, **_renamed(one)) for one in page.items],
        count=len(page.items),
        application_id=call.application.id,
        flow_id=flow.id,
        page=query.page,
        per_page=query.per_page,
    )


@run.get()
def find(call: Call) -> FlowRunAnswer:
    """One run: each step with its payload and its time, messages, calls, its reply and request."""
    flow = row_of(call)
    found = read_run(_path(), call.path["runId"])
    if found is None or (found.application_id, found.flow_id) != (flow.application_id, flow.id):
        raise NotFound("Run")
    request = read_request(_path(), found.trace_id) if found.trace_id else None
    return FlowRunAnswer.of(
        found,
        steps=[RunStep.of(one) for one in found.steps],
        messages=[RunMessage.of(one) for one in found.messages],
        calls=[RunCall.of(one) for one in found.calls],
        request=request and _request(request),
        **_renamed(found),
    )


SAME = ("status", "path", "method", "endpoint_id", "trace_id", "error", "node_id", "since")


def _renamed(found: RunSummary) -> dict[str, Any]:
    error = found.error_name and RunError(
        name=found.error_name, message=found.error_message or "", node_id=found.error_node_id
    )
    return {
        "flow_version": found.version,
        "trigger_type": found.trigger_kind,
        "experience_user_id": found.user_id,
        "creation_date": found.started,
        "last_updated": found.started + timedelta(milliseconds=found.milliseconds or 0),
        "error": error,
    }


def _request(found: RecordedRequest) -> RunRequest:
    return RunRequest.of(found, time=found.started)


def _path() -> Any:
    return runs_path(current_app.config["FOYER"].data)
