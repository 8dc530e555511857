import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.output.sending import FakeSender, FakeState
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import make_flow, make_node, run_flow, run_node

CONFIG = {
    "toAddresses": ["{{ data.email }}", "{{ data.none }}"],
    "subjectTemplate": "Hello {{ data.name }}",
    "bodyTemplate": "<p>{{ data.name }}</p>",
    "resultPath": "working.sent",
}
BODY = {"email": "ann@example.com", "name": "Ann & Ben"}
EMAIL = {
    "toAddresses": ["{{ data.body.email }}", "{{ data.none }}", "ben@example.com"],
    "subjectTemplate": "Hello {{ data.body.name }}",
    "bodyTemplate": "<p>{{ data.body.name }}</p>",
    "resultPath": "working.sent",
}
TO, SUBJECT, HTML = "ann@example.com, ben@example.com", "Hello Ann & Ben", "<p>Ann &amp; Ben</p>"


def in_the_mailbox(world):
    return [
        (mail["to"], mail["subject"], mail.get_content().strip(), mail["reply-to"])
        for mail in world.mail()
    ]


def mail(config, result, *seen, **options):
    return Case(
        EMAIL | config, BODY, {"sent": result}, seen=[*seen], look=in_the_mailbox, **options
    )


test_over_http = over_http(
    "StructureEmailNode",
    mail({}, {"success": True}, (TO, SUBJECT, HTML, None)),
    mail(
        {"fromTemplate": " {{ data.body.email }}"},
        {"success": True},
        (TO, SUBJECT, HTML, "ann@example.com"),
    ),
    mail(
        {"toAddresses": ["Ann"]},
        {"error": {"type": "Validation", "message": "“Ann” is not an email address"}},
    ),
    mail(
        {"subjectTemplate": "{{ data.none }}"},
        None,
        error="ValidationError: Subject is required, and came out blank",
    ),
)

DATA = {"email": "ann@example.com", "name": "Ann & Ben"}


def send(config=None, refusal=None, state=None):
    mail = FakeSender(refusal)
    settings = CONFIG | (config or {})
    state = state or FakeState()
    ran = run_node("StructureEmailNode", settings, DATA, mail=mail, state=state)
    return ran, mail.sent


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_it_goes_to_one_to_five(count, fits):
    ran, sent = send({"toAddresses": ["{{ data.email }}"] * count})
    assert bool(sent) is fits
    assert (ran.error is None) is fits


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
