"""A test that asks what a recorded run was asked, and expects what came of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.redaction import HIDDEN
from app.schemas.flow_test import METHODS
from app.services.run_records.reading import OutgoingCall, RecordedRun
from app.workflows.triggers import ANY_ENDPOINT

GIVEN = frozenset(
    {"applicationId", "applicationName", "flowId", "flowName", "flowVersion", "globals"}
    | {"triggerId", "triggerType", "relayId", "relayType", "experience"}
)
"""What a run gets from its workflow, its trigger and its user, each time anew."""
OF_REPLY = {"page_id": "pageId", "location": "location", "topics": "topics"}

Json = Any
Place = tuple[str | int, ...]


def case_of(run: RecordedRun, triggers: Sequence[dict[str, Any]]) -> dict[str, Json]:
    """The fields of a FlowTestPost, as on the wire. Values that the record hides stay hidden, see
    hidden_in(); of a run that halted no reply may be known.

    triggers: of the workflow as it is now.
    """
    payload = _first_payload(run)
    trigger = _trigger(run, payload, triggers)
    user = (payload.get("experience") or {}).get("user") or {}
    kept = {name: value for name, value in payload.items() if name not in GIVEN}
    if isinstance(kept.get("data"), dict):
        kept["data"] = {name: one for name, one in kept["data"].items() if name != "replyId"}
    if trigger == ANY_ENDPOINT:
        kept["triggerId"] = payload.get("triggerId")
    case = {
        "name": _name(run),
        "trigger": trigger,
        "user": user.get("email"),
        "payload": kept,
        "stubs": [_stub(call) for call in run.calls if call.port in METHODS],
        "expected": _expected(run),
    }
    return {name: value for name, value in case.items() if value is not None}


def hidden_in(value: Json, place: Place = ()) -> Iterator[Place]:
    """Where values stand, or parts of them, that a record does not show."""
    if isinstance(value, str) and HIDDEN in value:
        yield place
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from hidden_in(inner, (*place, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from hidden_in(inner, (*place, index))


def replaced(value: Json, place: Place, shown: str) -> Json:
    """A copy, with the hidden part at that place as it really is."""
    if not place:
        return value.replace(HIDDEN, shown) if isinstance(value, str) else value
    first, *rest = place
    if isinstance(value, dict):
        return {k: replaced(v, tuple(rest), shown) if k == first else v for k, v in value.items()}
    if isinstance(value, list):
        return [replaced(v, tuple(rest), shown) if at == first else v for at, v in enumerate(value)]
    return value


def _first_payload(run: RecordedRun) -> dict[str, Json]:
    before = run.steps[0].before if run.steps else None
    return before.value if before and isinstance(before.value, dict) else {}


def _trigger(
    run: RecordedRun, payload: dict[str, Json], triggers: Sequence[dict[str, Any]]
) -> str | None:
    """Its key; None if the workflow has no such trigger any more."""
    keys = [str(one.get("key")) for one in triggers if one["type"] == run.trigger_kind]
    wanted = (run.endpoint_id, payload.get("triggerId"))
    return next((key for key in keys if key in wanted), keys[0] if keys else None)


def _name(run: RecordedRun) -> str:
    asked = f"{run.method.upper()} {run.path}" if run.method and run.path else run.trigger_kind
    came = f" → {run.reply_status}" if run.reply_status else ""
    return f"{asked}{came}"[:255]


def _stub(call: OutgoingCall) -> dict[str, Json]:
    stub: dict[str, Json] = {"port": call.port, "method": call.method}
    if call.error is not None:
        return stub | {"error": {"kind": call.error_kind or "Refused", "message": call.error}}
    return stub | ({} if call.answer is None else {"answer": call.answer})


def _expected(run: RecordedRun) -> dict[str, Json] | None:
    reply = run.reply
    if not reply:
        return None
    found = {"kind": reply["kind"], "status": run.reply_status}
    if headers := reply.get("headers"):
        found["headers"] = headers
    if cookies := reply.get("cookies"):
        found["cookies"] = {name: _shown(cookie) for name, cookie in cookies.items()}
    found |= {ours: reply[its] for its, ours in OF_REPLY.items() if reply.get(its)}
    body = reply.get("data") if reply["kind"] == "page" else reply.get("body")
    return found | ({"body": body} if body not in (None, "", {}) else {})


def _shown(cookie: dict[str, Json]) -> dict[str, Json]:
    """What the record shows of it; where it hides all, it is enough that the cookie is set."""
    shown = {name: value for name, value in cookie.items() if value not in (HIDDEN, None, "")}
    return {"value": cookie.get("value")} | shown
