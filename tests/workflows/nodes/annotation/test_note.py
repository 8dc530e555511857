from tests.workflows.over_http import Case, over_http

test_over_http = over_http(
    "AnnotationNode",
    Case(
        {},
        meta={"annotationText": "# Why"},
        output=None,
        seen=504,  # nobody answers
        look=lambda world: world.answer.status,
    ),
)
