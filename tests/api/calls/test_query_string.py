from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.calls.query_string import DEEPEST, nested


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], {}),
        ([("a", "1")], {"a": "1"}),
        ([("a", "1"), ("a", "2")], {"a": ["1", "2"]}),
        ([("a[b]", "c")], {"a": {"b": "c"}}),
        ([("a[0]", "x"), ("a[1]", "y")], {"a": ["x", "y"]}),
        ([("a[1]", "y"), ("a[0]", "x")], {"a": ["x", "y"]}),
        ([("a[]", "x"), ("a[]", "y")], {"a": ["x", "y"]}),
        ([("a[0][b]", "x"), ("a[1][c][0]", "y")], {"a": [{"b": "x"}, {"c": ["y"]}]}),
        ([("a[1]", "y")], {"a": {"1": "y"}}),
        ([("a", "1"), ("a[b]", "2")], {"a": "1"}),
        ([("a[b]", "2"), ("a", "1")], {"a": {"b": "2"}}),
        ([("[a]", "1"), ("a[", "2"), ("a]", "3"), ("a[b", "4")],
         {"[a]": "1", "a[": "2", "a]": "3", "a[b": "4"}),
        ([("", "1")], {"": "1"}),
        ([("a[b]c", "1")], {"a[b]c": "1"}),
    ],
)  # fmt: skip
def test_brackets_are_read(pairs: list[tuple[str, str]], found: dict[str, Any]) -> None:
    assert nested(pairs) == found


def test_brackets_end_somewhere() -> None:
    found: Any = nested([("a" + "[b]" * 5000, "x")])
    for _ in range(DEEPEST + 1):
        found = found[next(iter(found))]
    assert found == "x"


@given(st.lists(st.tuples(st.text(alphabet="a[]01b", max_size=12), st.text(max_size=3))))
def test_nothing_breaks_it(pairs: list[tuple[str, str]]) -> None:
    assert isinstance(nested(pairs), dict)
