from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {"n": 5, "list": []}

test_over_http = over_http(
    "ConditionalNode",
    Case({"expression": "{{ data.body.n }} > 3"}, BODY, output=1),
    Case({"expression": "{{ data.body.n }} > 5"}, BODY, output=0),
    Case({"expression": "{{ data.body.list }}"}, BODY, output=1),  # empty lists are true here
    Case({"expression": "{{ data.body.missing }}"}, BODY, output=0),
    Case({"expression": ""}, BODY, output=0),
)


def test_a_formula_that_cannot_be_read_halts():
    ran = run_node("ConditionalNode", {"expression": "{{ data.n }} >"}, {"n": 5})
    assert ran.error is not None
