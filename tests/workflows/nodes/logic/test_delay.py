import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import make_flow, make_node, run_flow, run_node

test_over_http = over_http(
    "DelayNode",
    Case({"delay": "{{ data.body.seconds }}"}, {"seconds": 0.001}),
    Case({"delay": 60}, error="ValidationError: Seconds must be from 0 to 59, not 60"),
)


def test_it_waits_that_long():
    ran = run_node("DelayNode", {"delay": "{{ data.seconds }}"}, {"seconds": 2.5})
    assert ran.ports.clock.monotonic() == 2.5
    assert ran.output == 0


def test_it_holds_up_no_other_path():
    flow = make_flow(
        make_node("long", "DelayNode", {"delay": "3"}, "after long"),
        make_node("short", "DelayNode", {"delay": 1}, "after short"),
        make_node("at once", "AnnotationNode"),
        make_node("after long", "AnnotationNode"),
        make_node("after short", "AnnotationNode"),
        first=["long", "short", "at once"],
    )
    ran = run_flow(flow)
    assert ran.order == ["long", "short", "at once", "after short", "after long"]
    assert ran.ports.clock.monotonic() == 3


@pytest.mark.parametrize("delay", ["60", "-1", "soon", ""])
def test_it_refuses_what_is_no_time_to_wait(delay):
    ran = run_node("DelayNode", {"delay": delay})
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"
