from tests import factories
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import make_node


def custom_node(world):
    """That ends with the node which is tested."""
    start = {"type": "customNodeStart", "outputIds": [["set"]]}
    rule = {"type": "set", "destination": "working.sum", "valueTemplate": "{{ 3 }}"}
    nodes = [make_node("set", "MutateNode", {"rules": [rule]}, "it"), world.it]
    made = factories.make_custom_node(world.application, triggers=[start], nodes=nodes)
    return {"custom": made.id}


def call(it):
    config = {"customNodeId": "~custom~", "resultPath": "working.result"}
    return [make_node("call", "CustomNodeExecuteNode", config, "out0", "out1")]


def cap(config, output, working=None, **options):
    options |= {"world": custom_node, "around": call}
    return Case(config, {}, working or {}, output=output, **options)


test_over_http = over_http(
    "CustomNodeCapNode",
    cap({}, 0),
    cap({"branchIndexTemplate": "{{ working.sum - 2 }}"}, 1),
    cap({"resultSourcePath": "working.sum"}, 0, {"result": 3}),
    cap(
        {"branchIndexTemplate": "left"},
        None,
        error="ValidationError: Output must be a number, not “left”",
    ),
)
