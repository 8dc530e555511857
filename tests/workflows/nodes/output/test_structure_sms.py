from app.workflows.errors import Refused
from tests.workflows.nodes.output.sending import FakeSender, FakeState
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

CONFIG = {
    "phoneNumberTemplate": " {{ data.phone }} ",
    "bodyTemplate": "Hello {{ data.name }}",
    "resultPath": "working.sent",
}
BODY = {"phone": "+49 30 123456", "name": "Ann & Ben"}
SMS = {
    "phoneNumberTemplate": " {{ data.body.phone }} ",
    "bodyTemplate": "Hello {{ data.body.name }}",
    "resultPath": "working.sent",
}


def in_the_mailbox(world):
    return [(text["to"], text.get_content().strip()) for text in world.mail()]


def text(config, result, *seen, **options):
    return Case(SMS | config, BODY, {"sent": result}, seen=[*seen], look=in_the_mailbox, **options)


test_over_http = over_http(
    "StructureSmsNode",
    text({}, {"success": True}, ("+4930123456@sms.invalid", "Hello Ann & Ben")),
    *(
        text(
            {field: "{{ data.none }}"},
            None,
            error=f"ValidationError: {title} is required, and came out blank",
        )
        for field, title in (("phoneNumberTemplate", "Phone number"), ("bodyTemplate", "Text"))
    ),
    text(
        {"phoneNumberTemplate": "112", "resultPath": ""},
        None,
        error="Validation: “112” is not a phone number such as +4930123456",
    ),
)

DATA = {"phone": "+4930123456", "name": "Ann & Ben"}


def send(config=None, refusal=None, state=None):
    sms = FakeSender(refusal)
    settings = CONFIG | (config or {})
    ran = run_node("StructureSmsNode", settings, DATA, sms=sms, state=state or FakeState())
    return ran, sms.sent


def test_what_is_refused_stands_at_the_result_path():
    ran, _ = send(refusal=Refused("SmsFailed", "no"))
    assert ran.payload["working"]["sent"] == {"error": {"type": "SmsFailed", "message": "no"}}


def test_a_flow_sends_ten_at_once_and_no_more():
    state = FakeState()
    results = [send(state=state)[0].payload["working"]["sent"] for _ in range(11)]
    assert results[:10] == [{"success": True}] * 10
    assert results[10]["error"]["type"] == "RateLimited"
