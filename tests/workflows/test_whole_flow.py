"""A flow as people draw it: branches that share their ends, loops, a page, and an error handler."""

import pytest

from app.workflows.check import check_configs, check_flow
from app.workflows.flow_errors import error_data, error_handlers
from app.workflows.replies import CustomReply, PageReply, RedirectReply
from tests.workflows.run_flow import REPLY_ID, make_node, run_flow

FLOW = {
    "id": "f1",
    "name": "Orders",
    "flowClass": "experience",
    "enabled": True,
    "globals": [{"key": "home-path", "json": '"/home"'}],
    "triggers": [
        {"type": "endpoint", "key": "e1", "config": {}, "outputIds": [["known"]]},
        {"type": "flowError", "key": "f1-flowError", "config": {"scope": "local"}},
    ],
    "nodes": [
        make_node(
            "known", "ConditionalNode", {"expression": "{{ experience.user }}"}, "home", "verb"
        ),
        make_node(
            "verb",
            "SwitchNode",
            {"switchTemplate": "{{ data.method }}", "cases": [{"caseTemplate": "post"}]},
            ["page", "log"],
            "each",
        ),
        make_node(
            "each",
            "LoopNode",
            {
                "loopSourcePath": "data.body.lines",
                "currentItemPath": "working.line",
                "parallel": True,
                "mapResultPath": "working.prices",
            },
            ["page", "log"],
            "price",
        ),
        make_node(
            "price",
            "ConditionalNode",
            {"expression": "{{ working.line.value.count }} > 0"},
            "bad",
            "done",
            groupId="each",
        ),
        make_node(
            "bad",
            "ThrowErrorNode",
            {"messageTemplate": "Line {{ working.line.index }} has no count"},
            groupId="each",
        ),
        make_node(
            "done", "LoopCapNode", {"mapValuePath": "working.line.value.price"}, groupId="each"
        ),
        make_node(
            "page",
            "EndpointReplyNode",
            {
                "replyType": "page",
                "pageIdTemplate": "650000000000000000000003",
                "bodyTemplateType": "json",
                "bodyTemplate": '{"prices": {{ jsonEncode(working.prices) }}}',
            },
        ),
        make_node("log", "DebugNode", {"message": "{{ data.method }}"}),
        make_node(
            "home",
            "EndpointReplyNode",
            {
                "replyType": "redirect",
                "bodyTemplate": "{{ globals.home-path }}",
                "responseCodeTemplate": "302",
            },
        ),
    ],
}
USER = {"experience": {"user": {"id": "u1"}}}
ONE, NONE = {"count": 1, "price": 5}, {"count": 0, "price": 7}


def test_it_can_be_saved():
    assert check_flow(FLOW, "experience") == []
    assert check_configs(FLOW) == []


def test_a_stranger_is_sent_home():
    ran = run_flow(FLOW, {"method": "get"}, globals={"home-path": "/home"})
    assert ran.reply == RedirectReply(location="/home", status=302)


@pytest.mark.parametrize(
    ("data", "prices"),
    [
        ({"method": "get"}, None),
        ({"method": "post", "body": {"lines": [ONE, ONE]}}, [5, 5]),
        ({"method": "post", "body": {}}, []),
    ],
)
def test_a_user_sees_the_page(data, prices):
    ran = run_flow(FLOW, data, payload=USER)
    assert isinstance(ran.reply, PageReply)
    assert ran.reply.data == {"prices": prices}
    assert [message.text for message in ran.witness.debug] == [data["method"]]
    assert ran.run.host.adopted == 0


def test_a_mistake_is_answered_by_the_handler():
    failed = run_flow(FLOW, {"method": "post", "body": {"lines": [ONE, NONE]}}, payload=USER)
    assert failed.reply is None
    assert failed.error == ("Error", "Line 1 has no count")
    flow = failed.run.flow
    [(_, trigger)] = error_handlers(flow, failed.run.trigger, [flow], [])
    assert trigger.key == "f1-flowError"
    handler = {
        "nodes": [
            make_node(
                "sorry",
                "EndpointReplyNode",
                {
                    "bodyTemplate": "Sorry: {{ data.errorInfo.error.message }}",
                    "responseCodeTemplate": "500",
                },
            )
        ],
        "triggers": [{"type": "flowError", "outputIds": [["sorry"]]}],
    }
    answered = run_flow(handler, error_data(failed.run, failed.run.error))
    assert answered.ports.replies.given == {
        REPLY_ID: CustomReply(status=500, body="Sorry: Line 1 has no count")
    }
