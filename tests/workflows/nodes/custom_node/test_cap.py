from tests.workflows.run_flow import run_node


def test_it_ends_its_path():
    """What it means to the caller is told in test_execute."""
    ran = run_node("CustomNodeCapNode", {"branchIndexTemplate": "", "resultSourcePath": "data"})
    assert ran.error is None
    assert ran.output is None


def test_its_output_is_a_number():
    ran = run_node("CustomNodeCapNode", {"branchIndexTemplate": "left"})
    assert ran.error == ("ValidationError", "Output must be a number, not “left”")
