"""The values of payloads: undefined, dates, copies and JSON."""

import copy
import json
import math
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.workflows.values import (
    UNDEFINED,
    PayloadTooDeep,
    copy_payload,
    date_of,
    dump_json,
    epoch_ms,
    load_json,
    strictly_equal,
    to_number,
    to_string,
    truthy,
    typeof,
)

DATE = datetime(2023, 11, 14, 22, 13, 20, 123000, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.floats(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


def test_undefined_is_one_and_not_null() -> None:
    assert copy.deepcopy(UNDEFINED) is UNDEFINED
    assert pickle.loads(pickle.dumps(UNDEFINED)) is UNDEFINED  # noqa: S301  (our own bytes)
    assert copy_payload({"x": UNDEFINED})["x"] is UNDEFINED
    assert UNDEFINED is not None
    assert not strictly_equal(UNDEFINED, None)
    assert not UNDEFINED
    assert repr(UNDEFINED) == "undefined"


def test_a_date_is_a_moment() -> None:
    assert date_of(1_700_000_000_123) == DATE
    assert epoch_ms(DATE) == 1_700_000_000_123
    assert epoch_ms(date_of(-1)) == -1
    assert to_number(DATE) == 1_700_000_000_123
    assert to_string(DATE) == "2023-11-14T22:13:20.123Z"
    assert typeof(DATE) == "object"
    assert truthy(DATE)
    with pytest.raises(OverflowError):
        date_of(1e18)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("9" * 100_000, math.inf),
        ("1" * 100_000 + "x", math.nan),
        ("0x" + "f" * 100_000, math.inf),
        ("١", math.nan),
        ("+Infinity", math.inf),
        ("infinity", math.nan),
        ("1e1000", math.inf),
        (2**63, float(2**63)),
    ],
)
def test_odd_numbers(value: Any, number: float) -> None:
    assert to_number(value) == pytest.approx(number, nan_ok=True)


def test_a_copy_shares_nothing_that_can_change() -> None:
    payload = {"list": [{"a": 1}], "date": DATE, "deep": {"x": [[]]}}
    copied = copy_payload(payload)
    assert copied == payload
    assert copied["list"] is not payload["list"]
    assert copied["list"][0] is not payload["list"][0]
    assert copied["deep"]["x"][0] is not payload["deep"]["x"][0]
    assert copied["date"] is DATE


@pytest.mark.parametrize("work", [copy_payload, dump_json, lambda value: load_json("[" * 100_000)])
def test_too_deep_is_an_error_not_a_crash(work: Any) -> None:
    with pytest.raises(PayloadTooDeep):
        work(deep(100_000))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1, "b": [True, None, "ü"]}, '{"a":1,"b":[true,null,"ü"]}'),
        ({"time": DATE}, '{"time":"2023-11-14T22:13:20.123Z"}'),
        (date_of(0), '"1970-01-01T00:00:00.000Z"'),
        ({"a": UNDEFINED, "b": 1}, '{"b":1}'),
        ([UNDEFINED, 1], "[null,1]"),
        ({"a": [{"b": UNDEFINED, "time": DATE}]}, '{"a":[{"time":"2023-11-14T22:13:20.123Z"}]}'),
        (UNDEFINED, "null"),
        ([math.nan, math.inf, -math.inf], "[null,null,null]"),
        ([UNDEFINED, math.nan, math.inf], "[null,null,null]"),
        ([2**64], "[1.8446744073709552e+19]"),
        ("\ud800", '"\\ud800"'),
        ("a\n</", '"a\\n</"'),
    ],
)
def test_json_of_a_payload(value: Any, text: str) -> None:
    assert dump_json(value) == text


def test_json_is_read_as_javascript_does() -> None:
    values = load_json("[1.0, 1e2, 9007199254740993, 0.5, -0, 1e400]")
    assert values == [1, 100, 9007199254740992, 0.5, 0, math.inf]
    assert [type(value) for value in values] == [int, int, int, float, float, float]


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{'a': 1}", "", "01", "[1,]", "undefined"])
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(ValueError, match=".") as caught:
        load_json(text)
    assert not isinstance(caught.value, PayloadTooDeep)


@settings(derandomize=True, database=None, deadline=None)
@given(JSON)
def test_json_and_back_again(value: Any) -> None:
    expected = json.loads(json.dumps(value), parse_constant=lambda name: None)
    assert load_json(dump_json(value)) == expected
    assert copy_payload(expected) == expected
