import pytest
from dirty_equals import IsStr

from app.workflows.replies import CustomReply, StreamReply
from tests import factories
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import REPLY_ID, make_flow, make_node, run_flow, run_node

BODY = {"name": "A&B", "code": 404, "row": {"a": 1}, "to": "/a&b", "topics": ["b"]}
HTML = [{"keyTemplate": "content-type", "valueTemplate": "text/html"}]
JSON = "application/json"
COOKIE = {"nameTemplate": "{{ data.body.name[0] }}", "valueTemplate": "{{ data.body.code }}"}
PAGE = {"replyType": "page", "pageIdTemplate": "{{ '~page~' }}", "bodyTemplateType": "json"}


def views(world):
    layout, other = (
        factories.make_view(
            world.application, view_type="layout", body=f"<{name}>{{{{ page }}}}</{name}>"
        )
        for name in ("own", "other")
    )
    page = factories.make_view(
        world.application, layout_id=layout.id, body="{{ pageData.n }} of {{ flow.name }}"
    )
    return {"page": page.id, "layout": other.id}


def reply(config, seen, look, **options):
    return Case(config, BODY, output=None, seen=seen, look=look, **options)


def status(config, seen):
    return reply(config, seen, lambda world: world.answer.status)


def body(template, seen, kind="string", **config):
    config |= {"bodyTemplate": template} | ({} if kind == "string" else {"bodyTemplateType": kind})
    return reply(config, seen, lambda world: world.answer.text)


def header(name, config, seen, **options):
    return reply(config, seen, lambda world: world.answer.headers.get(name), **options)


def cookie(config, seen, **more):
    return header("set-cookie", {"cookieInfo": [config]} | more, seen)


def page(config, seen):
    config = PAGE | {"bodyTemplate": '{"n": {{ data.body.code }}}'} | config
    return reply(config, seen, lambda world: (world.answer.status, world.answer.text), world=views)


test_over_http = over_http(
    "EndpointReplyNode",
    body("Hi {{ data.body.name }}", "Hi A&B"),
    body("{{ data.body.row }}", '{"a":1}'),
    body("data.body.row", '{"a":1}', "path"),
    body("data.body.name", "A&B", "path"),
    body("data.body.none", "", "path"),
    body('{"n": {{ data.body.row.a }}}', '{"n":1}', "json"),
    body("x", "", "none"),
    body("x", IsStr(regex=r'\{"time":"20.*'), "payload"),
    body("<p>{{ data.body.name }}</p>", "<p>A&amp;B</p>", headerInfo=HTML),
    body("{{ data.body.name }}", "A&amp;B", headerInfo=HTML),
    status({}, 200),
    status({"responseCodeTemplate": "201"}, 201),
    status({"responseCodeTemplate": "{{ data.body.code }}"}, 404),
    status({"responseCodeTemplate": "{% if data.body.row %}418{% else %}200{% endif %}"}, 418),
    *(status({"responseCodeTemplate": template}, 200) for template in ("99", "600", "ok")),
    header("content-type", {"bodyTemplateType": "json", "bodyTemplate": "1"}, JSON),
    header("content-type", {"bodyTemplate": "1"}, "text/plain; charset=utf-8"),
    header(
        "content-type",
        {
            "bodyTemplateType": "json",
            "bodyTemplate": "1",
            "headerInfo": [
                {"keyTemplate": "Content-type", "valueTemplate": "application/problem+json"}
            ],
        },
        "application/problem+json",
    ),
    header(
        "x-1",
        {
            "headerInfo": [
                {"keyTemplate": "X-{{ data.body.row.a }}", "valueTemplate": "{{ data.body.code }}"},
                {"keyTemplate": "", "valueTemplate": "no name"},
            ]
        },
        "404",
    ),
    cookie(COOKIE, "A=404; Path=/; HttpOnly"),
    cookie(COOKIE | {"pathTemplate": "{{ '/x' }}"}, "A=404; Path=/x; HttpOnly"),
    cookie(COOKIE | {"maxAgeTemplate": "{{ 1000 }}"}, "A=404; Path=/; Max-Age=1; HttpOnly"),
    cookie(COOKIE, "A=404; Path=/; SameSite=Lax; HttpOnly", sameSiteTemplate="{{ 'Lax' }}"),
    cookie(
        {"nameTemplate": "gone"},
        "gone=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly",
    ),
    cookie({"nameTemplate": "skipped", "valueTemplate": "{{ data.none }}"}, None),
    page({}, (200, "<own>404 of Case</own>")),
    page({"layoutIdTemplate": "{{ '~layout~' }}"}, (200, "<other>404 of Case</other>")),
    page({"responseCodeTemplate": "401"}, (401, "<own>404 of Case</own>")),
    page({"bodyTemplateType": "none"}, (200, "<own> of Case</own>")),
    header("location", {"replyType": "redirect", "bodyTemplate": "{{ data.body.to }}"}, "/a&b"),
    status({"replyType": "redirect", "bodyTemplate": "/"}, 302),
    status({"replyType": "redirect", "bodyTemplate": "/", "responseCodeTemplate": "301"}, 301),
    Case({"replyIdPath": "data.body.none"}),  # what comes after it answers
    Case(
        PAGE | {"pageIdTemplate": ""}, error="ValidationError: Page is required, and came out blank"
    ),
    status({"replyType": "mqtt", "mqttTopicsTemplate": ["a/{{ data.body.code }}"]}, 200),
    status({"replyType": "mqtt", "mqttTopicsPath": "data.body.topics"}, 200),
    status({"replyType": "mqtt"}, 500),  # nothing to listen to
)


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


def test_a_stream_of_topics():
    config = {
        "replyType": "mqtt",
        "mqttTopicsTemplate": ["a/{{ data.more[0] }}", ""],
        "mqttTopicsPath": "data.more",
    }
    ran = run_node("EndpointReplyNode", config, {"more": ["b", "c"]})
    assert ran.reply == StreamReply(topics=("a/b", "b", "c"))


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
