"""Runs a saved test of a workflow: once, at once, and without a trace in the world.

What leads outside is stubbed. Users, groups, storage and credentials are real, in a sandbox: what a
run writes there it can read again, and nobody else ever does. So a log-in works as it does for
visitors, and a test needs no stubs for what its workflow has in the house. Only its record stays.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from app.models import DEVELOP, FlowTest
from app.models.types import to_milliseconds
from app.redaction import redacted_text
from app.schemas.flow_test import ExpectedReply, Stub
from app.services.flow_ports.credentials import Credentials
from app.services.flow_ports.groups import Groups
from app.services.flow_ports.storage import Storage
from app.services.flow_ports.users import Users
from app.services.flow_tests.compare import Difference, differences
from app.services.run_records.drafts import Origin
from app.services.sandbox import sandbox
from app.serving.runs.starter import Cause, Starter
from app.serving.runs.stubs import NO_STUB, Stubs
from app.serving.runs.trials import OpenFlow, open_flow
from app.serving.site import Site
from app.serving.snapshot.library import CustomNodes
from app.workflows.engine.at_once import AtOnce, JumpingClock
from app.workflows.engine.run import Run
from app.workflows.flow import Flow, Trigger
from app.workflows.ports import Fields, Json, Ports, Replies
from app.workflows.replies import ReplyDescription
from app.workflows.triggers import PUBLIC, Relay, envelope
from app.workflows.values import UNDEFINED, Payload

OWN = ("data", "experience", "time")
"""Fields of a test's payload that are not put in as they are."""
NO_TRIGGER = "The workflow no longer has the trigger that this test begins with."
NO_USER = "The experience has no user {}."
NO_ERROR = "The run came to its end; it was to halt with {}."


@dataclass(frozen=True)
class FlowTestResult:
    """problems: sentences; run_id: of the record, None if there is none."""

    version: str
    time: datetime
    milliseconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    run_id: str | None = None

    @property
    def passed(self) -> bool:
        return not self.problems and not self.differences

    def wire(self) -> dict[str, Any]:
        """JSON to keep with the test."""
        stamp = self.time.isoformat().replace("+00:00", "Z")
        return {**asdict(self), "time": stamp, "passed": self.passed}


def run_flow_test(site: Site, test: FlowTest, version: str = DEVELOP) -> FlowTestResult:
    """version: by name. Raises NotFound if that has no such workflow."""
    opened = open_flow(site, test.application_id, test.flow_id, version)
    began, now = perf_counter(), to_milliseconds(site.now())
    trigger = next((one for one in opened.flow.triggers if one.key == test.trigger), None)
    if trigger is None:
        return FlowTestResult(version, now, problems=[NO_TRIGGER])
    with sandbox(site.app) as (app, engine):
        users = Users(app, test.application_id)
        user = users.find(test.user) if test.user else None
        if test.user and user is None:
            return FlowTestResult(version, now, problems=[NO_USER.format(test.user)])
        trial = _Trial(site, test, opened, trigger, user)
        run = trial.run(app, engine)
    site.records.write_now()
    return FlowTestResult(
        version,
        now,
        round((perf_counter() - began) * 1000, 1),
        [*trial.stubs.missing, *_problems(test, run)],
        _differences(test, trial.reply),
        run.id if site.records.is_on else None,
    )


class FreshState:
    """Fulfils ports.NodeState. Nothing is remembered from runs before, so that a test comes out the
    same however often the workflow has run."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str, str], Json] = {}

    def update(self, flow_id: str, node_id: str, name: str, change: Callable[[Json], Json]) -> Json:
        key = (flow_id, node_id, name)
        self._values[key] = after = change(self._values.get(key, UNDEFINED))
        return after


class _Trial(Cause):
    """One run and those that handle its error; the first reply of any of them counts."""

    def __init__(
        self, site: Site, test: FlowTest, opened: OpenFlow, trigger: Trigger, user: Fields | None
    ) -> None:
        self.stubs = Stubs([Stub.model_validate(stub) for stub in test.stubs])
        self.reply: ReplyDescription | None = None
        self._site = site
        self._test = test
        self._opened = opened
        self._trigger = trigger
        self._user = user
        self._reply_id = f"{trigger.key}.test-{secrets.token_urlsafe(12)}"
        self._runs: list[Run] = []

    def run(self, app: Flask, engine: Engine) -> Run:
        clock = JumpingClock(_moment(self._test.payload) or self._site.now())
        payload = self._payload(clock)
        experience = payload.get("experience")
        starter = Starter(
            self._site,
            replace(self._opened.around, experience=experience),
            Origin(self._test.application_id, is_trial=True),
            ports=self.stubs.around(self._ports(clock, app, engine)),
            host=AtOnce(clock),
        )
        starter.start(self._opened.flow, self._trigger, payload, self)
        return self._runs[0]

    # -- as the cause of its runs

    def replies(self, flow: Flow, site: Site) -> Replies:
        return self

    def answer(self, reply_id: str, reply: ReplyDescription) -> bool:
        if self.reply is not None or reply_id != self._reply_id:
            return False
        self.reply = reply
        return True

    def began(self, run: Run) -> None:
        self._runs.append(run)

    # -- what they are given

    def _ports(self, clock: JumpingClock, app: Flask, engine: Engine) -> Ports:
        id = self._test.application_id
        return Ports(
            clock=clock,
            replies=self,
            storage=Storage(engine),
            state=FreshState(),
            users=Users(app, id),
            groups=Groups(app, id),
            credentials=Credentials(app, id),
            javascript=self._site.javascript,
            custom_nodes=CustomNodes(self._site.library, id),
        )

    def _payload(self, clock: JumpingClock) -> Payload:
        given = self._test.payload
        user = self._user
        payload = envelope(
            self._opened.flow,
            self._trigger,
            now=to_milliseconds(clock.now()),
            data=self._data(given.get("data")),
            relay=Relay(user["id"], "experienceUser") if user else PUBLIC,
            experience=self._experience(given.get("experience")),
        )
        return payload | {name: value for name, value in given.items() if name not in OWN}

    def _data(self, given: Any) -> Any:
        """A request has all of its fields, even if the test names only some."""
        if self._trigger.kind != "endpoint":
            return given
        endpoint = self._opened.endpoint(self._trigger.key)
        asked = {"method": endpoint.method, "path": endpoint.route} if endpoint else {}
        empty: dict[str, Any] = {name: {} for name in ("headers", "query", "params", "cookies")}
        return {**asked, **empty, "body": "", **(given or {}), "replyId": self._reply_id}

    def _experience(self, given: Any) -> Mapping[str, Any] | None:
        if self._opened.experience is None:
            return None
        endpoint = self._opened.endpoint(self._trigger.key)
        return {
            "endpoint": endpoint.resource if endpoint else None,
            "user": self._user,
            "version": self._opened.flow.version,
            "authInfo": None,
            **(given or {}),
        }


def _moment(payload: Mapping[str, Any]) -> datetime | None:
    with suppress(KeyError, TypeError, ValueError):
        return datetime.fromisoformat(payload["time"])
    return None


def _problems(test: FlowTest, run: Run) -> list[str]:
    """What is wrong with the way that the run ended."""
    wanted = test.expected_error
    if run.error is None:
        return [NO_ERROR.format(wanted)] if wanted else []
    error = run.error.error
    if error.name in (wanted, NO_STUB):
        return []  # as it should, or told with the stubs
    at = f" at “{run.error.node_label}”" if run.error.node_label else ""
    instead = f" {wanted} was expected." if wanted else ""
    return [f"The run halted{at} with {error.name}: {redacted_text(error.message)}.{instead}"]


def _differences(test: FlowTest, reply: ReplyDescription | None) -> list[Difference]:
    if test.expected is None:
        return []
    return differences(ExpectedReply.model_validate(test.expected), reply)
