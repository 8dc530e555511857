import json

import pytest
from dirty_equals import IsStr

from app.workflows.errors import Refused
from tests.workflows.nodes.output.sending import FakeHttp
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

BODY = {"id": 7, "name": "Ann & Ben"}
SLACK = {
    "urlPathTemplate": "~elsewhere~/{{ data.body.id }}",
    "textTemplate": "Hi {{ data.body.name }}",
    "resultPath": "working.sent",
}
SENT = {"text": "Hi Ann & Ben"}


def said(world):
    """Path and body of what was posted there."""
    return [(one["method"], one["path"], json.loads(one["body"])) for one in world.heard]


def payload_said(world):
    [(_, _, sent)] = said(world)
    return json.loads(sent["text"])


def post_it(config, sent, **options):
    working = {"sent": {"success": True, "sent": sent}}
    options = {"seen": [("POST", "/7", sent)], "look": said} | options
    return Case(SLACK | config, BODY, working, **options)


test_over_http = over_http(
    "SlackNode",
    post_it({}, SENT),
    post_it({"channelTemplate": " #n{{ data.body.id }}"}, SENT | {"channel": "#n7"}),
    post_it(
        {"textTemplate": ""}, Part(), seen=Part(data=Part(body=BODY)), look=payload_said
    ),  # the payload
    Case(
        {"urlPathTemplate": "", "resultPath": "working.sent"},
        error="ValidationError: Webhook URL is required, and came out blank",
    ),
    Case(
        {"urlPathTemplate": "~elsewhere~/missing"},
        error=IsStr(regex="SlackError: Slack answered 404: .*"),
    ),
)

DATA = {"id": 7, "name": "Ann & Ben"}
CONFIG = {
    "urlPathTemplate": "https://hooks.example.com/{{ data.id }}",
    "textTemplate": "Hi {{ data.name }}",
    "resultPath": "working.sent",
}


def post(config=None, **answer):
    http = FakeHttp(**answer)
    ran = run_node("SlackNode", CONFIG | (config or {}), DATA, http=http)
    return ran, http.asked


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (
            {"status": 404, "body": b"no_team"},
            {"type": "SlackError", "message": "Slack answered 404: no_team"},
        ),
        ({"refusal": Refused("Timeout", "no answer")}, {"type": "Timeout", "message": "no answer"}),
    ],
)
def test_a_failure_stands_at_the_result_path_or_halts(answer, error):
    ran, _ = post(**answer)
    sent = ran.payload["working"]["sent"]
    assert (sent["success"], sent["error"]) == (False, error)
    ran, _ = post({"resultPath": ""}, **answer)
    assert ran.error == (error["type"], error["message"])
