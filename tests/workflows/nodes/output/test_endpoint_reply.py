import pytest

from app.workflows.replies import Cookie, CustomReply, PageReply, RedirectReply, StreamReply
from tests.workflows.run_flow import FLOW_ID, REPLY_ID, make_flow, make_node, run_flow, run_node


def reply(data=None, **config):
    return run_node("EndpointReplyNode", config, data).reply


@pytest.mark.parametrize(
    ("config", "body"),
    [
        ({"bodyTemplate": "Hi {{ data.name }}"}, "Hi A&B"),
        ({"bodyTemplate": "{{ data.row }}"}, '{"a":1}'),
        ({"bodyTemplate": "data.row", "bodyTemplateType": "path"}, '{"a":1}'),
        ({"bodyTemplate": "data.name", "bodyTemplateType": "path"}, "A&B"),
        ({"bodyTemplate": "data.none", "bodyTemplateType": "path"}, ""),
        ({"bodyTemplate": '{"n": {{ data.row.a }}}', "bodyTemplateType": "json"}, '{"n":1}'),
        ({"bodyTemplate": "x", "bodyTemplateType": "none"}, ""),
        ({}, ""),
    ],
)
def test_a_custom_reply_has_a_body(config, body):
    assert reply({"name": "A&B", "row": {"a": 1}}, **config).body == body


def test_the_whole_payload_can_be_the_body():
    assert '"time":"2025-03-01T12:00:00.000Z"' in reply(bodyTemplateType="payload").body


def test_markup_is_escaped():
    html = [{"keyTemplate": "content-type", "valueTemplate": "text/html; charset=utf-8"}]
    for template in ("<p>{{ data.name }}</p>", "{{ data.name }}"):
        body = reply({"name": "<b>"}, bodyTemplate=template, headerInfo=html).body
        assert "&lt;b&gt;" in body


def test_json_says_that_it_is():
    assert reply(bodyTemplateType="json", bodyTemplate="1").headers == (
        ("Content-Type", "application/json"),
    )
    own = [{"keyTemplate": "Content-type", "valueTemplate": "application/problem+json"}]
    assert reply(bodyTemplateType="json", bodyTemplate="1", headerInfo=own).headers == (
        ("Content-type", "application/problem+json"),
    )


@pytest.mark.parametrize(
    ("template", "status"),
    [("201", 201), ("{{ data.code }}", 404), ("", None), ("99", None), ("600", None), ("ok", None)],
)
def test_what_is_no_status_leaves_the_default(template, status):
    assert reply({"code": 404}, responseCodeTemplate=template) == CustomReply(status=status)


def test_headers_and_cookies():
    answer = reply(
        {"token": "abc"},
        headerInfo=[
            {"keyTemplate": "X-{{ data.token }}", "valueTemplate": "1"},
            {"keyTemplate": "", "valueTemplate": "no name"},
        ],
        sameSiteTemplate="Lax",
        cookieInfo=[
            {"nameTemplate": "a", "valueTemplate": "{{ data.token }}", "maxAgeTemplate": "1000"},
            {"nameTemplate": "b", "valueTemplate": "1", "pathTemplate": "/x"},
            {"nameTemplate": "deleted"},
            {"nameTemplate": "skipped", "valueTemplate": "{{ data.nothing }}"},
        ],
    )
    assert answer.headers == (("X-abc", "1"),)
    assert answer.cookies == (
        Cookie("a", "abc", "/", 1000, "lax"),
        Cookie("b", "1", "/x", None, "lax"),
        Cookie("deleted", None, "/", None, "lax"),
    )


def test_a_page_gets_its_data():
    answer = reply(
        {"n": 1},
        replyType="page",
        pageIdTemplate="{{ 'p' }}1",
        layoutIdTemplate="l1",
        bodyTemplateType="json",
        bodyTemplate='{"n": {{ data.n }}}',
        responseCodeTemplate="401",
    )
    assert answer == PageReply(
        page_id="p1",
        layout_id="l1",
        data={"n": 1},
        flow={"id": FLOW_ID, "name": "Test", "version": "develop"},
        status=401,
    )


def test_a_page_without_data_has_an_empty_object():
    assert reply(replyType="page", pageIdTemplate="p", bodyTemplateType="none").data == {}
    assert reply(replyType="page", pageIdTemplate="p").data == {}


def test_page_data_does_not_change_with_the_payload():
    page = {"replyType": "page", "pageIdTemplate": "p", "bodyTemplateType": "payload"}
    rule = {"type": "set", "destination": "data.late", "valueTemplate": "1"}
    flow = make_flow(
        make_node("reply", "EndpointReplyNode", page, "late"),
        make_node("late", "MutateNode", {"rules": [rule]}),
    )
    ran = run_flow(flow)
    assert "late" in ran.payload["data"]
    assert "late" not in ran.reply.data["data"]


def test_a_page_needs_an_id():
    assert run_node("EndpointReplyNode", {"replyType": "page"}).error == (
        "ValidationError",
        "Page is required, and came out blank",
    )


def test_a_redirect():
    answer = reply({"to": "/a&b"}, replyType="redirect", bodyTemplate="{{ data.to }}")
    assert answer == RedirectReply(location="/a&b")


def test_a_stream_of_topics():
    answer = reply(
        {"more": ["b", "c"]},
        replyType="mqtt",
        mqttTopicsTemplate=["a/{{ data.more[0] }}", ""],
        mqttTopicsPath="data.more",
    )
    assert answer == StreamReply(topics=("a/b", "b", "c"))


def test_the_reply_id_can_be_elsewhere():
    ran = run_node(
        "EndpointReplyNode",
        {"replyIdPath": "data.erroredPayload.id", "bodyTemplate": "x"},
        {"replyId": None, "erroredPayload": {"id": REPLY_ID}},
    )
    assert ran.reply == CustomReply(body="x")


@pytest.mark.parametrize("reply_id", [None, 5, ""])
def test_without_a_reply_id_it_does_nothing(reply_id):
    ran = run_node("EndpointReplyNode", {"replyType": "page"}, {"replyId": reply_id})
    assert ran.ports.replies.given == {}
    assert ran.output == 0


def test_the_first_reply_wins_and_the_path_goes_on():
    flow = make_flow(
        make_node("one", "EndpointReplyNode", {"bodyTemplate": "1"}, "two"),
        make_node("two", "EndpointReplyNode", {"bodyTemplate": "2"}),
    )
    ran = run_flow(flow)
    assert ran.order == ["one", "two"]
    assert ran.reply == CustomReply(body="1")
