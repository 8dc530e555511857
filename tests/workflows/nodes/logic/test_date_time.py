import pytest
from dirty_equals import IsInt

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {
    "date": "2024-01-31T12:34:56.789Z",
    "german": "31.1.2024 17:05",
    "second": "30.1.2024",
    "n": 2,
    "tz": "Asia/Tokyo",
}


def date(operation, result, **config):
    settings = {"operation": operation, "sourcePath": "data.body.date", "resultPath": "working.it"}
    return Case(settings | config, BODY, {"it": result})


test_over_http = over_http(
    "DateTimeNode",
    date("add", "2024-02-02T12:34:56.789Z", numberValue="{{ data.body.n }}"),
    date("subtract", "2023-11-30T12:34:56.789Z", numberValue="2", unit="month"),
    date("getDatePart", 21, unit="hour", timezone="{{ data.body.tz }}"),
    date("setDatePart", "2024-01-31T02:34:56.789Z", unit="hour", numberValue="2"),
    date("format", "31/01/24", resultFormatString="{{ 'DD/MM/YY' }}"),
    date(
        "format",
        "2024-01-31T17:05:00.000Z",
        sourcePath="data.body.german",
        sourceFormatString="{{ 'D.M.YYYY H:mm' }}",
    ),
    date(
        "diff",
        131_696_789,
        diffDataPath="data.body.second",
        diffDataFormatString="{{ 'D.M.YYYY' }}",
    ),
    date("daysInMonth", 31),
    date("startOfTime", "2024-01-01T00:00:00.000Z", unit="month"),
    date("unixTimestampSeconds", 1706704496),
    date("unixTimestampMilliseconds", IsInt(gt=1_700_000_000_000), sourcePath=""),  # now
)


NOON = "2024-01-31T12:34:56.789Z"


def run_date(operation, date=NOON, **config):
    settings = {"operation": operation, "sourcePath": "data.date", "resultPath": "working.it"}
    return run_node("DateTimeNode", settings | config, {"date": date, "n": 2, "tz": "Asia/Tokyo"})


def result(operation, date=NOON, **config):
    ran = run_date(operation, date, **config)
    assert ran.error is None
    return ran.payload["working"]["it"]


@pytest.mark.parametrize(
    ("operation", "number", "unit", "after"),
    [
        ("add", "{{ data.n }}", "year", "2026-01-31T12:34:56.789Z"),
        ("add", "1", "month", "2024-02-29T12:34:56.789Z"),
        ("add", "-1", "quarter", "2023-10-31T12:34:56.789Z"),
        ("add", "1", "week", "2024-02-07T12:34:56.789Z"),
        ("add", "1", "day", "2024-02-01T12:34:56.789Z"),
        ("add", "1.5", "hour", "2024-01-31T14:04:56.789Z"),
        ("subtract", "35", "minute", "2024-01-31T11:59:56.789Z"),
        ("subtract", "{{ data.n }}", "second", "2024-01-31T12:34:54.789Z"),
        ("subtract", "1", "millisecond", "2024-01-31T12:34:56.788Z"),
        ("setDatePart", "1", "month", "2024-02-29T12:34:56.789Z"),
        ("setDatePart", "1", "day", "2024-01-01T12:34:56.789Z"),
        ("setDatePart", "0", "dayOfWeek", "2024-01-28T12:34:56.789Z"),
        ("setDatePart", "60", "dayOfYear", "2024-02-29T12:34:56.789Z"),
        ("setDatePart", "25", "hour", "2024-02-01T01:34:56.789Z"),
        ("setDatePart", "2030", "year", "2030-01-31T12:34:56.789Z"),
    ],
)
def test_it_moves_a_date(operation, number, unit, after):
    assert result(operation, numberValue=number, unit=unit) == after


@pytest.mark.parametrize(
    ("unit", "part", "start"),
    [
        ("year", 2024, "2024-01-01 00:00:00.000"),
        ("quarter", 1, "2024-01-01 00:00:00.000"),
        ("month", 0, "2024-01-01 00:00:00.000"),
        ("week", 5, "2024-01-28 00:00:00.000"),
        ("dayOfYear", 31, "2024-01-31 00:00:00.000"),
        ("day", 31, "2024-01-31 00:00:00.000"),
        ("dayOfWeek", 3, "2024-01-31 00:00:00.000"),
        ("hour", 12, "2024-01-31 12:00:00.000"),
        ("minute", 34, "2024-01-31 12:34:00.000"),
        ("second", 56, "2024-01-31 12:34:56.000"),
        ("millisecond", 789, "2024-01-31 12:34:56.789"),
    ],
)
def test_it_knows_the_parts_of_a_date_and_where_they_begin(unit, part, start):
    assert result("getDatePart", unit=unit) == part
    written = result("startOfTime", unit=unit, resultFormatString="YYYY-MM-DD HH:mm:ss.SSS")
    assert written == start


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("format", "2024-01-31T12:34:56.789Z"),
        ("daysInMonth", 31),
        ("toArray", [2024, 0, 31, 12, 34, 56, 789]),
        (
            "toObject",
            {
                "years": 2024,
                "months": 0,
                "date": 31,
                "hours": 12,
                "minutes": 34,
                "seconds": 56,
                "milliseconds": 789,
            },
        ),
        ("unixTimestampSeconds", 1706704496),
        ("unixTimestampMilliseconds", 1706704496789),
    ],
)
def test_it_writes_a_date_in_other_ways(operation, expected):
    assert result(operation) == expected


@pytest.mark.parametrize(
    ("text", "pattern", "moment"),
    [
        ("31.1.2024 17:05", "D.M.YYYY H:mm", "2024-01-31T17:05:00.000Z"),
        ("Jan 31st, 2024 5:05 pm", "MMM Do, YYYY h:mm a", "2024-01-31T17:05:00.000Z"),
        ("March 1, 2024", "LL", "2024-03-01T00:00:00.000Z"),
        ("Wednesday 2024-01-31", "dddd YYYY-MM-DD", "2024-01-31T00:00:00.000Z"),
        ("2024-060", "YYYY-DDDD", "2024-02-29T00:00:00.000Z"),
        ("20240131T120000.5+0200", "YYYYMMDD[T]HHmmss.SZZ", "2024-01-31T10:00:00.500Z"),
        ("1706704496", "X", "2024-01-31T12:34:56.000Z"),
        ("1706704496789", "x", "2024-01-31T12:34:56.789Z"),
        ("07:30", "HH:mm", "2025-03-01T07:30:00.000Z"),
        ("06-15", "MM-DD", "2025-06-15T00:00:00.000Z"),
        ("12 AM", "h A", "2025-03-01T00:00:00.000Z"),
    ],
)
def test_it_reads_dates_by_their_format(text, pattern, moment):
    assert result("format", text, sourceFormatString=pattern) == moment


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (1706704496789, NOON),
        ("2024-01-31", "2024-01-31T00:00:00.000Z"),
        ("2024-01-31T12:00:00+02:00", "2024-01-31T10:00:00.000Z"),
    ],
)
def test_it_reads_milliseconds_and_iso_text(date, moment):
    assert result("format", date) == moment


def test_it_reads_dates_of_the_payload_and_blank_is_now():
    assert result("format", sourcePath="time") == "2025-03-01T12:00:00.000Z"
    assert result("format", sourcePath="") == "2025-03-01T12:00:00.000Z"


def test_the_time_zone_counts_for_reading_and_for_writing():
    assert result("getDatePart", timezone="{{ data.tz }}", unit="hour") == 21
    assert result("format", "2024-01-31", timezone="Asia/Tokyo") == "2024-01-30T15:00:00.000Z"
    written = result("format", resultFormatString="HH:mm Z", timezone="America/New_York")
    assert written == "07:34 -05:00"


def test_a_day_more_keeps_the_time_of_the_clock_when_summer_begins():
    saturday = "2024-03-30T12:00:00+01:00"
    after = result("add", saturday, numberValue="1", unit="day", timezone="Europe/Berlin")
    assert after == "2024-03-31T10:00:00.000Z"
    hours = result("add", saturday, numberValue="24", unit="hour", timezone="Europe/Berlin")
    assert hours == "2024-03-31T11:00:00.000Z"


@pytest.mark.parametrize(
    ("date", "config", "name", "message"),
    [
        ("soon", {}, "InvalidDate", "“soon” cannot be read as a date"),
        (None, {"sourcePath": "data.x"}, "InvalidDate", "nothing cannot be read as a date"),
        (
            "2024-02-30",
            {"sourceFormatString": "YYYY-MM-DD"},
            "InvalidDate",
            "“2024-02-30” cannot be read as a date as YYYY-MM-DD",
        ),
        (NOON, {"timezone": "Mars"}, "InvalidTimeZone", "There is no time zone “Mars”."),
        (NOON, {"operation": "add"}, "ValidationError", "Number must be a number, not “”"),
        (
            NOON,
            {"operation": "add", "numberValue": "1e9", "unit": "year"},
            "InvalidDate",
            "The date would be beyond the years 1 to 9999",
        ),
        (
            "0001-01-01T00:00:00Z",
            {"timezone": "America/New_York"},
            "InvalidDate",
            "“0001-01-01T00:00:00Z” cannot be read as a date",
        ),
    ],
)
def test_what_cannot_be_done_halts(date, config, name, message):
    ran = run_date(**({"operation": "format", "date": date} | config))
    assert ran.error is not None
    assert ran.error[0] == name
    assert ran.error[1].startswith(message)
