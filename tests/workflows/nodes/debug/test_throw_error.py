from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import make_flow, make_node, run_flow

test_over_http = over_http(
    "ThrowErrorNode",
    Case({"messageTemplate": "No {{ data.body.what }}"}, {"what": "tea"}, error="Error: No tea"),
    Case(
        {"messageTemplate": "{{ x }}"},
        error="ValidationError: Message is required, and came out blank",
    ),
)


def test_no_other_path_goes_on():
    flow = make_flow(
        make_node("throw", "ThrowErrorNode", {"messageTemplate": "stop"}),
        make_node("wait", "DelayNode", {"delay": 5}, "after"),
        make_node("after", "DebugNode"),
        first=["wait", "throw", "after"],
    )
    ran = run_flow(flow)
    assert ran.order == ["wait", "throw"]
    assert ran.ports.clock.monotonic() == 0
