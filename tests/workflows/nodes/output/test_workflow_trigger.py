from datetime import UTC, datetime, timedelta

import pytest
from dirty_equals import IsApprox, IsStr
from sqlalchemy import select

from app.extensions import db
from app.models import FlowJob
from app.services.clock import now
from app.services.flow_ports.writing import writing
from app.services.flows.jobs import Job, schedule_job
from app.workflows.errors import Refused
from app.workflows.ports import Press, Pressed
from app.workflows.values import UNDEFINED
from tests import factories
from tests.workflows.fakes import START
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import FLOW_ID, run_node

BUTTON = {"type": "virtualButton", "meta": {"uiId": "press-me", "payload": '{"own": 1}'}}
PRESS = {
    "triggerWorkflowId": "{{ '~target~' }}",
    "triggerVirtualButtonId": "press-me",
    "resultPath": "working.ran",
}
PLAN = PRESS | {"behavior": "schedule", "secondsTemplate": "{{ data.body.seconds }}"}
BODY = {"seconds": 3600, "id": "a", "version": "v1", "at": "2030-01-02T03:04:05Z"}


def target(world):
    """An application flow of which develop is the default; version v1 has the same button."""
    made = factories.make_flow(world.application, flow_class="cloud", triggers=[BUTTON])
    factories.make_flow_version(made, version="v1", triggers=[BUTTON])
    other = factories.make_flow(world.application, triggers=[BUTTON])
    return {"target": made.id, "other": other.id}


def planned(target):
    def world(world):
        names = target(world)
        flow_id = names["target"]
        job = Job(world.application.id, flow_id, "develop", "press-me", "{}", flow_id, "a", START)
        with writing(db.engine) as connection:
            schedule_job(connection, job)
        return names

    return world


def jobs(world):
    """In how many seconds, and the rest of what is to come."""
    rows = db.session.scalars(select(FlowJob).filter_by(application_id=world.application.id))
    return [
        (round((row.run_at - now()).total_seconds(), -1), row.run_id, row.version, row.payload)
        for row in rows
    ]


def pressed(config, version="develop", payload=None, **options):
    told = {
        "flowId": "~target~",
        "virtualButtonId": "press-me",
        "flowVersion": version,
        "payload": payload or {"own": 1},
        "success": True,
    }
    options = {"world": target} | options
    return Case(PRESS | config, BODY, {"ran": told}, seen=[], look=jobs, **options)


def later(config, seconds=3600, order="new", run_id=None, version="default", **options):
    told = {"success": True, "runId": run_id or IsStr(), "runAt": IsStr(), "newOrUpdate": order}
    job = (seconds, run_id or IsStr(), version, '{"own":1}')
    options = {"world": target} | options
    return Case(PLAN | config, BODY, {"ran": Part(told)}, seen=[job], look=jobs, **options)


def seconds_to(date):
    return IsApprox((date - now()).total_seconds(), delta=3600)


test_over_http = over_http(
    "WorkflowTriggerNode",
    pressed({}),
    pressed({"flowVersionTemplate": "{{ data.body.version }}"}, "v1"),
    pressed({"payloadTemplate": '{"n": {{ data.body.seconds }}}'}, payload={"n": 3600}),
    pressed({"payloadTemplateType": "path", "payloadTemplate": "data.body"}, payload=BODY),
    pressed(
        {"payloadTemplateType": "string", "payloadTemplate": "n{{ data.body.id }}"}, payload="na"
    ),
    pressed({"payloadTemplateType": "path", "payloadTemplate": "data.none"}),
    pressed(
        {"triggerWorkflowId": "~other~"},
        error="NotFound: There is no application workflow ~other~ in version default",
    ),
    pressed(
        {"triggerVirtualButtonId": "gone"}, error=IsStr(regex="NotFound: .* no virtual button gone")
    ),
    later({}),
    later({"runIdTemplate": "{{ data.body.id }}"}, run_id="a"),
    later({"runIdTemplate": "a"}, run_id="a", order="update", world=planned(target)),
    later(
        {"scheduling": "absolute", "dateTemplate": "{{ data.body.at }}"},
        seconds_to(datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)),
    ),
    pressed(
        {"behavior": "schedule", "secondsTemplate": "-1"},
        error="ValidationError: In seconds must be from 0 to 31,622,400, not -1",
    ),
    Case(
        PRESS | {"behavior": "cancel", "runIdTemplate": "{{ data.body.id }}"},
        BODY,
        {"ran": {"runId": "a", "success": True}},
        world=planned(target),
        seen=[],
        look=jobs,
    ),
    Case(
        PRESS | {"behavior": "cancel", "runIdTemplate": "{{ data.body.id }}"},
        BODY,
        {"ran": Part(runId="a", success=False)},
        world=target,
    ),
)

TARGET = "64d000000000000000000009"
CONFIG = {
    "triggerWorkflowId": TARGET,
    "flowVersionTemplate": "v{{ data.n }}",
    "triggerVirtualButtonId": "uiId123",
    "payloadTemplate": '{"n": {{ data.n }}}',
    "resultPath": "working.ran",
}
SCHEDULE = CONFIG | {
    "behavior": "schedule",
    "secondsTemplate": "90",
    "runIdTemplate": "r{{ data.n }}",
}


class FakeButtons:
    """Remembers the presses, and refuses all if told so."""

    def __init__(self, refusal=None):
        self.refusal = refusal
        self.pressed = []
        self.scheduled = {}

    def press(self, press):
        if self.refusal:
            raise self.refusal
        self.pressed.append(press)
        return Pressed("v1.0", {"own": 1} if press.payload is UNDEFINED else press.payload)

    def schedule(self, press, run_id, at):
        pressed = self.press(press)
        is_new = run_id not in self.scheduled
        self.scheduled[run_id] = at
        return pressed, is_new

    def cancel(self, run_id):
        return self.scheduled.pop(run_id, None) is not None


def trigger(config=CONFIG, buttons=None, **changes):
    buttons = buttons or FakeButtons()
    return run_node("WorkflowTriggerNode", config | changes, {"n": 1}, buttons=buttons), buttons


def result(ran):
    return ran.payload["working"]["ran"]


def test_it_presses_a_button():
    ran, buttons = trigger()
    assert buttons.pressed == [Press(TARGET, "v1", "uiId123", {"n": 1}, FLOW_ID)]
    assert result(ran) == {
        "flowId": TARGET,
        "flowVersion": "v1.0",
        "virtualButtonId": "uiId123",
        "payload": {"n": 1},
        "success": True,
    }


@pytest.mark.parametrize(
    ("changes", "payload"),
    [
        ({"payloadTemplate": ""}, {"own": 1}),
        ({"payloadTemplateType": "path", "payloadTemplate": "data"}, None),
        ({"payloadTemplateType": "path", "payloadTemplate": "data.x"}, {"own": 1}),
        ({"payloadTemplateType": "string", "payloadTemplate": "n={{ data.n }}"}, "n=1"),
    ],
)
def test_the_payload_is_what_the_template_says_or_the_buttons_own(changes, payload):
    ran, _ = trigger(**changes)
    told = result(ran)["payload"]
    assert told == payload if payload else told["n"] == 1


def test_without_a_version_it_is_the_default_one():
    assert trigger(flowVersionTemplate="")[1].pressed[0].version == "default"


def test_a_button_that_is_not_there_halts_the_run():
    refusal = Refused("NotFound", "There is no such button")
    ran, _ = trigger(buttons=FakeButtons(refusal))
    assert ran.error == ("NotFound", "There is no such button")


def test_other_failures_stand_at_the_result_path_or_halt():
    buttons = FakeButtons(Refused("RateLimited", "too many"))
    ran, _ = trigger(buttons=buttons)
    assert result(ran)["success"] is False
    assert result(ran)["error"] == {"type": "RateLimited", "message": "too many"}
    assert trigger(buttons=buttons, resultPath="")[0].error == ("RateLimited", "too many")


def test_it_schedules_a_press():
    ran, buttons = trigger(SCHEDULE)
    assert buttons.scheduled == {"r1": START + timedelta(seconds=90)}
    assert result(ran) | {"payload": 0} == {
        "flowId": TARGET,
        "flowVersion": "v1.0",
        "virtualButtonId": "uiId123",
        "payload": 0,
        "success": True,
        "runId": "r1",
        "runAt": START + timedelta(seconds=90),
        "newOrUpdate": "new",
    }
    assert result(trigger(SCHEDULE, buttons)[0])["newOrUpdate"] == "update"


def test_without_a_run_id_it_makes_one_up():
    ran, buttons = trigger(SCHEDULE, runIdTemplate="")
    assert list(buttons.scheduled) == [result(ran)["runId"]]


@pytest.mark.parametrize("date", ["2030-01-02T03:04:05Z", "1893553445000"])
def test_it_schedules_at_a_date(date):
    _, buttons = trigger(SCHEDULE, scheduling="absolute", dateTemplate=date)
    assert buttons.scheduled["r1"] == datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes",
    [
        {"secondsTemplate": ""},
        {"secondsTemplate": "-1"},
        {"secondsTemplate": "soon"},
        {"scheduling": "absolute", "dateTemplate": ""},
        {"scheduling": "absolute", "dateTemplate": "tomorrow"},
    ],
)
def test_a_time_that_cannot_be_halts_the_run(changes):
    ran, buttons = trigger(SCHEDULE, **changes)
    assert ran.error is not None
    assert buttons.scheduled == {}


def test_it_cancels_what_was_scheduled():
    _, buttons = trigger(SCHEDULE)
    ran, _ = trigger(SCHEDULE, buttons, behavior="cancel")
    assert result(ran) == {"runId": "r1", "success": True}
    assert buttons.scheduled == {}


def test_cancelling_never_halts_the_run():
    ran, _ = trigger(SCHEDULE, behavior="cancel")
    assert (result(ran)["success"], result(ran)["error"]["type"]) == (False, "NotFound")
    nothing = run_node("WorkflowTriggerNode", SCHEDULE | {"behavior": "cancel"}, {"n": 1})
    assert result(nothing)["error"]["type"] == "NotAvailable"
