import pytest

from app.workflows.flow import compile_flow
from tests import factories
from tests.workflows.fakes import FakeCustomNodes
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import APPLICATION, make_flow, make_node, run_flow

START = {"type": "customNodeStart", "outputIds": [["cap"]]}
ASKS = {"outputCount": 2, "resultMode": "optional"}
WORD, NUMBER = (
    {"type": "stringTemplate", "id": "word", "label": "Word", "defaultValue": "no"},
    {"type": "numberTemplate", "id": "n", "label": "Number", "defaultValue": 1},
)


def custom_nodes(world):
    """One gives its inputs back, through the output that they name; version v1 gives nothing."""
    config = {"resultSourcePath": "data", "branchIndexTemplate": "{{ data.n - 1 }}"}
    made = factories.make_custom_node(
        world.application,
        triggers=[START],
        nodes=[make_node("cap", "CustomNodeCapNode", config)],
        custom_node_config=ASKS | {"fields": [WORD, NUMBER]},
    )
    nodes = [make_node("cap", "CustomNodeCapNode", {})]
    factories.make_flow_version(made, version="v1", triggers=[START], nodes=nodes)
    return {"custom": made.id, "none": "0" * 24}


def both_outputs(it):
    return [it | {"outputIds": [["out0"], ["out1"]]}]


def called(config, output, working, **options):
    settings = {"customNodeId": "~custom~", "resultPath": "working.result"} | config
    options |= {"world": custom_nodes, "around": both_outputs}
    return Case(settings, {"n": 2}, working, output=output, **options)


TWO = [{"id": "n", "value": "{{ data.body.n }}"}, {"id": "unknown", "value": "x"}]

test_over_http = over_http(
    "CustomNodeExecuteNode",
    called({}, 0, {"result": {"word": "no", "n": 1}}),
    called({"fields": TWO}, 1, {"result": Part(n=2)}),
    called(
        {"fields": [{"id": "word", "value": "Hi {{ data.body.n }}"}]},
        0,
        {"result": Part(word="Hi 2")},
    ),
    called({"customNodeVersion": "v1"}, 0, {}),
    called(
        {"customNodeId": "~none~"},
        None,
        {},
        error=f"NotFound: There is no custom node {'0' * 24} in version develop",
    ),
)


def custom(*nodes, fields=(), id="c1", **changes):
    start = {"type": "customNodeStart", "key": "customNodeStart", "outputIds": [[nodes[0]["id"]]]}
    stored = {
        "id": id,
        "name": f"Custom {id}",
        "flowClass": "customNode",
        "triggers": [start],
        "nodes": list(nodes),
        "customNodeConfig": {"outputCount": 1, "fields": list(fields)},
    }
    return compile_flow(stored | changes, application=APPLICATION, globals={"own": 1})


def cap(path="", output=0):
    config = {"resultSourcePath": path, "branchIndexTemplate": output}
    return make_node(f"cap{output}", "CustomNodeCapNode", config)


def setter(id, destination, template, *outputs):
    rule = {"type": "set", "destination": destination, "valueTemplate": template}
    return make_node(id, "MutateNode", {"rules": [rule]}, *outputs)


def call(id="c1", **config):
    config = {"customNodeId": id, "resultPath": "working.result"} | config
    return make_node("call", "CustomNodeExecuteNode", config, "no", "yes")


def run(*flows, data=None, **config):
    flow = make_flow(call(**config), make_node("no", "DebugNode"), make_node("yes", "DebugNode"))
    return run_flow(flow, data, custom_nodes=FakeCustomNodes(*flows))


@pytest.mark.parametrize(("output", "after"), [(0, "no"), (1, "yes")])
def test_it_goes_on_where_the_cap_says_with_its_value(output, after):
    ran = run(custom(cap("data", output)))
    assert ran.order == ["call", f"cap{output}", after]
    assert ran.payload["working"] == {"result": {}}


def test_the_inner_payload_is_one_of_its_own():
    ran = run(custom(setter("set", "working.inner", "1", "cap0"), cap(".")))
    inner = ran.payload["working"]["result"]
    assert inner["flowName"] == "Custom c1"
    assert inner["triggerType"] == "customNodeStart"
    assert inner["globals"] == {"own": 1}
    assert inner["applicationName"] == "Demo"
    assert "experience" not in inner
    assert ran.payload["working"].keys() == {"result"}


FIELDS = [
    ("stringTemplate", "Hi {{ data.n }}", "Hi 5"),
    ("numberTemplate", "{{ data.n }}", 5),
    ("jsonTemplate", '{"n": {{ data.n }}}', {"n": 5}),
    ("payloadPath", "data.list", [1]),
    ("select", "b", "b"),
    ("checkbox", True, True),
]


@pytest.mark.parametrize(("kind", "value", "delivered"), FIELDS)
def test_each_kind_of_field_is_read_against_the_callers_payload(kind, value, delivered):
    fields = [{"type": kind, "id": "f", "label": "F"}]
    ran = run(
        custom(cap("data.f"), fields=fields),
        data={"n": 5, "list": [1]},
        fields=[{"id": "f", "value": value}, {"id": "unknown", "value": "x"}],
    )
    assert ran.payload["working"]["result"] == delivered


def test_fields_have_defaults():
    fields = [
        {"type": "select", "id": "s", "label": "S", "defaultValue": "a"},
        {"type": "section", "label": "Just a heading"},
        {"type": "numberTemplate", "id": "n", "label": "N"},
    ]
    assert run(custom(cap("data.s"), fields=fields)).payload["working"]["result"] == "a"
    assert "result" not in run(custom(cap("data.n"), fields=fields)).payload.get("working", {})


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ({"required": True}, " ", "Name does not fit the pattern ^a+$"),
        ({"required": True}, "", "Name is required, and came out blank"),
        ({}, "b", "Name does not fit the pattern ^a+$"),
        ({"validRegExp": "("}, "b", "The pattern ( cannot be used: missing ) at position 1"),
        ({"type": "numberTemplate", "validMin": 3}, "2", "Name must be 3 or more"),
        ({"type": "numberTemplate", "validMax": 1}, "2", "Name must be 1 or less"),
        ({"type": "numberTemplate"}, "x", "Name must be a number, not “x”"),
    ],
)
def test_a_field_that_does_not_fit_halts(field, value, message):
    declared = {"type": "stringTemplate", "id": "f", "label": "Name", "validRegExp": "^a+$"} | field
    ran = run(custom(cap(), fields=[declared]), fields=[{"id": "f", "value": value}])
    assert ran.error == ("ValidationError", message)


def test_without_a_cap_the_path_ends():
    assert run(custom(setter("set", "x", "1"))).order == ["call", "set"]


def test_the_first_cap_decides_and_the_others_finish():
    waits = make_node("wait", "DelayNode", {"delay": 3}, "cap1")
    both = setter("set", "x", "1", ["wait", "cap0"])
    ran = run(custom(both, waits, cap(output=0), cap(output=1)))
    assert ran.order == ["call", "set", "wait", "cap0", "cap1", "no"]
    assert ran.ports.clock.monotonic() == 3


def test_an_inner_error_halts_the_outer_run_at_the_call():
    ran = run(custom(make_node("t", "ThrowErrorNode", {"messageTemplate": "no"})))
    assert ran.error == ("Error", "no")
    assert ran.run.error.node_id == "call"
    assert ran.witness.errors == [("t", "Error"), ("call", "Error")]
    assert ran.run.paths_failed == 1


def test_it_shares_the_time_of_the_run():
    ran = run(
        custom(*[make_node(f"w{n}", "DelayNode", {"delay": 50}, f"w{n + 1}") for n in range(3)])
    )
    assert ran.error == ("Timeout", "The run took longer than 60 seconds")


def test_custom_nodes_call_each_other_but_not_themselves():
    outer = custom(call("c2"), make_node("no", "DebugNode", {}, "cap0"), cap("working.result"))
    inner = custom(cap("globals.own"), id="c2")
    assert run(outer, inner).payload["working"]["result"] == 1
    back = custom(call("c1"), id="c2")
    assert run(outer, back).error == ("Recursion", "The custom node “Custom c1” calls itself")


def test_what_is_not_there_is_told():
    assert run(customNodeVersion="v1").error == (
        "NotFound",
        "There is no custom node c1 in version v1",
    )
    assert run(custom(cap(), triggers=[])).error == (
        "NotFound",
        "The custom node “Custom c1” has no start",
    )
