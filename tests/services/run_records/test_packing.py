"""What is kept of large payloads, of secrets, and of what ports were asked."""

from typing import Any

import pytest

from app.redaction import HIDDEN
from app.services.run_records.drafts import LARGEST_RUN, CallDraft, snapshot
from app.services.run_records.packing import LARGEST_PAYLOAD, run_row, unpack
from app.workflows.ports import (
    Email,
    Encryption,
    HttpRequest,
    HttpResponse,
    RedisServer,
    SqlDatabase,
)
from app.workflows.replies import Cookie, CustomReply, PageReply, RedirectReply
from app.workflows.values import UNDEFINED

from .conftest import make_draft


def body(payload: Any = None, **overrides: Any) -> Any:
    return unpack(run_row(make_draft(payload, **overrides))["body"])


def stored(payload: Any) -> Any:
    [one] = body(payload)["payloads"]
    return one


def test_a_payload_is_stored_once_however_many_steps_have_it() -> None:
    draft = make_draft({"a": 1})
    draft.steps *= 3
    found = unpack(run_row(draft)["body"])
    assert [step["payload"] for step in found["steps"]] == [0, 0, 0]
    assert found["payloads"] == [{"value": {"a": 1}, "size": 7, "is_cut": False}]


def test_secrets_are_not_stored() -> None:
    secret = {"data": {"headers": {"Authorization": "Bearer abcdefghijklmnop"}}}
    assert stored(secret)["value"] == {"data": {"headers": {"Authorization": HIDDEN}}}


def test_what_json_has_no_words_for_is_stored_all_the_same() -> None:
    value = {"undefined": UNDEFINED, "large": 2**70, "lone": "\ud800"}
    found = stored(value)["value"]
    assert (found["large"], found["lone"]) == (2.0**70, "\ufffd")
    assert found.get("undefined") is None


def test_of_a_large_payload_something_of_everything_is_left() -> None:
    rows = [{"n": n, "text": "x" * 50} for n in range(1000)]
    found = stored({"data": {"rows": rows, "note": "y" * 50_000, "id": 7}})
    assert found["is_cut"]
    assert found["size"] > LARGEST_PAYLOAD
    data = found["value"]["data"]
    assert data["id"] == 7
    assert data["rows"][0] == rows[0]
    assert data["rows"][-1] == "… 980 more"
    assert data["note"].endswith("… (50,000 characters)")


def test_of_a_huge_one_only_its_size_is() -> None:
    found = stored("x" * (LARGEST_RUN + 10))
    assert found == {"value": None, "size": LARGEST_RUN + 12, "is_cut": True}


@pytest.mark.parametrize("levels", [100, 300, 600, 900, 5000])
def test_one_that_is_nested_too_deeply_does_not_lose_the_record(levels: int) -> None:
    deep: Any = []
    for _ in range(levels):
        deep = [deep]
    found = body(deep)
    assert found["steps"][0]["node_id"] == "n1"
    if levels < 500:
        assert found["payloads"][0]["value"] == deep


def test_a_record_has_an_end_however_many_payloads_there_are() -> None:
    draft = make_draft()
    [step] = draft.steps
    texts = [{"n": n, "text": f"{n}" * 20_000} for n in range(10, 90)]
    draft.steps = [
        type(step)(n, n - 1, step.node, step.flow, (), payload=snapshot(text))
        for n, text in enumerate(texts, 1)
    ]
    found = unpack(run_row(draft)["body"])["payloads"]
    values = [one["value"] for one in found]
    assert values[0] == texts[0]
    assert values[-1] is None
    assert sum(len(snapshot(value) or b"") for value in values) <= LARGEST_RUN


def call(port: str, method: str, *given: Any, answer: Any = None, error: str | None = None) -> Any:
    draft = CallDraft(1, port, method, 0.5, given, 0.25, answer, error)
    return body(calls=[draft])["calls"][0]


def test_a_call_of_another_server_is_stored_without_its_secrets() -> None:
    request = HttpRequest(
        "POST",
        "https://ann:pass@example.com/?apiKey=1&x=2",
        headers=(("Authorization", "abc"), ("Accept", "*/*")),
        body=b'{"password": "x", "name": "Ann"}',
    )
    response = HttpResponse(201, {"set-cookie": "a=b"}, b"token=abc&ok=1")
    found = call("http", "send", request, answer=response)
    [asked] = found["request"]
    assert asked["url"] == f"https://ann:{HIDDEN}@example.com/?apiKey={HIDDEN}&x=2"
    assert asked["headers"] == {"Authorization": HIDDEN, "Accept": "*/*"}
    assert asked["body"] == {"password": HIDDEN, "name": "Ann"}
    assert found["answer"] == {
        "status": 201,
        "headers": {"set-cookie": HIDDEN},
        "body": f"token={HIDDEN}&ok=1",
    }
    assert (found["at"], found["milliseconds"]) == (500, 250)


@pytest.mark.parametrize(
    ("port", "value"),
    [
        (
            "http",
            HttpRequest(
                "GET",
                "https://example.com/",
                client_certificate=("PEM", "hidden"),
                secret_headers=(("X-Mine", "hidden"),),
                secret_query="mine=hidden",
            ),
        ),
        (
            "sql",
            SqlDatabase(
                "pg",
                "shop",
                "example.com",
                password="hidden",
                encryption=Encryption(client_certificate=("PEM", "hidden")),
            ),
        ),
        ("redis", RedisServer((("example.com", 6379),), password="hidden")),
    ],
)
def test_what_a_credential_adds_is_not_stored(port: str, value: Any) -> None:
    [asked] = call(port, "ask", value)["request"]
    assert "example.com" in str(asked)
    assert "hidden" not in str(asked)


def test_a_large_answer_is_cut() -> None:
    response = HttpResponse(200, {}, b"x" * 1_000_000)
    found = call("http", "send", HttpRequest("GET", "http://x/"), answer=response)
    assert found["answer"]["body"].endswith("… (1,000,000 characters)")


def test_a_call_that_failed_says_why() -> None:
    email = Email(("ann@example.com",), "Hello", "<p>Hi</p>")
    found = call("mail", "send", email, error="no server: token=abc")
    assert found["request"][0]["subject"] == "Hello"
    assert (found["answer"], found["error"]) == (None, f"no server: token={HIDDEN}")


@pytest.mark.parametrize(
    ("reply", "kind", "status"),
    [
        (CustomReply(body="hi", status=201), "custom", 201),
        (PageReply(page_id="p", data={"a": 1}), "page", 200),
        (RedirectReply(location="/x"), "redirect", 302),
    ],
)
def test_the_first_reply_that_was_taken_is_the_runs(reply: Any, kind: str, status: int) -> None:
    late = CallDraft(3, "replies", "answer", 0.2, ("id", CustomReply(body="no")), 0, True)
    first = CallDraft(2, "replies", "answer", 0.1, ("id", reply), 0, True)
    refused = CallDraft(1, "replies", "answer", 0.0, ("id", CustomReply(body="x")), 0, False)
    row = run_row(make_draft(calls=[refused, first, late]))
    found = unpack(row["body"])
    assert (found["reply"]["kind"], found["reply"]["step"]) == (kind, 2)
    assert row["reply_status"] == status
    assert found["calls"] == []


def test_the_values_of_cookies_are_hidden() -> None:
    reply = CustomReply(cookies=(Cookie("session", "abc"),))
    taken = CallDraft(1, "replies", "answer", 0.0, ("id", reply), 0, True)
    assert body(calls=[taken])["reply"]["cookies"]["session"]["value"] == HIDDEN
