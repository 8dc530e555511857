"""Virtual buttons: found here, and run by whoever runs flows in this process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from app.errors import AppError, NotFound
from app.models import DEVELOP, Flow
from app.schemas.flow import ButtonPress
from app.services.author import Author
from app.services.flow_stats import versions_named
from app.services.flow_versions import find_flow_version


class Unavailable(AppError):
    """Nobody runs flows in this process."""

    type = "Unavailable"
    status = 503


@dataclass(frozen=True)
class Press:
    """version: by name; trigger: as it is stored; data: what the payload starts with."""

    flow: Flow
    version: str
    trigger: Mapping[str, Any]
    data: Any
    by: Author


_run: Callable[[Press], None] | None = None


def run_with(run: Callable[[Press], None]) -> None:
    """Once, at start. run: starts the run and returns."""
    global _run
    _run = run


def press_button(flow: Flow, press: ButtonPress, by: Author) -> None:
    """Raises NotFound, for the version or the button."""
    wanted = press.flow_version or DEVELOP
    content = flow if wanted == DEVELOP else find_flow_version(flow, wanted)
    trigger = next((one for one in content.triggers if _is_button(one, press.key)), None)
    if trigger is None:
        raise NotFound("Virtual button")
    if _run is None:
        raise Unavailable("Workflows do not run in this process")
    given = "payload" in press.model_fields_set
    data = press.payload if given else _own_payload(trigger)
    _run(Press(flow, versions_named(flow, wanted).names[0], trigger, data, by))


def _is_button(trigger: Mapping[str, Any], key: str) -> bool:
    return trigger["type"] == "virtualButton" and trigger.get("key") == key


def _own_payload(trigger: Mapping[str, Any]) -> Any:
    """What the editor keeps with the button, as JSON text."""
    try:
        return orjson.loads((trigger.get("meta") or {}).get("payload") or "{}")
    except orjson.JSONDecodeError:
        return {}
