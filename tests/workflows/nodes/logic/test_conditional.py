import pytest

from tests.workflows.run_flow import run_node


@pytest.mark.parametrize(
    ("expression", "output"),
    [
        ("{{ data.n }} > 3", 1),
        ("{{ data.n }} > 5", 0),
        ("{{ data.list }}", 1),  # empty lists are true here
        ("{{ data.missing }}", 0),
        ("", 0),
    ],
)
def test_it_goes_on_as_the_expression_comes_out(expression, output):
    ran = run_node("ConditionalNode", {"expression": expression}, {"n": 5, "list": []})
    assert ran.output == output


def test_a_formula_that_cannot_be_read_halts():
    ran = run_node("ConditionalNode", {"expression": "{{ data.n }} >"}, {"n": 5})
    assert ran.error is not None
