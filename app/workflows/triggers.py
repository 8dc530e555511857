"""Which triggers fire, and the payload each of them starts with."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.workflows.flow import Flow, Trigger
from app.workflows.values import Payload, copy_payload, load_json

ANY_ENDPOINT = "0" * 24
BUTTON = "virtualButton"


class Relay(NamedTuple):
    """Who acts: a user's id and "experienceUser", a flow's and "flow" …"""

    id: str
    kind: str


PUBLIC = Relay("0" * 24, "public")


def endpoint_triggers(flow: Flow, endpoint_id: str | None) -> Iterator[Trigger]:
    """endpoint_id: None if no route matched."""
    if flow.enabled:
        for trigger in flow.triggers:
            if trigger.kind == "endpoint" and trigger.key in (endpoint_id, ANY_ENDPOINT):
                yield trigger


def find_button(flow: Flow, *, key: str = "", ui_id: str = "") -> Trigger | None:
    """By its key, or by the `uiId` of its meta, which other flows know it by."""
    for trigger in flow.triggers:
        found = trigger.key == key if key else trigger.meta.get("uiId") == ui_id
        if trigger.kind == BUTTON and found:
            return trigger
    return None


def button_payload(meta: Mapping[str, Any] | None) -> Any:
    """What the editor keeps with a virtual button, as JSON text."""
    try:
        return load_json((meta or {}).get("payload") or "{}")
    except ValueError:
        return {}


def envelope(
    flow: Flow,
    trigger: Trigger,
    *,
    now: datetime,
    data: Any,
    relay: Relay | None = None,
    trigger_id: str | None = None,
    experience: Mapping[str, Any] | None = None,
) -> Payload:
    """A payload of its own for one run; nothing in it is shared.

    data: as the trigger says; trigger_id: unless it is the trigger's key; experience: of experience
    flows only.
    """
    payload: Payload = {
        "time": now,
        "data": copy_payload(data),
        "applicationId": flow.application["id"],
        "applicationName": flow.application["name"],
        "flowId": flow.id,
        "flowName": flow.name,
        "flowVersion": flow.version,
        "triggerId": trigger.key if trigger_id is None else trigger_id,
        "triggerType": trigger.kind,
        "globals": copy_payload(flow.globals),
    }
    if relay:
        payload |= {"relayId": relay.id, "relayType": relay.kind}
    if experience is not None:
        payload["experience"] = copy_payload(experience)
    return payload
