"""A workflow, opened so that somebody can try it: enabled or not, in develop or any version; and
run on from one of its nodes."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from app.errors import AppError, NotFound
from app.models import DEVELOP, Version
from app.services.run_records.drafts import Origin
from app.serving.runs.starter import Around, Cause, Starter
from app.serving.site import Site
from app.serving.snapshot.experience import Endpoint, Experience
from app.serving.snapshot.flow_rows import application_row, find_experience_flow, find_flow
from app.sqlite import begin_reading
from app.workflows.engine.run import Run
from app.workflows.flow import Flow, Trigger
from app.workflows.ports import Replies
from app.workflows.replies import ReplyDescription
from app.workflows.values import Payload

versions = Version.__table__.c


class OpenFlow(NamedTuple):
    """around: where the handlers of its errors are; experience: None unless it belongs to one."""

    flow: Flow
    around: Around
    experience: Experience | None

    def endpoint(self, id: str) -> Endpoint | None:
        endpoints = self.experience.endpoints if self.experience else ()
        return next((endpoint for endpoint in endpoints if endpoint.id == id), None)


def open_flow(site: Site, application_id: str, flow_id: str, version: str) -> OpenFlow:
    """version: by name, of the experience or of the workflow itself. Raises NotFound."""
    with site.store.engine.connect() as connection:
        begin_reading(connection)
        flow = _find(connection, application_id, flow_id, version)
    application_flows = tuple(site.library.application_flows(application_id))
    if flow.flow_class != "experience":
        return OpenFlow(flow, Around(application_flows=application_flows), None)
    revision = site.store.reads().revision(application_id) or 0
    experience = site.experiences.open(application_id, version, revision)
    if experience is None:
        raise NotFound("Version")
    known = {"endpoint": None, "user": None, "version": version, "authInfo": None}
    around = Around(experience.flows.flows, experience.application_flows, known)
    return OpenFlow(flow, around, experience)


def _find(connection: Connection, application_id: str, flow_id: str, version: str) -> Flow:
    application = application_row(connection, application_id)
    if application is None:
        raise NotFound("Application")
    if found := find_flow(connection, application, flow_id, version):
        return found
    named = (versions.application_id == application_id, versions.name == version)
    row = connection.execute(select(Version.__table__).where(*named)).one_or_none()
    flow = find_experience_flow(connection, application, row, flow_id) if row else None
    if flow is None:
        raise NotFound("Workflow")
    return flow


class NoRoom(AppError):
    """Too many runs wait already."""

    type = "Busy"
    status = 503

    def __init__(self) -> None:
        super().__init__("Too many workflows wait in this process; try again in a moment")


class RunOn(NamedTuple):
    """A run that begins in the middle. node_id: with what it begins; payload: what that node is
    given; trigger_kind: of the run that it goes on from."""

    flow_id: str
    node_id: str
    payload: dict[str, Any]
    trigger_kind: str


def run_on(site: Site, application_id: str, wanted: RunOn, seconds: float) -> str:
    """Begin it in develop, for real, and wait for its end, no longer than that. Gives its id; it is
    recorded whole, by then as far as it has come. Raises NotFound, NoRoom."""
    opened = open_flow(site, application_id, wanted.flow_id, DEVELOP)
    if wanted.node_id not in opened.flow.nodes:
        raise NotFound("Node")
    trigger = Trigger(wanted.trigger_kind, "", {}, {}, (wanted.node_id,))
    payload = _with_its_time(wanted.payload)
    awaited = Awaited(site)
    around = replace(opened.around, experience=payload.get("experience"))
    starter = Starter(site, around, Origin(application_id, is_trial=True))
    if not starter.start(opened.flow, trigger, payload, awaited):
        raise NoRoom
    awaited.wait(seconds)
    return awaited.run.id


class Unheard:
    """Takes the first reply and gives it to nobody: the request that it names was another run's to
    answer."""

    def __init__(self) -> None:
        self._is_taken = False

    def answer(self, reply_id: str, reply: ReplyDescription) -> bool:
        is_first, self._is_taken = not self._is_taken, True
        return is_first


class Trial(Cause):
    """Whatever it replies is unheard."""

    def __init__(self, unheard: Unheard) -> None:
        self._unheard = unheard

    def replies(self, flow: Flow, site: Site) -> Replies:
        return self._unheard


class Awaited(Trial):
    """run: the one that somebody waits for, not those that handle its error."""

    run: Run

    def __init__(self, site: Site) -> None:
        super().__init__(Unheard())
        self._site = site
        self._over = Event()

    def began(self, run: Run) -> None:
        self.run = run

    def ended(self, run: Run) -> None:
        self._over.set()

    def of_handler(self, handler: Flow) -> Cause:
        return Trial(self._unheard)

    def wait(self, seconds: float) -> bool:
        """Until it has ended, no longer than that: whether it has. What has been recorded of it is
        in the file then."""
        has_ended = self._over.wait(seconds)
        self._site.records.flush(seen_after=0)
        return has_ended


def _with_its_time(payload: dict[str, Any]) -> Payload:
    """`time` is a moment again; in JSON it was text."""
    with suppress(KeyError, TypeError, ValueError):
        return payload | {"time": datetime.fromisoformat(payload["time"])}
    return payload
