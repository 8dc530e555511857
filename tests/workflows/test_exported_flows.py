"""What flows that were exported elsewhere are like: each thing that surprises.

Groups that are blank text are with the nodes that take them.
"""

import pytest

from app.workflows.check import check_flow
from app.workflows.replies import Cookie, RedirectReply
from tests.workflows.nodes.custom_node.test_execute import cap, custom
from tests.workflows.nodes.output.sending import FakeHttp
from tests.workflows.run_flow import REPLY_ID, make_flow, make_node, run_flow, run_node


@pytest.mark.parametrize("output", [["gone"], ["a", "gone"]])
def test_a_wire_to_a_node_that_is_missing_is_refused(output):
    flow = make_flow(make_node("a", "DebugNode"), make_node("b", "DebugNode", {}, output))
    problems = [problem.message for problem in check_flow(flow, "experience")]
    assert problems == ["Referenced output ID gone does not exist."]


def test_a_circle_is_refused():
    flow = make_flow(make_node("a", "DebugNode", {}, "b"), make_node("b", "DebugNode", {}, "a"))
    [problem] = check_flow(flow, "experience")
    assert "round in a circle" in problem.message


def test_a_node_with_several_wires_into_it_runs_once_for_each_path():
    flow = make_flow(
        make_node("start", "DebugNode", {}, ["left", "right"]),
        make_node("left", "DebugNode", {}, "end"),
        make_node("right", "DebugNode", {}, "end"),
        make_node("end", "DebugNode"),
    )
    assert run_flow(flow).order.count("end") == 2


@pytest.mark.parametrize("id", ["kT3_b-9Qxz", "a~b", "~-_"])
def test_ids_hold_dashes_and_tildes(id):
    flow = make_flow(make_node(id, "DebugNode", {}, f"{id}2"), make_node(f"{id}2", "DebugNode"))
    assert check_flow(flow, "experience") == []
    assert run_flow(flow).order == [id, f"{id}2"]


def test_a_node_is_the_one_of_its_own_id_not_of_its_meta():
    flow = make_flow(
        make_node("a", "DebugNode", {}, "b", id="b"), make_node("b", "DebugNode", {}, id="a")
    )
    assert run_flow(flow).order == ["a", "b"]


def test_a_debug_node_may_lack_level_category_and_outputs():
    ran = run_node("DebugNode", {"message": "hi"}, meta={"name": "debug"})
    assert [(said.level, said.text) for said in ran.witness.debug] == [("verbose", "hi")]


def test_an_http_node_may_lack_the_type_of_its_body():
    http = FakeHttp(b"", 200, None)
    config = {"method": "POST", "uriTemplate": "https://example.com/", "bodyTemplate": "x"}
    ran = run_node("HttpNode", config | {"responsePath": "working.answer"}, http=http)
    assert ran.error is None
    assert http.asked[0].body == b"x"


def test_a_blank_reply_path_is_that_of_the_request():
    ran = run_node("EndpointReplyNode", {"replyIdPath": "", "bodyTemplate": "hi"})
    assert list(ran.ports.replies.given) == [REPLY_ID]


def test_a_cookie_without_a_value_is_deleted():
    cookies = [{"nameTemplate": "authorization", "pathTemplate": "/", "maxAgeTemplate": ""}]
    ran = run_node(
        "EndpointReplyNode", {"replyType": "redirect", "bodyTemplate": "/", "cookieInfo": cookies}
    )
    assert isinstance(ran.reply, RedirectReply)
    assert ran.reply.cookies == (Cookie("authorization", None),)


def test_a_token_with_a_blank_life_lives_for_ever():
    made = {"dataTemplate": '{"a": 1}', "secretTemplate": "s" * 32, "destinationPath": "token"}
    flow = make_flow(
        make_node("make", "JWTCreateNode", made | {"expiresIn": ""}, "read"),
        make_node(
            "read",
            "JWTDecodeNode",
            {"tokenTemplate": "{{ token }}", "destinationPath": "claims"},
        ),
    )
    claims = run_flow(flow).payload["claims"]
    assert claims["a"] == 1
    assert "exp" not in claims


def test_a_custom_node_is_asked_for_in_its_default_version():
    asked = []

    class Remembering:
        def find(self, flow_id, version):
            asked.append((flow_id, version))
            return custom(cap())

    config = {"customNodeId": "c1", "customNodeVersion": "default", "resultPath": "working.result"}
    ran = run_node("CustomNodeExecuteNode", config, custom_nodes=Remembering())
    assert ran.error is None
    assert asked == [("c1", "default")]


SCHEMA = """{"type": "object", "properties": {"colour": {
    {% if data.colours %}"enum": {{ jsonEncode(data.colours) }},{% endif %} "type": "string"}}}"""


@pytest.mark.parametrize(
    ("colours", "valid"), [(["red", "blue"], 1), (["blue"], 0), ([], 1), (None, 1)]
)
def test_a_schema_is_a_template(colours, valid):
    config = {"schema": SCHEMA, "toValidatePath": "data", "errorsPath": "errors"}
    ran = run_node("ValidatePayloadNode", config, {"colour": "red", "colours": colours})
    assert ran.output == valid


@pytest.mark.parametrize("expression", ["{{ length(data.a) }} === 1", "length({{ data.a }}) === 1"])
def test_a_conditional_takes_lengths_by_helper_and_by_function(expression):
    assert run_node("ConditionalNode", {"expression": expression}, {"a": [5]}).output == 1
    assert run_node("ConditionalNode", {"expression": expression}, {"a": []}).output == 0


@pytest.mark.parametrize(("n", "status"), [(1, 201), (2, 404), (3, 500), (None, 500)])
def test_a_status_may_be_chosen_by_blocks(n, status):
    template = "{% if data.n == 1 %}201{% elif data.n == 2 %}404{% else %}500{% endif %}"
    ran = run_node("EndpointReplyNode", {"responseCodeTemplate": template}, {"n": n})
    assert ran.reply.status == status


def test_a_loop_in_a_template_still_sees_the_whole_payload():
    template = "{% for row in data.rows %}{{ root.applicationName }} {{ row }};{% endfor %}"
    ran = run_node("EndpointReplyNode", {"bodyTemplate": template}, {"rows": ["a", "b"]})
    assert ran.reply.body == "Demo a;Demo b;"


@pytest.mark.parametrize("template", ["{{ path }}", "a{{ path }}", "a{{ path.deep.x }}"])
def test_what_leads_nowhere_prints_nothing(template):
    ran = run_node("EndpointReplyNode", {"bodyTemplate": template})
    assert ran.error is None
    assert ran.reply.body == template.partition("{")[0]
