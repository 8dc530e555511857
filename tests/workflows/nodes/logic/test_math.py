import math

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

test_over_http = over_http(
    "MathNode",
    Case(
        {
            "statements": [
                {"expression": "ceil({{ data.body.total }} / 20)", "resultPath": "working.pages"},
                {"expression": "{{ working.pages }} * 2", "resultPath": "working.twice"},
                {"expression": "{{ data.body.name }}", "resultPath": "working.name"},
                {"expression": "1 + 1"},
                {"expression": " ", "resultPath": "working.blank"},
            ]
        },
        {"total": 41, "name": "Ann"},
        {"pages": 3, "twice": 6, "name": "Ann"},
    ),
)


def calculate(*statements, **data):
    config = {"statements": [{"expression": x, "resultPath": path} for x, path in statements]}
    return run_node("MathNode", config, data)


def test_it_keeps_whatever_comes_out():
    ran = calculate(("{{ data.name }}", "a"), ("{{ data.list }}", "b"), name="Ann", list=[1])
    assert (ran.payload["a"], ran.payload["b"]) == ("Ann", [1])


def test_what_is_missing_makes_no_number():
    assert math.isnan(calculate(("{{ data.nothing }} + 1", "x")).payload["x"])


def test_a_blank_expression_changes_nothing():
    assert "x" not in calculate((" ", "x")).payload


def test_an_expression_that_cannot_be_read_halts():
    ran = calculate(("1 +", "x"))
    assert ran.error is not None
    assert ran.error[0] == "InvalidExpression"
