"""What starts a workflow, in words."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.models import Endpoint
from app.workflows.triggers import ANY_ENDPOINT

KINDS = {
    "endpoint": "an endpoint",
    "flowError": "an error in a workflow",
    "virtualButton": "a button",
    "timer": "a timer",
    "webhook": "a webhook",
}


class Start(NamedTuple):
    """endpoint: None if it is no endpoint that starts it, or one that is gone."""

    text: str
    endpoint: Endpoint | None = None
    is_dead: bool = False


def starts_of(triggers: Iterable[dict[str, Any]], endpoints: Mapping[str, Endpoint]) -> list[Start]:
    """endpoints: of the version, by id. Each start once, in the order of the triggers."""
    return list(dict.fromkeys(_start(trigger, endpoints) for trigger in triggers))


def _start(trigger: dict[str, Any], endpoints: Mapping[str, Endpoint]) -> Start:
    kind, key = str(trigger.get("type")), str(trigger.get("key"))
    if kind != "endpoint":
        return Start(KINDS.get(kind, kind))
    if key == ANY_ENDPOINT:
        return Start("any endpoint")
    endpoint = endpoints.get(key)
    if endpoint is None:
        return Start("an endpoint that is gone", is_dead=True)
    return Start(f"{endpoint.method.upper()} {endpoint.route}", endpoint)
