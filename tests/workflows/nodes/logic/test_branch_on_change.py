import pytest
from dirty_equals import IsInt

from tests.workflows.fakes import FakeHost, FakeState
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node


def change(config, output, before, last, working=None):
    settings = {"valuePath": "data.body.v"} | config
    return Case(settings, {"v": last}, working or {}, output=output, before=[{"v": before}])


PREVIOUS = {"value": 1, "time": IsInt(gt=1_700_000_000_000)}

test_over_http = over_http(
    "BranchOnChangeNode",
    change({}, 1, 1, 2),
    change({}, 0, 1, 1),
    Case({"valuePath": "data.body.v"}, {"v": 1}, output=0),  # the first run is no change
    change({"changeType": "valueInc"}, 0, 2, 1),
    change({"changeType": "value", "changeThreshold": "{{ 2 + 1 }}"}, 0, 1, 3),
    change({"changeType": "value", "changeThreshold": "{{ 2 + 1 }}"}, 1, 1, 4),
    change({"prevValuePath": "working.before"}, 1, 1, 2, {"before": PREVIOUS}),
    change({"onChangeIdTemplate": "{{ data.body.v }}"}, 0, 1, 2),  # each its own
)


def change_runs(values, **config):
    """One run a second."""
    state, host = FakeState(), FakeHost()
    runs = []
    for seconds, value in enumerate(values):
        host.clock.seconds = seconds
        data = value if isinstance(value, dict) and "v" in value else {"v": value}
        settings = {"valuePath": "data.v"} | config
        runs.append(run_node("BranchOnChangeNode", settings, data, host=host, state=state))
    return runs


def outputs(values, **config):
    return [ran.output for ran in change_runs(values, **config)]


def test_any_change_counts_from_run_to_run_but_the_first_is_none():
    assert outputs([1, 1, 2, 2, "2", {"a": 1}, {"a": 1}, None]) == [0, 0, 1, 0, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("kind", "threshold", "values", "expected"),
    [
        ("value", 5, [10, 14, 15, 11, 10], [0, 0, 1, 0, 1]),
        ("valueInc", 5, [10, 14, 15, 8, 13], [0, 0, 1, 0, 1]),
        ("valueDec", 5, [10, 6, 5, 12, 7], [0, 0, 1, 0, 1]),
        ("percent", 10, [100, 105, 110, 99], [0, 0, 1, 1]),
        ("percentInc", "{{ 5 * 2 }}", [100, 50, 55, 57], [0, 0, 1, 0]),
        ("percentDec", 10, [100, 200, 180, 190], [0, 0, 1, 0]),
        ("percent", 10, [0, 0, 1], [0, 0, 1]),
        ("value", "", [1, 1, 1.5], [0, 0, 1]),
        ("value", 5, [10, "no", None, True, "15"], [0, 0, 0, 0, 1]),
        ("value", 5, ["no", 10, 15], [0, 0, 1]),
    ],
)
def test_numbers_change_by_a_threshold(kind, threshold, values, expected):
    assert outputs(values, changeType=kind, changeThreshold=threshold) == expected


def test_it_tells_what_was_before():
    first, second, third = change_runs([1, 2, 3], prevValuePath="working.before")
    start = 1740830400000
    assert "working" not in first.payload
    assert second.payload["working"]["before"] == {"value": 1, "time": start}
    assert third.payload["working"]["before"] == {"value": 2, "time": start + 1000}


def test_a_threshold_that_is_no_number_halts():
    ran = change_runs([1], changeType="value", changeThreshold="much")[0]
    assert ran.error == ("ValidationError", "By at least must be a number, not “much”")
