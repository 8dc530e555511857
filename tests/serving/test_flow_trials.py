"""Runs that begin in the middle of a workflow."""

from typing import Any

import pytest
from flask import Flask

from app.errors import NotFound
from app.experience.blueprint import site_of
from app.models import Flow
from app.services.run_records.reading import RecordedRun, read_run, runs_path
from app.serving.runs.trials import RunOn, run_on
from app.serving.site import Site

from .conftest import Museum, make_museum
from .doors import WsgiDoor
from .flows import delay, flow, node, on_error, store, stored, text, throw, trigger


@pytest.fixture
def site(app: Flask) -> Site:
    return site_of(app)


@pytest.fixture
def museum(owner: Any, app: Flask) -> Museum:
    return make_museum(owner, WsgiDoor(app))


def went_on(
    site: Site, made: Flow, node_id: str, seconds: float = 10, **payload: Any
) -> RecordedRun:
    wanted = RunOn(made.id, node_id, payload, "endpoint")
    id = run_on(site, made.application_id, wanted, seconds)
    run = read_run(runs_path(site.settings.data), id)
    assert run is not None
    return run


def test_it_begins_at_that_node_with_that_payload(museum: Museum, site: Site) -> None:
    made = flow(
        museum,
        trigger(museum.endpoint("/it"), "throw"),
        throw(),
        node("debug", "DebugNode", {"message": "{{ working.n }} {{ time }}"}, "reply"),
        text("unheard"),
    )
    run = went_on(site, made, "debug", working={"n": 4}, time="2025-03-01T12:00:00.000Z")
    assert [step.node_id for step in run.steps] == ["debug", "reply"]
    assert run.messages[0].text == "4 2025-03-01T12:00:00.000Z"
    assert run.status == "ended"
    assert run.is_trial


def test_it_acts_for_real(museum: Museum, site: Site) -> None:
    made = flow(museum, trigger(museum.endpoint("/it"), "reply"), store("visits"), text("x"))
    went_on(site, made, "store")
    assert stored(museum) == ["visits"]


def test_its_reply_is_recorded_and_nobody_gets_it(museum: Museum, site: Site) -> None:
    made = flow(museum, trigger(museum.endpoint("/it"), "reply"), text("unheard"))
    waiting = site.slots.open("a" * 24)
    run = went_on(site, made, "reply", data={"replyId": waiting.reply_id})
    site.slots.close(waiting)
    assert run.reply["body"] == "unheard"
    assert not waiting.future.done()


def test_what_handles_its_error_is_heard_by_nobody_either(museum: Museum, site: Site) -> None:
    made = flow(museum, trigger(None, "throw"), throw(), on_error("reply"), text("sorry"))
    waiting = site.slots.open("a" * 24)
    went_on(site, made, "throw", data={"replyId": waiting.reply_id})
    site.slots.close(waiting)
    assert not waiting.future.done()


def test_it_is_waited_for(museum: Museum, site: Site) -> None:
    made = flow(museum, trigger(None, "delay"), delay(0.2), text("late"))
    assert went_on(site, made, "delay").status == "ended"
    assert went_on(site, made, "delay", seconds=0).status == "running"


def test_its_error_is_recorded_and_handled(museum: Museum, site: Site) -> None:
    made = flow(museum, trigger(None, "throw"), throw(), on_error("store"), store("e"), text("x"))
    assert went_on(site, made, "throw").error_name == "Error"
    assert stored(museum) == ["e"]


def test_a_node_that_is_gone_is_not_found(museum: Museum, site: Site) -> None:
    made = flow(museum, trigger(None, "reply"), text("x"))
    with pytest.raises(NotFound):
        went_on(site, made, "gone")
