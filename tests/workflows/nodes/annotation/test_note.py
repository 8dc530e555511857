from tests.workflows.run_flow import run_node


def test_it_does_nothing():
    ran = run_node("AnnotationNode", meta={"annotationText": "# Why"})
    assert ran.error is None
    assert ran.output is None
