"""Virtual buttons: found here, and run by whoever runs flows in this process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from app.errors import AppError, NotFound
from app.models import DEVELOP, Flow
from app.schemas.flow import ButtonPress
from app.services.author import Author
from app.services.flows.linked import AnyFlow
from app.services.flows.stats import versions_named
from app.services.flows.versions import find_flow_version
from app.workflows.triggers import BUTTON, button_payload


class Unavailable(AppError):
    """Nobody runs flows in this process."""

    type = "Unavailable"
    status = 503


class TooManyPresses(AppError):
    type = "RateLimited"
    status = 429


class Button(NamedTuple):
    """payload: what its run begins with unless the press brings something else."""

    key: str
    label: str
    payload: Any


@dataclass(frozen=True)
class Press:
    """version: by name; trigger: as it is stored; data: what the payload starts with; is_trial:
    somebody tries it, so its run is recorded whatever else goes on, and not counted."""

    flow: Flow
    version: str
    trigger: Mapping[str, Any]
    data: Any
    by: Author
    is_trial: bool = False


@dataclass(frozen=True)
class Outcome:
    """How far the run has come. run_id: of its record, None if runs are not recorded; node_id,
    node_label: where it halted, blank if no node is to blame."""

    run_id: str | None
    has_ended: bool
    milliseconds: float
    error: str = ""
    message: str = ""
    node_id: str = ""
    node_label: str = ""


class Pressed(Protocol):
    def outcome(self, patience: float) -> Outcome:
        """As soon as the run ends, and after that many seconds anyway."""


_run: Callable[[Press], Pressed] | None = None


def run_with(run: Callable[[Press], Pressed] | None) -> None:
    """At start, and None at the end. run: starts the run; raises AppError."""
    global _run
    _run = run


def press_button(flow: Flow, press: ButtonPress, by: Author, is_trial: bool = False) -> Pressed:
    """is_trial: see Press. Raises NotFound, for the version or the button, and what the runner
    raises."""
    wanted = press.flow_version or DEVELOP
    content = flow if wanted == DEVELOP else find_flow_version(flow, wanted)
    trigger = next((one for one in content.triggers if _is_button(one, press.key)), None)
    if trigger is None:
        raise NotFound("Virtual button")
    if _run is None:
        raise Unavailable("Workflows do not run in this process")
    given = "payload" in press.model_fields_set
    data = press.payload if given else button_payload(trigger.get("meta"))
    version = versions_named(flow, wanted).names[0]
    return _run(Press(flow, version, trigger, data, by, is_trial))


def buttons_of(flow: AnyFlow) -> list[Button]:
    """In the order of its triggers."""
    return [
        Button(
            trigger["key"],
            (trigger.get("meta") or {}).get("label") or "Virtual Button",
            button_payload(trigger.get("meta")),
        )
        for trigger in flow.triggers
        if trigger["type"] == BUTTON and trigger.get("key")
    ]


def _is_button(trigger: Mapping[str, Any], key: str) -> bool:
    return trigger["type"] == BUTTON and trigger.get("key") == key
