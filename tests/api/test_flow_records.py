"""What runs of a workflow left behind, over the wire."""

import pytest

from app.extensions import db
from app.models import Application, Flow
from app.services.flow_ports.storage import Storage
from app.services.flow_ports.writing import writing
from app.services.flows.records import (
    CountKey,
    Counts,
    ErrorRecord,
    add_flow_counts,
    add_flow_errors,
)
from app.services.flows.versions import find_flow_version
from tests.api.conftest import Api
from tests.conftest import Clock
from tests.factories import make_flow, make_version

MINUTE = "2025-03-01T12:00:00.000Z"


@pytest.fixture
def flow(application: Application) -> Flow:
    flow = make_flow(application)
    make_version(application, version="v1")
    return flow


@pytest.fixture
def at(root: Api, flow: Flow) -> Api:
    return root.at(f"/applications/{flow.application_id}/flows/{flow.id}")


@pytest.fixture
def runs(flow: Flow, stopped_clock: Clock) -> None:
    """Two in develop, one of which failed, and one in v1, half a minute ago."""
    minute = int(stopped_clock.time.timestamp() // 60)
    error = ErrorRecord(flow.id, "v1", stopped_clock.time, "NotFound", "No such page", "n1", "Say")
    with writing(db.engine) as connection:
        counts = {"develop": Counts(2, 3, 1, 9), "v1": Counts(1, 1, 0, 5)}
        add_flow_counts(
            connection, {CountKey(flow.id, minute, name): one for name, one in counts.items()}
        )
        add_flow_errors(connection, [error])
    stopped_clock.advance(seconds=30)


@pytest.mark.usefixtures("runs")
def test_statistics_are_of_all_versions_or_of_one(at: Api, flow: Flow) -> None:
    everything = at.get("/stats")
    metric = {"time": MINUTE, "runCount": 3, "pathsCompleted": 4, "pathsFailed": 1, "wallTime": 14}
    assert everything["metrics"] == [metric]
    assert everything["end"] == "2025-03-01T12:00:30.000Z"
    assert "flowVersion" not in everything
    frozen = find_flow_version(flow, "v1")
    for found in (at.get("/stats", flowVersion="v1"), at.get("/versions/v1/stats")):
        assert (found["flowVersion"], found["flowVersionId"]) == ("v1", frozen.id)
        assert found["metrics"][0]["runCount"] == 1
    assert at.get("")["stats"] == {
        "runCount": 3,
        "errorCount": 1,
        "byVersion": {
            "develop": {"runCount": 2, "errorCount": 1},
            "v1": {"runCount": 1, "errorCount": 0},
        },
    }
    assert at.get("/versions/v1")["stats"]["runCount"] == 1


@pytest.mark.usefixtures("runs")
def test_errors_say_where(at: Api, flow: Flow) -> None:
    error = {
        "time": MINUTE,
        "flowVersion": "v1",
        "flowVersionId": find_flow_version(flow, "v1").id,
        "nodeId": "n1",
        "nodeLabel": "Say",
        "error": {"name": "NotFound", "message": "No such page"},
    }
    assert at.get("/errors")["errors"] == [error]
    assert at.get("/versions/v1/errors")["errors"] == [error]
    assert at.get("/errors", flowVersion="develop")["errors"] == []
    assert at.get("/errors", limit=0)["errors"] == []


@pytest.mark.usefixtures("runs")
def test_the_log_is_the_newest_minutes(at: Api) -> None:
    [entry] = at.call("GET", "/versions/v1/logs?limit=5").json
    assert (entry["runCount"], entry["errors"][0]["nodeId"]) == (1, "n1")
    assert len(at.call("GET", "/logs").json) == 1
    assert len(at.call("GET", "/logs?limit=5").json) == 2


def test_values_are_stored_and_forgotten(at: Api, flow: Flow) -> None:
    assert at.get("/storage") == {}
    for key, value in (("a", [1, None]), ("b", None)):
        assert at.patch("/storage", {"key": key, "value": value}) == {"success": True}
    assert at.get("/storage") == {"a": [1, None], "b": None}
    assert Storage(db.engine).get(flow.id, "a") == [1, None]
    assert at.get("/storage-metadata") == {"memoryUsed": 1 + 8 + 1 + 4, "keysCount": 2}
    assert at.delete("/storage") == {}
    assert at.get("/storage") == {}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"key": "a"}, "entry.value is required"),
        ({"key": "", "value": 1}, "entry.key must not be empty"),
        ({"key": "a", "value": "x" * 20_000}, "larger than 16384 bytes"),
    ],
)
def test_a_value_that_cannot_be_stored_is_refused(at: Api, body: object, message: str) -> None:
    assert message in at.refused("PATCH", "/storage", body)[2]
