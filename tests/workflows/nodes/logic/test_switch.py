import pytest

from tests.workflows.run_flow import run_node

CASES = {
    "switchTemplate": "{{ data.method }}",
    "cases": [
        {"caseTemplate": "get", "caseLabel": "Read"},
        {"caseTemplate": "{{ data.other }}", "dontBreak": True},
        {"caseTemplate": "get"},
    ],
}


@pytest.mark.parametrize(
    ("method", "output"), [("get", 1), ("post", 2), ("GET", 0), ("", 0), (5, 0)]
)
def test_the_first_case_with_the_same_text_wins(method, output):
    assert run_node("SwitchNode", CASES, {"method": method, "other": "post"}).output == output


def test_values_are_compared_as_text():
    cases = {"switchTemplate": "{{ data.n }}", "cases": [{"caseTemplate": 5}]}
    assert run_node("SwitchNode", cases, {"n": 5}).output == 1
