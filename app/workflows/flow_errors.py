"""A run that halts fires flow-error triggers, each in a run of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.workflows import paths
from app.workflows.engine.run import Run, RunError
from app.workflows.flow import Flow, Trigger
from app.workflows.values import copy_payload, dump_json

KIND = "flowError"
LARGEST_PAYLOAD = 256 * 1024  # bytes of JSON
TOO_LARGE = "Payload data omitted due to size"
DEFAULT_SCOPE = "local"
REPLY_ID = "data.replyId"

Handler = tuple[Flow, Trigger]


def error_handlers(
    failed: Flow,
    trigger: Trigger,
    experience_flows: Iterable[Flow],
    application_flows: Iterable[Flow],
) -> list[Handler]:
    """What fires, the most specific first. A handler's own errors fire nothing.

    failed, trigger: of the run that halted; experience_flows: of the same version;
    application_flows: in their default versions.
    """
    if trigger.kind == KIND:
        return []
    of_experience = failed.flow_class == "experience"
    beside: Iterable[Flow] = experience_flows if of_experience else application_flows
    around = "experience" if of_experience else "cloud"
    handlers = [*_handlers([failed], "local"), *_handlers(beside, around)]
    if of_experience:
        handlers += _handlers(application_flows, "experience")
    return [*handlers, *_handlers(application_flows, "global")]


def handles_errors(flow: Flow) -> bool:
    return any(trigger.kind == KIND for trigger in flow.triggers)


def _handlers(flows: Iterable[Flow], scope: str) -> Iterator[Handler]:
    for flow in flows:
        for trigger in flow.triggers:
            own = trigger.config.get("scope") or DEFAULT_SCOPE
            if flow.enabled and trigger.kind == KIND and own == scope:
                yield flow, trigger


def error_data(run: Run, failure: RunError) -> dict[str, Any]:
    """`data` of the handler's payload."""
    error: dict[str, Any] = {"name": failure.error.name, "message": failure.error.message}
    if failure.error.stack:
        error["stack"] = list(failure.error.stack)
    payload = run.payload if failure.payload is None else failure.payload
    too_large = len(dump_json(payload).encode(errors="replace")) > LARGEST_PAYLOAD
    data = {
        "errorInfo": {"error": error, "nodeId": failure.node_id, "nodeType": failure.node_kind},
        "erroredPayload": TOO_LARGE if too_large else copy_payload(payload),
    }
    reply_id = paths.get(payload, REPLY_ID)
    return data | ({"replyId": reply_id} if isinstance(reply_id, str) else {})
