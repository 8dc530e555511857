from tests.workflows.run_flow import make_flow, make_node, run_flow, run_node


def test_it_halts_with_the_authors_message():
    ran = run_node("ThrowErrorNode", {"messageTemplate": "No {{ data.what }}"}, {"what": "tea"})
    assert ran.error == ("Error", "No tea")


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


def test_it_needs_a_message():
    assert run_node("ThrowErrorNode", {"messageTemplate": "{{ x }}"}).error == (
        "ValidationError",
        "Message is required, and came out blank",
    )
