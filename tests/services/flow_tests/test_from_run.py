"""A recorded run becomes a test. That such a test passes is shown in tests/serving."""

from datetime import UTC, datetime
from typing import Any

from app.redaction import HIDDEN
from app.schemas.flow_test import FlowTestPost
from app.schemas.messages import read
from app.services.flow_tests.from_run import case_of, hidden_in, replaced
from app.services.run_records.reading import OutgoingCall, Payload, RecordedRun, Step
from app.workflows.triggers import ANY_ENDPOINT

ENDPOINT = "650000000000000000000001"
TRIGGERS = [
    {"type": "flowError", "key": "x"},
    {"type": "endpoint", "key": "650000000000000000000002"},
    {"type": "endpoint", "key": ENDPOINT},
]
PAYLOAD = {
    "time": "2025-03-01T12:00:00.000Z",
    "data": {"method": "post", "body": {"password": HIDDEN}, "replyId": "r"},
    "flowId": "f",
    "globals": {"a": 1},
    "triggerId": ENDPOINT,
    "relayId": "u",
    "experience": {"user": {"email": "ann@example.com"}, "version": "develop"},
}


def recorded(payload: Any = PAYLOAD, **fields: Any) -> RecordedRun:
    before = Payload(payload, 10, False)
    step = Step(1, 0, None, "n", "k", "l", "f", 0.0, 1.0, 0, before, before, None)
    values: dict[str, Any] = dict.fromkeys(RecordedRun.__dataclass_fields__)
    values |= {"seq": 1, "id": "i", "application_id": "a", "flow_id": "f", "flow_name": "F"}
    values |= {"version": "develop", "trigger_kind": "endpoint", "method": "post", "path": "/login"}
    values |= {"endpoint_id": ENDPOINT, "started": datetime(2025, 3, 1, tzinfo=UTC)}
    values |= {"milliseconds": 1.0, "status": "ended", "steps": [step], "calls": []}
    return RecordedRun(**values | fields)


def call(**fields: Any) -> OutgoingCall:
    values: dict[str, Any] = {"step": 1, "port": "http", "method": "send", "at": 0.0}
    values |= {"milliseconds": 1.0, "request": [], "answer": None, "error": None}
    return OutgoingCall(**values | fields)


def test_the_input_is_what_the_first_step_was_given() -> None:
    case = case_of(recorded(), TRIGGERS)
    assert case["trigger"] == ENDPOINT
    assert case["user"] == "ann@example.com"
    assert case["payload"] == {
        "time": "2025-03-01T12:00:00.000Z",
        "data": {"method": "post", "body": {"password": HIDDEN}},
    }
    assert case["name"] == "POST /login"
    assert "expected" not in case


def test_the_stubs_are_its_calls() -> None:
    calls = [
        call(answer={"status": 200, "headers": {}, "body": {"n": 1}}),
        call(error="too slow", error_kind="Timeout"),
        call(port="mail"),
        call(port="replies", method="answer", answer=True),
    ]
    stubs = case_of(recorded(calls=calls), TRIGGERS)["stubs"]
    assert stubs == [
        {
            "port": "http",
            "method": "send",
            "answer": {"status": 200, "headers": {}, "body": {"n": 1}},
        },
        {"port": "http", "method": "send", "error": {"kind": "Timeout", "message": "too slow"}},
        {"port": "mail", "method": "send"},
    ]


def test_its_reply_is_expected_again() -> None:
    reply = {
        "step": 2,
        "kind": "page",
        "status": None,
        "headers": {},
        "cookies": {"a": {"name": HIDDEN, "value": HIDDEN, "path": "/"}},
    }
    reply |= {"page_id": "p", "layout_id": "", "data": {"n": 1}, "flow": {"id": "f"}}
    case = case_of(recorded(reply=reply, reply_status=200), TRIGGERS)
    assert case["expected"] == {
        "kind": "page",
        "status": 200,
        "cookies": {"a": {"value": HIDDEN, "path": "/"}},
        "pageId": "p",
        "body": {"n": 1},
    }
    assert case["name"] == "POST /login → 200"


def test_every_case_can_be_saved() -> None:
    reply = {"step": 2, "kind": "stream", "status": None, "topics": ["a"], "headers": {}}
    case = case_of(recorded(reply=reply, reply_status=200, calls=[call()]), TRIGGERS)
    assert read(FlowTestPost, case).expected is not None


def test_a_run_of_every_endpoint_keeps_which_one_it_was() -> None:
    case = case_of(recorded(), [{"type": "endpoint", "key": ANY_ENDPOINT}])
    assert case["trigger"] == ANY_ENDPOINT
    assert case["payload"]["triggerId"] == ENDPOINT


def test_a_trigger_that_is_gone_is_left_to_be_chosen() -> None:
    assert "trigger" not in case_of(recorded(), [])


def test_a_payload_that_is_not_kept_leaves_the_input_empty() -> None:
    assert case_of(recorded(None), TRIGGERS)["payload"] == {}
    assert case_of(recorded(steps=[]), TRIGGERS)["payload"] == {}


def test_hidden_values_are_named_and_can_be_put_in() -> None:
    case = case_of(recorded(), TRIGGERS)
    [place] = hidden_in(case)
    assert place == ("payload", "data", "body", "password")
    shown = replaced(case, place, "correct horse")
    assert shown["payload"]["data"]["body"] == {"password": "correct horse"}
    assert list(hidden_in(shown)) == []
    assert list(hidden_in({"a": [f"Bearer {HIDDEN}"]})) == [("a", 0)]
    assert replaced({"a": [f"Bearer {HIDDEN}"]}, ("a", 0), "t") == {"a": ["Bearer t"]}
