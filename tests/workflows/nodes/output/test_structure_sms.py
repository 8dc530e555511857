import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.output.sending import FakeSender, FakeState
from tests.workflows.run_flow import run_node

CONFIG = {
    "phoneNumberTemplate": " {{ data.phone }} ",
    "bodyTemplate": "Hello {{ data.name }}",
    "resultPath": "working.sent",
}
DATA = {"phone": "+4930123456", "name": "Ann & Ben"}


def send(config=None, refusal=None, state=None):
    sms = FakeSender(refusal)
    settings = CONFIG | (config or {})
    ran = run_node("StructureSmsNode", settings, DATA, sms=sms, state=state or FakeState())
    return ran, sms.sent


def test_it_sends_a_text():
    ran, sent = send()
    assert sent == [("+4930123456", "Hello Ann & Ben")]
    assert ran.payload["working"]["sent"] == {"success": True}


@pytest.mark.parametrize(
    ("field", "title"), [("phoneNumberTemplate", "Phone number"), ("bodyTemplate", "Text")]
)
def test_it_needs_a_number_and_a_text(field, title):
    ran, sent = send({field: "{{ data.none }}"})
    assert ran.error == ("ValidationError", f"{title} is required, and came out blank")
    assert sent == []


def test_what_is_refused_stands_at_the_result_path():
    ran, _ = send(refusal=Refused("SmsFailed", "no"))
    assert ran.payload["working"]["sent"] == {"error": {"type": "SmsFailed", "message": "no"}}


def test_a_flow_sends_ten_at_once_and_no_more():
    state = FakeState()
    results = [send(state=state)[0].payload["working"]["sent"] for _ in range(11)]
    assert results[:10] == [{"success": True}] * 10
    assert results[10]["error"]["type"] == "RateLimited"
