import math

from tests.workflows.run_flow import run_node


def calculate(*statements, **data):
    config = {"statements": [{"expression": x, "resultPath": path} for x, path in statements]}
    return run_node("MathNode", config, data)


def test_it_calculates_and_later_statements_see_earlier_results():
    ran = calculate(
        ("ceil({{ data.total }} / 20)", "working.pages"),
        ("{{ working.pages }} * 2", "working.twice"),
        total=41,
    )
    assert ran.payload["working"] == {"pages": 3, "twice": 6}


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
