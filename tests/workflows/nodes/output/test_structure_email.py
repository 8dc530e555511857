import pytest

from app.workflows.errors import Refused
from app.workflows.ports import Email
from tests.workflows.nodes.output.sending import FakeSender, FakeState
from tests.workflows.run_flow import make_flow, make_node, run_flow, run_node

CONFIG = {
    "toAddresses": ["{{ data.email }}", "{{ data.none }}"],
    "subjectTemplate": "Hello {{ data.name }}",
    "bodyTemplate": "<p>{{ data.name }}</p>",
    "resultPath": "working.sent",
}
DATA = {"email": "ann@example.com", "name": "Ann & Ben"}


def send(config=None, refusal=None, state=None):
    mail = FakeSender(refusal)
    settings = CONFIG | (config or {})
    state = state or FakeState()
    ran = run_node("StructureEmailNode", settings, DATA, mail=mail, state=state)
    return ran, mail.sent


def test_it_sends_an_email_and_escapes_its_body_only():
    ran, sent = send()
    html = "<p>Ann &amp; Ben</p>"
    assert sent == [(Email(("ann@example.com",), "Hello Ann & Ben", html),)]
    assert ran.payload["working"]["sent"] == {"success": True}


def test_answers_may_go_elsewhere():
    _, [(email,)] = send({"fromTemplate": "{{ data.email }}"})
    assert email.sender == "ann@example.com"


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_it_goes_to_one_to_five(count, fits):
    ran, sent = send({"toAddresses": ["{{ data.email }}"] * count})
    assert bool(sent) is fits
    assert (ran.error is None) is fits


def test_it_needs_a_subject():
    ran, sent = send({"subjectTemplate": "{{ data.none }}"})
    assert ran.error == ("ValidationError", "Subject is required, and came out blank")
    assert sent == []


def test_what_is_refused_stands_at_the_result_path():
    ran, _ = send(refusal=Refused("MailFailed", "no"))
    assert ran.payload["working"]["sent"] == {"error": {"type": "MailFailed", "message": "no"}}
    ran, _ = send({"resultPath": ""}, Refused("MailFailed", "no"))
    assert ran.error == ("MailFailed", "no")


def test_a_flow_sends_ten_at_once_and_then_one_a_minute():
    state = FakeState()
    results = [send(state=state)[0].payload["working"]["sent"] for _ in range(11)]
    assert results[:10] == [{"success": True}] * 10
    assert results[10]["error"]["type"] == "RateLimited"


@pytest.mark.parametrize(("seconds", "count"), [(59, 0), (30, 0), (None, 1)])
def test_a_minute_later_it_may_send_again(seconds, count):
    """None: two waits that make a minute."""
    state, mail = FakeState(), FakeSender()
    for _ in range(10):
        send(state=state)
    delays = [seconds] if seconds else [30, 30]
    nodes = [
        make_node(f"wait{n}", "DelayNode", {"delay": delay}, f"wait{n + 1}")
        for n, delay in enumerate(delays)
    ]
    it = make_node(f"wait{len(delays)}", "StructureEmailNode", CONFIG)
    limits = {"seconds": 100}
    run_flow(make_flow(*nodes, it), DATA, mail=mail, state=state, limits=limits)
    assert len(mail.sent) == count
