from tests.workflows.run_flow import run_node


def test_it_ends_its_path():
    """What it means to the loop is told in test_loop."""
    ran = run_node("LoopCapNode", {"loopNodeId": "gone", "shouldBreak": False})
    assert ran.error is None
    assert ran.output is None
