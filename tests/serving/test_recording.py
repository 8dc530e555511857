"""Requests leave records and counts of the runs that they start."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson
import pytest
from flask import Flask

from app.experience.blueprint import site_of
from app.extensions import db
from app.models import Flow, FlowCount, FlowError
from app.services.run_records.file import RunFile
from app.services.run_records.reading import (
    RecordedRun,
    RunFilter,
    RunSummary,
    find_runs,
    read_request,
    read_run,
    runs_path,
)
from app.services.run_records.writer import RunRecords
from app.serving.counters import Counters
from app.serving.request import PublicRequest, Reply
from app.serving.sampling import Sampler
from app.serving.serve import serve
from app.serving.site import Site

from .. import factories
from ..browser.server import Server
from .conftest import Museum
from .doors import Door, WsgiDoor, ask, connections_by_process
from .test_flows import answering, delay, flow, node, on_error, text, throw, trigger

MEGABYTE = 1024 * 1024
SECONDS = 20
EVERY = 10**9


@pytest.fixture
def door(app: Flask) -> Door:
    return WsgiDoor(app)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


@pytest.fixture
def site(app: Flask, path: Path) -> Iterator[Site]:
    """With a file of its own, in which every run is recorded."""
    records = RunRecords(RunFile(path, 16 * MEGABYTE), timedelta(days=7))
    counters = Counters(db.engine, timedelta(days=31))
    sampler = Sampler(EVERY, EVERY)
    yield replace(site_of(app), records=records, sampler=sampler, counters=counters)
    records.stop()


def asked(museum: Museum, site: Site, path: str = "/", query: str = "", **options: Any) -> Reply:
    headers = {"host": museum.host} | options.pop("headers", {})
    request = PublicRequest(
        method="get", host=museum.host, path=path, query_string=query, headers=headers
    )
    return serve(request, site, **options)


def recorded(museum: Museum, site: Site, **wanted: Any) -> list[RunSummary]:
    """The newest first."""
    site.records.flush()
    path = site.records._file.path  # type: ignore[union-attr]
    return find_runs(path, museum.application.id, RunFilter(**wanted)).items


def only(museum: Museum, site: Site, path: Path) -> RecordedRun:
    [summary] = recorded(museum, site)
    run = read_run(path, summary.id)
    assert run is not None
    return run


# -- the record


def test_a_request_leaves_a_record_of_its_run(museum: Museum, site: Site, path: Path) -> None:
    endpoint = answering(museum, "/rooms/{room}", node("n", "DebugNode", {}, "reply"), text("hi"))
    user = museum.user()
    reply = asked(museum, site, "/rooms/7", headers=museum.bearer(user))
    run = only(museum, site, path)
    assert (run.status, run.reply_status, run.reply["body"]) == ("ended", 200, "hi")
    assert (run.method, run.path, run.endpoint_id) == ("get", "/rooms/7", endpoint.id)
    assert (run.user_id, run.version, run.trigger_kind) == (user.id, "develop", "endpoint")
    assert reply.trace is not None
    assert run.trace_id == reply.trace.id
    assert [step.node_id for step in run.steps] == ["n", "reply"]


def test_no_secret_of_a_request_is_in_the_file(museum: Museum, site: Site, path: Path) -> None:
    secrets = ["visitor-token", "cookie-value", "query-secret", "stored-password"]
    rule = {"type": "set", "destination": "working.password", "valueTemplate": secrets[3]}
    header = {"keyTemplate": "Set-Cookie", "valueTemplate": f"a={secrets[1]}"}
    answering(
        museum,
        "/",
        node("m", "MutateNode", {"rules": [rule]}, "d"),
        node("d", "DebugNode", {"message": "password={{ working.password }}"}, "reply"),
        text("ok", headerInfo=[header]),
    )
    headers = {"authorization": f"Bearer {secrets[0]}", "cookie": f"a={secrets[1]}"}
    asked(museum, site, "/", f"apiKey={secrets[2]}&token={secrets[2]}", headers=headers)
    run = only(museum, site, path)
    request = read_request(path, run.trace_id or "")
    assert request is not None
    shown = repr((run, request))
    assert "[redacted]" in shown
    assert [secret for secret in secrets if secret in shown] == []


def test_the_explained_trace_of_the_request_is_kept_as_words(
    museum: Museum, site: Site, path: Path
) -> None:
    answering(museum, "/room", text("hi"))
    asked(museum, site, "/room", "x=1")
    run = only(museum, site, path)
    request = read_request(path, run.trace_id or "")
    assert request is not None
    assert (request.status, request.method) == (200, "get")
    assert request.url == f"http://{museum.host}/room?x=1"
    steps = [decision.step for decision in request.decisions]
    assert steps == ["host", "body", "route", "token", "access", "flows", "reply"]
    assert f"(run {run.id})" in request.decisions[5].details[1]
    assert "won" in request.decisions[2].details[0]


def test_all_runs_of_a_request_are_found_by_its_trace(museum: Museum, site: Site) -> None:
    endpoint = museum.endpoint("/")
    for name in ("one", "two"):
        flow(museum, trigger(endpoint, "throw"), throw(), on_error("reply"), text(name), name=name)
    reply = asked(museum, site)
    assert reply.trace is not None
    found = recorded(museum, site, trace_id=reply.trace.id)
    assert sorted((run.flow_name, run.trigger_kind) for run in found) == [
        *(("one", "endpoint"), ("one", "flowError")),
        *(("two", "endpoint"), ("two", "flowError")),
    ]


def test_a_run_that_goes_on_after_the_reply_is_recorded_at_its_end(
    museum: Museum, site: Site
) -> None:
    endpoint = museum.answering("/", "static")
    flow(museum, trigger(endpoint, "delay"), delay(0.1), text("flow"))
    assert asked(museum, site).body == b"static"
    site.records.flush(seen_after=0)
    assert [run.status for run in recorded(museum, site)] == ["running"]
    give_up = monotonic() + SECONDS
    while monotonic() < give_up and recorded(museum, site)[0].status == "running":
        sleep(0.01)
    [run] = recorded(museum, site)
    assert run.status == "ended"
    assert run.milliseconds is not None
    assert run.milliseconds >= 100


def test_a_request_that_starts_no_flow_leaves_none(museum: Museum, site: Site) -> None:
    museum.answering("/", "static")
    asked(museum, site)
    asked(museum, site, "/nowhere")
    assert recorded(museum, site) == []


def test_the_list_can_be_narrowed(museum: Museum, site: Site) -> None:
    answering(museum, "/good/{n}", text("hi"))
    bad = answering(museum, "/bad/100%25", throw())
    user = museum.user()
    for path in ("/good/1", "/good/2", "/bad/100%25"):
        asked(museum, site, path)
    asked(museum, site, "/good/3", headers=museum.bearer(user))

    def paths(**wanted: Any) -> list[str | None]:
        return [run.path for run in recorded(museum, site, **wanted)]

    everything = ["/good/3", "/bad/100%25", "/good/2", "/good/1"]
    assert paths() == everything
    assert paths(status="error") == ["/bad/100%25"]
    assert paths(path="/good/*") == ["/good/3", "/good/2", "/good/1"]
    assert paths(path="*%25") == ["/bad/100%25"]
    assert paths(path="/good/_") == []
    assert paths(user_id=user.id) == ["/good/3"]
    assert paths(node_id="throw") == paths(error="Error") == ["/bad/100%25"]
    assert paths(endpoint_id=bad.id) == ["/bad/100%25"]
    moment = recorded(museum, site)[0].started
    assert paths(first=moment - timedelta(hours=1), last=moment) == everything
    assert paths(first=moment + timedelta(seconds=1)) == []


def test_only_what_is_new_is_asked_for(museum: Museum, site: Site, path: Path) -> None:
    answering(museum, "/{n}", text("hi"))
    asked(museum, site, "/1")
    site.records.flush()
    page = find_runs(path, museum.application.id)
    assert [run.path for run in page.items] == ["/1"]
    assert recorded(museum, site, since=page.cursor) == []
    asked(museum, site, "/2")
    assert [run.path for run in recorded(museum, site, since=page.cursor)] == ["/2"]


def test_runs_of_another_application_are_not_listed(museum: Museum, site: Site, path: Path) -> None:
    answering(museum, "/", text("hi"))
    asked(museum, site)
    site.records.flush()
    assert find_runs(path, "b" * 24).items == []


# -- how many


def test_of_too_many_the_first_of_each_second_are_recorded(museum: Museum, site: Site) -> None:
    answering(museum, "/good", text("hi"))
    answering(museum, "/bad", throw())
    few = replace(site, sampler=Sampler(2, EVERY))
    few.sampler._second = -1
    began = monotonic()
    for _ in range(10):
        asked(museum, few, "/good")
        asked(museum, few, "/bad")
    seconds = int(monotonic() - began) + 2
    good = recorded(museum, few, path="/good")
    bad = recorded(museum, few, path="/bad")
    assert 2 <= len(good) <= 2 * seconds
    assert 4 <= len(bad) <= 4 * seconds
    assert {run.is_whole for run in good} == {True}
    assert {run.is_whole for run in bad} == {True, False}


def test_a_trial_is_recorded_however_many_there_are_and_not_counted(
    museum: Museum, site: Site
) -> None:
    answering(museum, "/", text("hi"))
    none = replace(site, sampler=Sampler(0, 0))
    asked(museum, none)
    asked(museum, none, count=False)
    assert len(recorded(museum, none)) == 1
    assert [count.run_count for count in counts(museum, none)] == [1]


def test_without_room_for_it_nothing_is_recorded(museum: Museum, site: Site, path: Path) -> None:
    answering(museum, "/", text("hi"))
    off = replace(site, records=RunRecords(None, timedelta(days=7)))
    assert asked(museum, off).body == b"hi"
    assert [count.run_count for count in counts(museum, off)] == [1]
    assert not path.exists()


# -- when it cannot be


def test_a_file_that_cannot_be_written_disturbs_no_request(
    museum: Museum, site: Site, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answering(museum, "/", text("hi"))
    path.mkdir()
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert asked(museum, site).body == b"hi"
            site.records._thread.turn()
    assert len(caplog.records) == 1
    path.rmdir()
    assert len(recorded(museum, site)) == 3


# -- counts and errors


def counts(museum: Museum, site: Site) -> list[FlowCount]:
    site.counters.flush()
    db.session.rollback()
    flows = [one.id for one in flows_of(museum)]
    return list(db.session.scalars(db.select(FlowCount).where(FlowCount.flow_id.in_(flows))))


def flows_of(museum: Museum) -> Any:
    return db.session.scalars(db.select(Flow).filter_by(application_id=museum.application.id))


def test_runs_are_counted_and_errors_listed(museum: Museum, site: Site) -> None:
    fork = node("fork", "DebugNode", {}, "one") | {"outputIds": [["one", "throw"]]}
    answering(museum, "/", fork, node("one", "DebugNode", {}), throw("no luck"))
    for _ in range(3):
        asked(museum, site)
    found = counts(museum, site)
    assert sum(row.run_count for row in found) == 3
    assert sum(row.paths_completed for row in found) == 3
    assert sum(row.paths_failed for row in found) == 3
    assert {row.version for row in found} == {"develop"}
    errors = db.session.scalars(db.select(FlowError).filter_by(flow_id=found[0].flow_id)).all()
    assert {(one.name, one.message, one.node_id, one.node_label) for one in errors} == {
        ("Error", "no luck", "throw", "Throw Error")
    }
    assert len(errors) == 3


def test_counts_that_cannot_be_written_are_kept(
    museum: Museum, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(museum, "/", throw())
    asked(museum, site)
    with monkeypatch.context() as patch:
        patch.setattr(Counters, "_write", lambda *_: orjson.loads("broken"))
        with pytest.raises(orjson.JSONDecodeError):
            site.counters.flush()
    asked(museum, site)
    assert sum(row.run_count for row in counts(museum, site)) == 2
    flow_id = counts(museum, site)[0].flow_id
    assert len(db.session.scalars(db.select(FlowError).filter_by(flow_id=flow_id)).all()) == 2


# -- over two processes, and at the terminal


def test_two_processes_record_into_one_file(museum: Museum, server: Server, app: Flask) -> None:
    answering(museum, "/", text("hi"))
    path = runs_path(site_of(app).settings.data)
    connections = connections_by_process(server.port)
    processes: set[str] = set()
    give_up = monotonic() + SECONDS
    while len(processes) < 2 and monotonic() < give_up:
        for connection in connections:
            assert ask(connection, "GET", "/", host=museum.host).text == "hi"
        for summary in find_runs(path, museum.application.id).items:
            processes.add(process_of(path, summary.id))
        sleep(0.05)
    for connection in connections:
        connection.close()
    assert len(processes) == 2


def process_of(path: Path, run_id: str) -> str:
    """As its reply id names it."""
    run = read_run(path, run_id)
    assert run is not None
    assert run.steps[0].before is not None
    reply_id: str = run.steps[0].before.value["data"]["replyId"]
    return reply_id.partition(".")[2].partition("-")[0]


def terminal(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=["runs", *arguments])
    return result.output if result.exit_code == 0 else f"failed: {result.output}"


def test_runs_are_listed_and_shown_at_the_terminal(app: Flask, museum: Museum) -> None:
    answering(museum, "/room", node("n", "DebugNode", {"message": "here"}, "reply"), text("hi"))
    site = site_of(app)
    reply = asked(museum, site, "/room", count=False)
    site.records.flush()
    listed = terminal(app, "--application", museum.application.id).splitlines()
    assert len(listed) == 1
    assert listed[0].endswith("GET /room")
    shown = terminal(app, "show", listed[0].split()[0])
    for told in ("Debug (n)", "· verbose: here", "Endpoint Reply (reply)", "replied 200: hi"):
        assert told in shown
    assert reply.trace is not None
    assert reply.trace.decisions[0].summary in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--application", "b" * 24), "No run is recorded."),
        (("--status", "odd"), "failed: Error: status must be running, ended, error or lost"),
        (("show", "b" * 24), f"failed: Error: There is no run {'b' * 24}, or no longer."),
    ],
)
def test_what_is_not_there_is_told(app: Flask, arguments: tuple[str, ...], told: str) -> None:
    factories.make_application()
    site_of(app).records.flush()
    assert told in terminal(app, *arguments)
