"""Reading, writing and taking away by payload path."""

from copy import deepcopy
from typing import Any

import pytest

from app.workflows import paths
from app.workflows.paths import PathError
from app.workflows.values import UNDEFINED, date_of

from .judge import show, verdicts

PAYLOAD: dict[str, Any] = {
    "time": date_of(1_700_000_000_000),
    "data": {
        "items": [{"id": 1}, {"id": 2}],
        "word": "wörd",
        "empty": "",
        "none": [],
        "null": None,
        "zero": 0,
        "odd key.x": "odd",
        "length": 3,
        "2": "two",
        "headers": {"x-forwarded-proto": "https", "length": "none"},
        "matrix": [[1, 2], [3]],
        "items()": "called",
        "ä": {"ö": "ü"},
        "with space": 1,
        "[": "bracket",
    },
    "a_1": {"b2": {"c-d": True}},
}
READABLE = [
    *("data.word", "data.zero", "data.null", "data.empty", "data.items", "time", "a_1.b2.c-d"),
    *("data.items.[0]", "data.items.[1].id", "data.items.[2]", "data.items.[2].id"),
    *("data.items.0", "data.items.[-1]", "data.items.[01]", "data.items.[0 ]", "data.items.[x]"),
    *("data.items.length", "data.none.length", "data.word.length", "data.empty.length"),
    *("data.length", "data.headers.length", "data.zero.length", "data.null.length"),
    *("data.items.[length]", "data.word.[0]", "data.word.[1]", "data.word.[9]", "data.word.0"),
    *("data.[odd key.x]", "data.odd key.x", "data.[word]", "data.2", "data.[2]", "[data].word"),
    *("data.headers.x-forwarded-proto", "data.matrix.[0].[1]", "data.matrix.[1].[1]"),
    *("data.items()", "data.ä.ö", "data.with space", "data.[[]", "missing", "missing.deeper.[0]"),
    *("data.constructor", "data.__proto__", "data.__proto__.x", "data.items.push", "data.word.at"),
    *("data.__class__", "data.items.__len__", "time.getTime", "data.zero.toFixed", "data.items.id"),
]
UNREADABLE = ["", " ", "a..b", ".a", "a.", "..", "a[0]", "[a]b", "a.[]", "a.[b", "a]", "[", "]."]


def test_it_reads_as_javascript_does() -> None:
    theirs = verdicts([f"{{{{{path}}}}}" for path in READABLE], PAYLOAD)
    mine = {f"{{{{{path}}}}}": show(paths.get(PAYLOAD, path)) for path in READABLE}
    assert mine == theirs


@pytest.mark.parametrize("path", UNREADABLE)
def test_it_refuses_what_is_no_path(path: str) -> None:
    with pytest.raises(PathError):
        paths.parse(path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("list[0]", "“list[0]” is no path: a dot is missing before “[0]”, as in list.[0]."),
        ("a..b", "“a..b” is no path: a name or [n] is missing before “.b”."),
        ("a.", "“a.” is no path: a name or [n] is missing at its end."),
        ("x" * 1025, "A path has 1 to 1024 characters."),
    ],
)
def test_it_says_what_is_wrong(path: str, message: str) -> None:
    with pytest.raises(PathError) as caught:
        paths.get({}, path)
    assert str(caught.value) == message


def test_it_tells_undefined_from_null() -> None:
    assert paths.get(PAYLOAD, "data.null") is None
    assert paths.get(PAYLOAD, "data.missing") is UNDEFINED
    assert paths.exists(PAYLOAD, "data.null")
    assert not paths.exists(PAYLOAD, "data.missing")
    assert not paths.exists({"x": UNDEFINED}, "x")


def test_the_dot_is_the_whole() -> None:
    assert paths.get(PAYLOAD, ".") is PAYLOAD
    assert paths.get(PAYLOAD, " data.zero ") == 0


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ({}, "a", {"a": "new"}),
        ({}, "a.b.c", {"a": {"b": {"c": "new"}}}),
        ({}, "a.[0]", {"a": ["new"]}),
        ({}, "a.[2].b", {"a": [UNDEFINED, UNDEFINED, {"b": "new"}]}),
        ({}, "a.[odd key].[0]", {"a": {"odd key": ["new"]}}),
        ({}, "[0]", {"0": "new"}),
        ({"a": {"b": 1, "c": 2}}, "a.b", {"a": {"b": "new", "c": 2}}),
        ({"a": [1, 2]}, "a.[1]", {"a": [1, "new"]}),
        ({"a": [1]}, "a.[3]", {"a": [1, UNDEFINED, UNDEFINED, "new"]}),
        ({"a": [[1]]}, "a.[0].[1]", {"a": [[1, "new"]]}),
        ({"a": {"x": 1}}, "a.[0]", {"a": {"x": 1, "0": "new"}}),
        ({"a": None}, "a.b", {"a": {"b": "new"}}),
        ({"a": "text"}, "a.b", {"a": {"b": "new"}}),
        ({"a": 5}, "a.[0]", {"a": ["new"]}),
        ({"a": {"length": 1}}, "a.length", {"a": {"length": "new"}}),
        ({}, "__proto__.x", {"__proto__": {"x": "new"}}),
    ],
)
def test_it_writes_and_makes_what_is_missing(
    before: dict[str, Any], path: str, after: dict[str, Any]
) -> None:
    paths.set(before, path, "new")
    assert before == after
    assert paths.get(before, path) == "new"


@pytest.mark.parametrize(
    "path", ["list.x", "list.0", "list.length", "list.[-1]", "list.[x].y", "list.[262144]"]
)
def test_it_writes_only_to_places_of_a_list(path: str) -> None:
    payload = {"list": [1]}
    with pytest.raises(PathError, match="there is a list"):
        paths.set(payload, path, 2)
    assert payload == {"list": [1]}


def test_it_replaces_the_whole_in_place() -> None:
    payload: dict[str, Any] = {"data": {"a": 1}, "old": True}
    same = payload
    paths.set(payload, ".", payload["data"])
    assert same == {"a": 1}
    with pytest.raises(PathError, match="only be replaced by an object"):
        paths.set(payload, ".", [1])


@pytest.mark.parametrize(
    ("path", "after", "found"),
    [
        ("a.b", {"a": {"list": [1, 2, 3]}}, True),
        ("a.list.[1]", {"a": {"b": 1, "list": [1, 3]}}, True),
        ("a", {}, True),
        (".", {}, True),
        ("a.x", None, False),
        ("a.b.c", None, False),
        ("a.list.[3]", None, False),
        ("a.list.length", None, False),
        ("x.y.z", None, False),
    ],
)
def test_it_takes_away(path: str, after: dict[str, Any] | None, found: bool) -> None:
    before: dict[str, Any] = {"a": {"b": 1, "list": [1, 2, 3]}}
    payload = deepcopy(before)
    assert paths.delete(payload, path) is found
    assert payload == (before if after is None else after)
