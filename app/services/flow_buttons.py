"""Virtual buttons: found here, and run by whoever runs flows in this process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import AppError, NotFound
from app.models import DEVELOP, Flow
from app.schemas.flow import ButtonPress
from app.services.author import Author
from app.services.flow_stats import versions_named
from app.services.flow_versions import find_flow_version
from app.workflows.triggers import BUTTON, button_payload


class Unavailable(AppError):
    """Nobody runs flows in this process."""

    type = "Unavailable"
    status = 503


class TooManyPresses(AppError):
    type = "RateLimited"
    status = 429


@dataclass(frozen=True)
class Press:
    """version: by name; trigger: as it is stored; data: what the payload starts with."""

    flow: Flow
    version: str
    trigger: Mapping[str, Any]
    data: Any
    by: Author


_run: Callable[[Press], None] | None = None


def run_with(run: Callable[[Press], None] | None) -> None:
    """At start, and None at the end. run: starts the run and returns; raises AppError."""
    global _run
    _run = run


def press_button(flow: Flow, press: ButtonPress, by: Author) -> None:
    """Raises NotFound, for the version or the button, and what the runner raises."""
    wanted = press.flow_version or DEVELOP
    content = flow if wanted == DEVELOP else find_flow_version(flow, wanted)
    trigger = next((one for one in content.triggers if _is_button(one, press.key)), None)
    if trigger is None:
        raise NotFound("Virtual button")
    if _run is None:
        raise Unavailable("Workflows do not run in this process")
    given = "payload" in press.model_fields_set
    data = press.payload if given else button_payload(trigger.get("meta"))
    _run(Press(flow, versions_named(flow, wanted).names[0], trigger, data, by))


def _is_button(trigger: Mapping[str, Any], key: str) -> bool:
    return trigger["type"] == BUTTON and trigger.get("key") == key
