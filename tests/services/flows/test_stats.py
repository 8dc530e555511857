from datetime import timedelta

import pytest
from flask import Flask

from app.errors import NotFound, ValidationError
from app.extensions import db
from app.models import Application, Flow
from app.services.flow_ports.writing import writing
from app.services.flows.records import (
    CountKey,
    Counts,
    ErrorRecord,
    add_flow_counts,
    add_flow_errors,
    purge_flow_records,
)
from app.services.flows.stats import (
    Versions,
    flow_errors,
    flow_log,
    flow_metrics,
    recent_totals,
    versions_of,
)
from app.services.flows.versions import find_flow_version
from tests.conftest import Clock
from tests.factories import make_flow, make_flow_version, make_version

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def flow(application: Application, stopped_clock: Clock) -> Flow:
    stopped_clock.advance(seconds=30)  # in the middle of a minute
    return make_flow(application)


def ran(
    flow: Flow, clock: Clock, version: str = "develop", times: int = 1, failed: int = 0
) -> None:
    minute = int(clock.time.timestamp() // 60)
    counts = Counts(times, times - failed, failed, 5 * times)
    with writing(db.engine) as connection:
        add_flow_counts(connection, {CountKey(flow.id, minute, version): counts})


def halted(flow: Flow, clock: Clock, message: str, version: str = "develop") -> None:
    record = ErrorRecord(flow.id, version, clock.time, "Error", message, "n1", "Say")
    with writing(db.engine) as connection:
        add_flow_errors(connection, [record])


def test_counts_add_up(flow: Flow, stopped_clock: Clock) -> None:
    ran(flow, stopped_clock, times=2), ran(flow, stopped_clock, times=3, failed=1)
    ran(make_flow(), stopped_clock)
    [metric] = flow_metrics(flow, None, DAY, 0, HOUR)
    assert metric.time == stopped_clock.time.replace(second=0)
    assert (metric.run_count, metric.paths_completed, metric.paths_failed) == (5, 4, 1)
    assert metric.wall_time == 25


def test_stretches_without_runs_are_left_out(flow: Flow, stopped_clock: Clock) -> None:
    for hours in (0, 30, 3):
        stopped_clock.advance(hours=hours)
        ran(flow, stopped_clock)
    assert [one.run_count for one in flow_metrics(flow, None, DAY, 0, HOUR)] == [1, 1]
    assert [one.run_count for one in flow_metrics(flow, None, DAY, 0, DAY * 2)] == [2]
    earlier = int((stopped_clock.time - timedelta(hours=20)).timestamp() * 1000)
    assert [one.run_count for one in flow_metrics(flow, None, DAY, earlier, HOUR)] == [1]
    with pytest.raises(ValidationError, match="more than"):
        flow_metrics(flow, None, DAY * 100, 0, 1)


def test_versions_are_told_apart(
    application: Application, flow: Flow, stopped_clock: Clock
) -> None:
    make_version(application, version="v1"), make_version(application, version="v2")
    for version, times in (("develop", 1), ("v1", 2), ("v2", 4)):
        ran(flow, stopped_clock, version, times)
    frozen = find_flow_version(flow, "v1")

    def runs_of(name: str | None) -> int:
        return flow_metrics(flow, versions_of(flow, name), DAY, 0, HOUR)[0].run_count

    runs = {name: runs_of(name) for name in (None, "develop", "v1", frozen.id)}
    assert runs == {None: 7, "develop": 1, "v1": 2, frozen.id: 6}
    with pytest.raises(NotFound):
        versions_of(flow, "v3")


def test_a_version_of_a_cloud_flow_goes_by_its_name(application: Application) -> None:
    flow = make_flow(application, flow_class="cloud")
    version = make_flow_version(flow, version="v1")
    assert versions_of(flow, version.id) == versions_of(flow, "v1") == Versions(("v1",), version.id)


def test_the_totals_are_those_of_a_day(flow: Flow, stopped_clock: Clock) -> None:
    ran(flow, stopped_clock)
    stopped_clock.advance(days=2)
    ran(flow, stopped_clock, times=3, failed=1), ran(flow, stopped_clock, "v1")
    totals = recent_totals([flow.id, "f" * 24])
    assert (totals[flow.id].run_count, totals[flow.id].error_count) == (4, 1)
    assert totals[flow.id].by_version["v1"].run_count == 1
    assert totals["f" * 24].run_count == 0


def test_errors_are_told_newest_first_or_last(flow: Flow, stopped_clock: Clock) -> None:
    for message in ("a", "b", "c"):
        halted(flow, stopped_clock, message)
        stopped_clock.advance(minutes=1)
    halted(flow, stopped_clock, "d", version="v1")
    assert [one.message for one in flow_errors(flow, None, DAY, 0, 3)] == ["d", "c", "b"]
    first = flow_errors(flow, Versions(("develop",)), DAY, 0, 25, newest_first=False)
    assert [one.message for one in first] == ["a", "b", "c"]
    assert flow_errors(flow, None, 0, 0, 0) == []


def test_a_message_without_end_is_cut(flow: Flow, stopped_clock: Clock) -> None:
    halted(flow, stopped_clock, "x" * 100_000)
    assert len(flow_errors(flow, None, DAY, 0, 1)[0].message) == 10_000


def test_the_log_is_minutes_with_their_errors(flow: Flow, stopped_clock: Clock) -> None:
    for message in ("a", "b"):
        ran(flow, stopped_clock, failed=1)
        halted(flow, stopped_clock, message)
        stopped_clock.advance(minutes=1)
    ran(flow, stopped_clock, "v1")
    newest, second = flow_log(flow, None, 2)
    assert (newest.version, newest.errors) == ("v1", [])
    assert [error.message for error in second.errors] == ["b"]
    since = int(stopped_clock.time.timestamp() * 1000)
    assert [one.version for one in flow_log(flow, None, 9, since)] == ["v1"]


def test_what_is_too_old_is_forgotten(flow: Flow, stopped_clock: Clock) -> None:
    ran(flow, stopped_clock), halted(flow, stopped_clock, "old")
    later = stopped_clock.advance(days=3)
    ran(flow, stopped_clock), halted(flow, stopped_clock, "new")
    with writing(db.engine) as connection:
        purge_flow_records(connection, later - timedelta(days=1))
    assert [one.message for one in flow_errors(flow, None, 9 * DAY, 0, 9)] == ["new"]
    assert len(flow_log(flow, None, 9)) == 1


def test_a_late_count_of_a_flow_that_has_gone_harms_nothing(
    app: Flask, stopped_clock: Clock
) -> None:
    with writing(db.engine) as connection:
        add_flow_counts(connection, {CountKey("f" * 24, 1, "develop"): Counts(1)})
        add_flow_counts(connection, {})
        add_flow_errors(connection, [])
    assert Counts(1, 2, 3, 4) + Counts(1, 1, 1, 1) == Counts(2, 3, 4, 5)
