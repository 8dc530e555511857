from typing import Any

import pytest

from app.redaction import HIDDEN
from app.schemas.flow_test import ExpectedReply
from app.services.flow_tests.compare import differences, fits
from app.workflows.replies import Cookie, CustomReply, PageReply, RedirectReply, StreamReply

PUMP = {"id": "NL-1", "on": True, "values": [1, 2]}


@pytest.mark.parametrize(
    ("expected", "got", "exact", "contained"),
    [
        (PUMP, PUMP, True, True),
        ({"id": "NL-1"}, PUMP, False, True),
        ({"id": "NL-2"}, PUMP, False, False),
        ({"no": None}, PUMP, False, False),
        ({"values": [2]}, {"values": [1, 2]}, False, True),
        ([{"id": 2}], [{"id": 1}, {"id": 2, "x": 3}], False, True),
        ([1, 2], [2, 1], False, True),
        ("a b", "a b", True, True),
        ("b", "a b", False, True),
        (1, 1.0, True, True),
        (1, True, False, False),
        (0, "0", False, False),
        (HIDDEN, PUMP, True, True),
        ({"token": HIDDEN}, {"token": "eyJ.x.y"}, True, True),
        ({"token": HIDDEN}, {}, False, False),
        (f"Bearer {HIDDEN}!", "Bearer abc!", True, True),
        (f"Bearer {HIDDEN}!", "Basic abc!", False, False),
        ("a.c", "abc", False, False),
    ],
)
def test_a_value_fits(expected: Any, got: Any, exact: bool, contained: bool) -> None:
    assert fits(expected, got) == exact
    assert fits(expected, got, contains=True) == contained


def told(reply: Any, **expected: Any) -> list[tuple[str, str, str]]:
    found = differences(ExpectedReply.model_validate(expected), reply)
    return [(one.where, one.expected, one.got) for one in found]


def test_only_what_is_expected_is_looked_at() -> None:
    reply = CustomReply(status=201, headers=(("X-Odd", "1"),), body="made")
    assert told(reply) == []
    assert told(reply, status=201, headers={"x-odd": "1"}) == []
    assert told(reply, headers={"X-ODD": "2"}) == [("header x-odd", "2", "1")]
    assert told(reply, headers={"x-more": "2"}) == [("header x-more", "2", "nothing")]


def test_a_body_of_json_is_compared_as_json_and_told_in_lines() -> None:
    reply = CustomReply(body='{"b":1,"a":[2]}')
    assert told(reply, body={"a": [2], "b": 1}) == []
    assert told(reply, body={"b": 1}, match="contains") == []
    [(where, expected, got)] = told(reply, body={"b": 2})
    assert (where, expected) == ("body", '{\n  "b": 2\n}')
    assert got.splitlines()[1] == '  "b": 1,'
    assert told(CustomReply(body="no json"), body={"b": 2})[0][2] == "no json"


def test_a_text_is_compared_as_text() -> None:
    assert told(CustomReply(body='{"a": 1}'), body='{"a": 1}') == []
    assert told(CustomReply(body="a long text"), body="long", match="contains") == []


def test_each_kind_of_reply_has_what_is_its_own() -> None:
    page = PageReply(page_id="p1", data={"n": 1})
    assert told(page, kind="page", status=200, pageId="p1", body={"n": 1}) == []
    assert told(page, body={"n": 2})[0][0] == "body"
    away = RedirectReply(location="/login")
    assert told(away, kind="redirect", status=302, location="/login") == []
    assert told(away, location="/")[0] == ("location", "/", "/login")
    assert told(StreamReply(topics=("a",)), kind="stream", topics=["a"]) == []
    assert told(CustomReply(), kind="page") == [("kind", "page", "custom")]


def test_a_cookie_is_named_with_what_it_must_have() -> None:
    reply = CustomReply(cookies=(Cookie("seen", "1", max_age=60_000),))
    assert told(reply, cookies={"seen": {"value": "1"}}) == []
    assert told(reply, cookies={"seen": {"value": "2"}})[0][0] == "cookie seen"
    assert told(reply, cookies={"other": {}}) == [("cookie other", "{}", "nothing")]


def test_secrets_of_the_reply_are_not_told() -> None:
    [(_, _, got)] = told(CustomReply(body='{"token": "abc", "n": 1}'), body={"n": 2})
    assert "abc" not in got
