import pytest
from dirty_equals import IsInt

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

test_over_http = over_http(
    "RandomNumberNode",
    Case(
        {"min": "{{ data.body.n }}", "max": 200.5, "resultPath": "working.n"},
        {"n": 199.5},
        {"n": 200},
    ),
    Case({"min": -5, "max": "{{ data.body.n }}", "resultPath": "working.n"}, {"n": -5}, {"n": -5}),
    Case({"resultPath": "working.n"}, working={"n": IsInt(ge=0, le=100)}),
    Case({"min": "many", "resultPath": "working.n"}, working={"n": None}),
)


def draw(data=None, **config):
    ran = run_node("RandomNumberNode", {"resultPath": "working.n"} | config, data)
    return ran.payload["working"]["n"]


def test_it_draws_a_whole_number_from_the_least_to_the_most():
    assert {draw(min=1, max="{{ data.most }}", data={"most": 3.9}) for _ in range(200)} == {1, 2, 3}
    assert {draw(min="{{ data.least }}", max=-2, data={"least": -3.5}) for _ in range(99)} == {
        -3,
        -2,
    }


def test_it_draws_from_0_to_100_unless_told_otherwise():
    drawn = [draw() for _ in range(300)]
    assert min(drawn) < 20
    assert 80 < max(drawn) <= 100


def test_a_number_that_is_too_large_for_a_whole_one_is_a_float():
    assert isinstance(draw(min=1e300, max=1.5e300), float)


@pytest.mark.parametrize(("least", "most"), [("many", 5), (1, "Infinity"), (5, 1), (0.1, 0.9)])
def test_where_there_is_no_number_to_draw_it_is_null(least, most):
    assert draw(min=least, max=most) is None
