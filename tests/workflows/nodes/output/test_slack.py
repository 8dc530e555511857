import json

import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.output.sending import FakeHttp
from tests.workflows.run_flow import run_node

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


def test_it_posts_a_message():
    ran, [request] = post()
    assert (request.method, request.url) == ("POST", "https://hooks.example.com/7")
    assert json.loads(request.body) == {"text": "Hi Ann & Ben"}
    assert request.headers == (("content-type", "application/json"),)
    assert ran.payload["working"]["sent"] == {"success": True, "sent": {"text": "Hi Ann & Ben"}}


def test_it_may_go_to_another_channel():
    _, [request] = post({"channelTemplate": "#n{{ data.id }}"})
    assert json.loads(request.body)["channel"] == "#n7"


def test_without_a_text_it_posts_the_payload():
    _, [request] = post({"textTemplate": ""})
    assert json.loads(json.loads(request.body)["text"])["data"]["name"] == "Ann & Ben"


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


def test_it_needs_a_url():
    assert post({"urlPathTemplate": ""})[0].error == (
        "ValidationError",
        "Webhook URL is required, and came out blank",
    )
