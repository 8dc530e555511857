"""What is Foyer's own about expressions: references, dates, errors and limits."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rendering import Budget
from app.workflows.expressions import ExpressionError, compile_expression, evaluate, holds
from app.workflows.values import UNDEFINED, date_of

TIME = 1_700_000_000_000
PAYLOAD: dict[str, Any] = {
    "time": date_of(TIME),
    "data": {
        "name": "Ann",
        "count": 5,
        "list": [1, 2, 3],
        "null": None,
        "quote": "' || true || '",
        "rule": "{{ data.count }} > 3",
        "odd name": 1,
        "then": date_of(TIME),
        "it's": 2,
    },
    "globals": {"a-b": 7, "a": 3, "limit": "10"},
    "page": {"title": "x"},
    "working": {"passwordLastUpdated": "2023-11-14T22:13:20Z", "iat": 1_700_000_000},
}

REFERENCES = [
    ("{{data.count}}", 5),
    ("{{ data.count }}", 5),
    ("{{\n data.count\n}}", 5),
    ("{{data.[odd name]}}", 1),
    ("{{data.[it's]}} === 2 && 'x'", "x"),
    ("{{.}} === {{.}}", True),
    ("{{page.title}}", "x"),
    # a path first …
    ("{{globals.a-b}}", 7),
    # … a template second
    ("{{globals.a-1}}", 2),
    ("{{ globals.a - 1 }}", 2),
    ("{{globals.missing-b}}", UNDEFINED),
    ("{{ data['odd name'] }}", 1),
    ("{{ data.list[0] }}", 1),
    ("{{ upper(data.name) }}", "ANN"),
    ("{{ data.name|lower }} === 'ann'", True),
    ("{{ data.list|length }} * 2", 6),
    ("{{ {'a': {'b': 4}}['a']['b'] }} + 1", 5),
    ("{{ '}}' ~ data.name }}", "}}Ann"),
    ("{{ true }}", True),
    ("{{ none }}", None),
    ("{{ 5 }}", 5),
    ("{{ data.missing }}", UNDEFINED),
    ("{{ lookup(data, 'missing') }}", UNDEFINED),
    ("{{ array(data.count, data.name) }}", [5, "Ann"]),
    ("{{ range(3) }}", [0, 1, 2]),
    ("{{ '<b>'|safe }}", "<b>"),
    ("{{ currentDateTime('x') }} === '1700000000000'", True),
    ("{{ formatDate(working.passwordLastUpdated, 'X') }} < {{ add(working.iat, 10) }}", True),
    # nothing in a value can break or inject anything
    ("{{data.quote}} === 'Ann'", False),
    ("'{{data.quote}}' === 'Ann'", False),
    ("'{{data.name}}' === 'Ann'", True),
    ("'Hello {{data.name}}!'", "Hello Ann!"),
    ("'{{' + 1", "{{1"),
    # expressions in data
    ("{{ evalExpression(data.rule) }}", True),
    ("{{ evalExpression('{{ data.count }} * 2') }} + 1", 11),
    ("", False),
    ("  ", False),
]

DATES = [
    ("{{time}} + 1", TIME + 1),
    ("1 + {{time}}", TIME + 1),
    ("{{time}} + {{time}}", 2 * TIME),
    ("{{time}} + 'x'", "2023-11-14T22:13:20.000Zx"),
    ("+{{time}}", TIME),
    ("{{time}} === {{data.then}}", True),
    ("{{time}} !== {{data.then}}", False),
    ("{{time}} == {{data.then}}", True),
    (f"{{{{time}}}} == {TIME}", True),
    (f"{{{{time}}}} === {TIME}", False),
    ("{{time}} == '2023-11-14T22:13:20.000Z'", True),
    ("'2023-11-14T22:13:20.000Z' == {{time}}", True),
    ("{{time}} == {{data.list}}", False),
    ("{{time}} > {{working.iat}}", True),
    ("round({{time}} / 1000) === {{working.iat}}", True),
]

MISTAKES = [
    ("1 +", "A value is missing before the end", 3),
    ("* 2", "A value is missing before “*”", 0),
    ("2 ** 3", "A value is missing before “*”", 3),
    ("(1 + 2", "“)” is missing before the end", 6),
    ("1)", "An operator is missing before “)”", 1),
    ("1 2", "An operator is missing before “2”", 2),
    ("{{data.a}}{{data.b}}", "An operator is missing before “{{data.b}}”", 10),
    ("min(1 2)", "“)” is missing before “2”", 6),
    ("sin()", "takes 1 argument, not 0", 0),
    ("1 + atan2(1)", "takes 2 arguments, not 1", 4),
    ("sin", "sin is a function", 0),
    ("eval('1')", "“eval” means nothing here", 0),
    ("data.count > 1", "{{ data.name }}", 4),
    ("name", "a text in quotes", 0),
    ("1 = 1", "“=” cannot be read here. Compare with ===.", 2),
    ("1 & 1", "“And” is &&", 2),
    ("1 ? 2", "Conditional node", 2),
    ("'a", "A text ends with the quote", 0),
    ("  'a", "A text ends with the quote", 2),
    ("{{data.a", "is not closed", 0),
    ("1 > {{ data.list[ }} 2", "is not closed", 4),
    ("{{#if x}}", "Unexpected character '#'", 2),
    ("{{}}", "Expected an expression", 2),
    ("1 + {{ data.a|nothing }}", "no filter named “nothing”", 14),
    ("{{ data.null - 1 }}", "Cannot work out null - number", 0),
    ("{% if x %}1{% endif %}", "“{” cannot be read here", 0),
    ("5px", "“5” cannot be read here", 0),
    ("1_000", "cannot be read", 0),
    ("x => 1", "“=” cannot be read here", 2),
    ("1; 2", "“;” cannot be read", 1),
    ("`a`", "cannot be read", 0),
    ("{{ evalExpression('1 +') }}", "A value is missing", 0),
    ("{{ evalExpression('{{ evalExpression(1) }}') }}", "not available", 0),
    ("(" * 41 + "1" + ")" * 41, "nested more than 40 deep", 41),
    ("- " * 41 + "1", "nested more than 40 deep", 82),
    ("1 + " * 3000 + "1", "8,192 characters", None),
]


@pytest.mark.parametrize(("source", "value"), REFERENCES + DATES)
def test_its_value(source: str, value: Any) -> None:
    found = evaluate(source, PAYLOAD)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("source", "message", "position"), MISTAKES)
def test_it_says_what_is_wrong_and_where(source: str, message: str, position: int | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(source, PAYLOAD)
    assert message in caught.value.message
    assert caught.value.position == position
    assert position is None or str(caught.value).endswith(f"(character {position + 1})")


def test_empty_lists_and_objects_are_true() -> None:
    assert holds("{{data.none}}", {"data": {"none": []}})
    assert holds("{{data}}", {"data": {}})
    assert not holds("{{data.missing}}", {"data": {}})
    assert not holds("", {})


def test_a_long_chain_needs_no_depth() -> None:
    assert evaluate("+".join(["1"] * 4000), {}) == 4000
    assert holds("&&".join(["1"] * 2700), {})


def test_ranks_hold_at_every_depth() -> None:
    nested = "1 || 0 && 1 == 2 < 3 << 1 + 2 * ("
    assert evaluate(nested * 39 + "1" + ")" * 39, {}) == 1


def test_the_value_is_the_payloads_own() -> None:
    payload = {"data": {"list": [1]}}
    assert evaluate("{{data.list}}", payload) is payload["data"]["list"]


def test_a_short_circuit_leaves_the_rest_alone() -> None:
    assert evaluate("1 || {{ data.null - 1 }}", PAYLOAD) == 1
    assert evaluate("0 && {{ data.null - 1 }}", PAYLOAD) == 0


def test_an_expression_is_parsed_once() -> None:
    assert compile_expression("1 + 1 + 1") is compile_expression("1 + 1 + 1")


def test_the_clock_is_handed_in() -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    assert evaluate("{{ currentDateTime('YYYY') }}", PAYLOAD, now=now) == "2030"
    nested = "{{ evalExpression(\"{{ currentDateTime('YYYY') }}\") }}"
    assert evaluate(nested, PAYLOAD, now=now) == "2030"


def test_only_a_known_language_reads_templates() -> None:
    with pytest.raises(ExpressionError, match="no template language “klingon”"):
        evaluate("{{ upper(data.name) }}", PAYLOAD, "klingon")


@pytest.mark.parametrize(
    "source",
    [
        " + ".join(["{{data.long}}"] * 100),
        " + ".join(["{{data.list}}"] * 100),
        "{{ data.long * 1000 }}",
        "{{ [data.list] * 1000 }}",
        " || ".join(["includes({{data.list}}, 'x')"] * 100),
        " || ".join(["{{data.list}} > 5"] * 100),
        " + ".join(["+{{data.digits}}"] * 300),
        " || ".join(["{{data.digits}} > 5"] * 300),
        " || ".join(["includes({{data.digits}}, 'x')"] * 200),
        "length({{ range(100000)|map('string') }}) > 5 && {{ match('a' * 99 ~ 'b', '(a|aa)+$') }}",
    ],
)
def test_it_costs_no_more_than_it_may(source: str) -> None:
    payload: dict[str, Any] = {"data": {"long": "x" * 100_000, "list": ["y"] * 50_000}}
    payload["data"]["digits"] = "1" * 5_000_000 + "-"
    budget = Budget(seconds=0.2, output_bytes=1_000_000)
    with pytest.raises(ExpressionError, match="too long|too many steps"):
        compile_expression(source).value(payload, budget=budget)


def test_deep_data_is_an_error_not_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(ExpressionError, match="nested too deeply"):
        evaluate("{{deep}} + ''", {"deep": deep})


@settings(derandomize=True, database=None, deadline=None)
@given(st.text("{}[]().'\"\\ a1+-*^!&|<>=,%$", max_size=40))
def test_any_text_is_an_expression_or_an_error(source: str) -> None:
    with suppress(ExpressionError):
        evaluate(source, PAYLOAD)
