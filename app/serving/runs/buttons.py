"""Presses of virtual buttons: runs that no request waits for."""

from dataclasses import dataclass
from datetime import datetime

from app.errors import ValidationError
from app.models.types import to_milliseconds
from app.services.flow_ports.node_state import NodeState
from app.services.flow_ports.writing import writing
from app.services.flows import buttons as flow_buttons
from app.services.flows.buttons import Outcome, TooManyPresses
from app.services.flows.jobs import Job, cancel_job, schedule_job
from app.services.run_records.drafts import Origin
from app.serving.runs.starter import Around, Cause, Starter
from app.serving.runs.trials import Awaited, NoRoom
from app.serving.site import Site
from app.workflows.errors import Refused
from app.workflows.flow import Flow, Trigger
from app.workflows.ports import Json, Press, Pressed
from app.workflows.triggers import Relay, button_payload, envelope, find_button
from app.workflows.turns import take_turn
from app.workflows.values import UNDEFINED, PayloadTooDeep, dump_json, epoch_ms, load_json

EVERY, BURST = 0.1, 100
"""Seconds from press to press of one flow's buttons, and how many at once after a quiet time."""
LONGEST_ID = 255


@dataclass(frozen=True)
class Button:
    flow: Flow
    trigger: Trigger
    around: Around

    def start(
        self,
        site: Site,
        data: Json,
        relay: Relay,
        cause: Cause | None = None,
        is_trial: bool = False,
    ) -> bool:
        """Its run, which goes on by itself once it must wait. Whether there was room. Raises
        PayloadTooDeep."""
        payload = envelope(
            self.flow,
            self.trigger,
            now=to_milliseconds(site.now()),
            data=data,
            relay=relay,
            experience=self.around.experience,
        )
        origin = Origin(self.flow.application["id"], is_trial=is_trial)
        starter = Starter(site, self.around, origin)
        return starter.start(self.flow, self.trigger, payload, cause or Cause())


class PressedRun(Awaited):
    """Fulfils flow_buttons.Pressed."""

    def outcome(self, patience: float) -> Outcome:
        has_ended = self.wait(patience)
        failed = self.run.error
        return Outcome(
            run_id=self.run.id if self._site.records.is_on else None,
            has_ended=has_ended,
            milliseconds=round(self.run.seconds_passed * 1000, 1),
            error=failed.error.name if failed else "",
            message=failed.error.message if failed else "",
            node_id=failed.node_id if failed else "",
            node_label=failed.node_label if failed else "",
        )


def press_button(site: Site, press: flow_buttons.Press) -> PressedRun:
    """For a person or a program. Raises AppError."""
    flow, around = _opened(site, press)
    trigger = find_button(flow, key=press.trigger["key"]) if flow and flow.enabled else None
    if flow is None or trigger is None:
        raise ValidationError(f"The workflow {press.flow.name} is disabled in {press.version}")
    relay, pressed = Relay(press.by.id, press.by.kind), PressedRun(site)
    try:
        refuse_too_many(site, flow)
        button = Button(flow, trigger, around)
        has_room = button.start(site, press.data, relay, pressed, press.is_trial)
    except Refused as refused:
        raise TooManyPresses(refused.message) from refused
    except PayloadTooDeep as error:
        raise ValidationError(str(error), "payload") from error
    if not has_room:
        raise NoRoom
    return pressed


def run_job(site: Site, job: Job) -> None:
    """Raises Refused if its button is gone by now."""
    data = load_json(job.payload)
    press = Press(job.flow_id, job.version, job.button_id, data, job.by_id)
    application_button(site, job.application_id, press).start(site, data, Relay(job.by_id, "flow"))


class Buttons:
    """Fulfils ports.Buttons."""

    def __init__(self, site: Site, application_id: str) -> None:
        self._site = site
        self._application_id = application_id

    def press(self, press: Press) -> Pressed:
        button = application_button(self._site, self._application_id, press)
        refuse_too_many(self._site, button.flow)
        pressed = _pressed(button, press)
        button.start(self._site, pressed.payload, Relay(press.by, "flow"))
        return pressed

    def schedule(self, press: Press, run_id: str, at: datetime) -> tuple[Pressed, bool]:
        button = application_button(self._site, self._application_id, press)
        refuse_too_many(self._site, button.flow)
        pressed = _pressed(button, press)
        if len(run_id) > LONGEST_ID:
            raise Refused("Validation", f"A run ID has {LONGEST_ID} characters at most")
        job = Job(
            application_id=self._application_id,
            flow_id=button.flow.id,
            version=press.version,
            button_id=press.button_id,
            payload=dump_json(pressed.payload),
            by_id=press.by,
            run_id=run_id,
            run_at=at,
        )
        with writing(self._site.store.engine) as connection:
            is_new = schedule_job(connection, job)
        self._site.jobs.changed()
        return pressed, is_new

    def cancel(self, run_id: str) -> bool:
        with writing(self._site.store.engine) as connection:
            return cancel_job(connection, self._application_id, run_id)


def application_button(site: Site, application_id: str, press: Press) -> Button:
    """Raises Refused."""
    flow = site.library.find(application_id, press.flow_id, press.version)
    if flow is None or flow.flow_class != "cloud":
        where = f"{press.flow_id} in version {press.version}"
        raise Refused("NotFound", f"There is no application workflow {where}")
    trigger = find_button(flow, ui_id=press.button_id)
    if trigger is None:
        message = f"The workflow {flow.name} has no virtual button {press.button_id}"
        raise Refused("NotFound", message)
    if not flow.enabled:
        raise Refused("Validation", f"The workflow {flow.name} is disabled")
    return Button(flow, trigger, _around_application(site, application_id))


def refuse_too_many(site: Site, flow: Flow) -> None:
    """Counted in the database: whichever processes the presses come to."""
    time = epoch_ms(site.now())
    state = NodeState(site.store.engine).update(
        flow.id, "", "presses", lambda before: take_turn(before, time, EVERY, BURST)
    )
    if not state["granted"]:
        seconds = EVERY * BURST
        message = f"The buttons of one workflow may be pressed {BURST} times in {seconds:g} seconds"
        raise Refused("RateLimited", message)


def _pressed(button: Button, press: Press) -> Pressed:
    own = press.payload is UNDEFINED
    data = button_payload(button.trigger.meta) if own else press.payload
    return Pressed(button.flow.version, data)


def _opened(site: Site, press: flow_buttons.Press) -> tuple[Flow | None, Around]:
    application_id, flow_id = press.flow.application_id, press.flow.id
    if not press.flow.is_experience:
        flow = site.library.find(application_id, flow_id, press.version)
        return flow, _around_application(site, application_id)
    revision = site.store.reads().revision(application_id) or 0
    experience = site.experiences.open(application_id, press.version, revision)
    if experience is None:
        return None, Around()
    around = Around(
        experience.flows.flows,
        experience.application_flows,
        {"version": press.version},
    )
    return experience.flows.get(flow_id), around


def _around_application(site: Site, application_id: str) -> Around:
    flows = tuple(site.library.application_flows(application_id))
    return Around(application_flows=flows)
