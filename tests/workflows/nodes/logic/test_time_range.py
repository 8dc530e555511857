import pytest
from dirty_equals import IsStr

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {
    "date": "2024-01-31T12:00:00Z",  # a Wednesday
    "from": "11:00",
    "to": "13:00",
    "zone": "America/Los_Angeles",
    "days": [1],
}


def ranged(output, working=None, **config):
    settings = {"sourcePath": "data.body.date"} | config
    return Case(settings, BODY, working or {}, output=output)


WEDNESDAYS = [False, False, False, True, False, False, False]

test_over_http = over_http(
    "TimeRangeNode",
    ranged(1, startTimeTemplate="{{ data.body.from }}", endTimeTemplate="{{ data.body.to }}"),
    ranged(0, startTimeTemplate="12:01", endTimeTemplate="24:00"),
    ranged(0, endTimeTemplate="12:00"),
    ranged(0, startTimeTemplate="11:00", timeZoneTemplate="{{ data.body.zone }}"),
    ranged(1, days=WEDNESDAYS),
    ranged(0, days=[not day for day in WEDNESDAYS]),
    ranged(0, daysType="path", daysPath="data.body.days"),
    ranged(1, {"inside": True}, branchPath="working.inside"),
    Case({}, output=1),  # the time of the trigger
    Case(
        {"sourcePath": "data.body.none"},
        error=IsStr(regex="InvalidDate: .* cannot be read as a date"),
    ),
)


WORKDAYS = [False, True, True, True, True, True, False]


def run_range(start="", end="", date="2024-01-31T12:00:00Z", data=None, **config):
    settings = {
        "startTimeTemplate": start,
        "endTimeTemplate": end,
        "sourcePath": "data.date",
        "branchPath": "working.inside",
    }
    return run_node("TimeRangeNode", settings | config, {"date": date} | (data or {}))


@pytest.mark.parametrize(
    ("start", "end", "time", "inside"),
    [
        ("09:00", "17:00", "09:00", True),
        ("09:00", "17:00", "16:59", True),
        ("09:00", "17:00", "17:00", False),
        ("09:00", "17:00", "08:59", False),
        ("22:00", "6:00", "23:00", True),
        ("22:00", "6:00", "05:59", True),
        ("22:00", "6:00", "06:00", False),
        ("12:00", "12:00", "03:00", True),
        ("", "", "03:00", True),
        ("", "12:00", "03:00", True),
        ("", "12:00", "12:00", False),
        ("12:00", "", "23:00", True),
        ("12:00", "24:00", "11:00", False),
        ("{{ data.from }}", "17:00", "09:30", False),
        ("09:00", "{{ data.from }}", "09:30", True),
    ],
)
def test_it_tells_inside_from_outside(start, end, time, inside):
    ran = run_range(start, end, f"2024-01-31T{time}:00Z", {"from": "10:00"})
    assert ran.output == int(inside)
    assert ran.payload["working"]["inside"] is inside


@pytest.mark.parametrize(
    ("date", "inside"),
    [("2024-01-31T12:00:00Z", 1), ("2024-02-03T12:00:00Z", 0), ("2024-02-04T12:00:00Z", 0)],
)
def test_it_can_be_limited_to_days(date, inside):
    assert run_range(date=date, days=WORKDAYS).output == inside


@pytest.mark.parametrize("days", [WORKDAYS, [1, 2, 3, 4, 5], [5, 1, 3, 2, 4]])
def test_the_days_can_be_at_a_path(days):
    options = {"daysType": "path", "daysPath": "data.days", "data": {"days": days}}
    assert run_range(date="2024-01-31T12:00:00Z", **options).output == 1
    assert run_range(date="2024-02-03T12:00:00Z", **options).output == 0


def test_past_midnight_the_day_it_began_on_counts():
    saturday_at_one, monday_at_one = "2024-02-03T01:00:00Z", "2024-02-05T01:00:00Z"
    assert run_range("22:00", "06:00", saturday_at_one, days=WORKDAYS).output == 1
    assert run_range("22:00", "06:00", monday_at_one, days=WORKDAYS).output == 0


def test_a_blank_path_is_the_time_of_the_trigger():
    assert run_range("12:00", "12:01", sourcePath="").output == 1
    assert run_range("12:01", "12:02", sourcePath="").output == 0


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"start": "25:00"}, "From must be a time as 17:30, not “25:00”"),
        ({"end": "noon"}, "To must be a time as 17:30, not “noon”"),
        ({"daysType": "path", "daysPath": "data.x"}, "Days must be a list"),
        ({"timeZoneTemplate": "Mars"}, "There is no time zone “Mars”."),
        ({"date": "soon"}, "“soon” cannot be read as a date"),
    ],
)
def test_what_cannot_be_read_halts(config, message):
    ran = run_range(**config)
    assert ran.error is not None
    assert ran.error[1].startswith(message)
