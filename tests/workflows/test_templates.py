"""Templates of node settings: text, value, number, JSON."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.workflows.templates import (
    InvalidJsonTemplate,
    TemplateFailed,
    check,
    json_template,
    number,
    string,
    value,
)
from app.workflows.values import UNDEFINED, date_of

PAYLOAD: dict[str, Any] = {
    "time": date_of(1_700_000_000_000),
    "data": {
        "text": "<Ann> & 'Bob'",
        "digits": " 42 ",
        "json": '{"a": [1, 2.0]}',
        "empty": "",
        "int": 3,
        "float": 2.5,
        "whole": 2.0,
        "yes": True,
        "null": None,
        "list": [1, {"a": None}],
        "object": {"x": 1},
        "undefined": UNDEFINED,
        "odd key": "odd",
        "rule": "{{ data.int }} * 2",
    },
    "globals": {"a-b": 7, "token-secret": "s&cret"},
}
DATE = "2023-11-14T22:13:20.000Z"

# template, its value, its text
TEMPLATES: list[tuple[str, Any, str]] = [
    # one reference and nothing else
    ("{{ data.text }}", "<Ann> & 'Bob'", "<Ann> & 'Bob'"),
    ("{{data.int}}", 3, "3"),
    ("{{data.float}}", 2.5, "2.5"),
    ("{{data.whole}}", 2, "2"),
    ("{{data.yes}}", True, "true"),
    ("{{data.null}}", None, ""),
    ("{{data.missing}}", UNDEFINED, ""),
    ("{{data.missing.deep.er}}", UNDEFINED, ""),
    ("{{missing}}", UNDEFINED, ""),
    ("{{data.undefined}}", UNDEFINED, ""),
    ("{{data.list}}", [1, {"a": None}], '[1,{"a":null}]'),
    ("{{data.object}}", {"x": 1}, '{"x":1}'),
    ("{{time}}", date_of(1_700_000_000_000), DATE),
    ("{{data.list.length}}", 2, "2"),
    # a payload path first
    ("{{data.list.[1]}}", {"a": None}, '{"a":null}'),
    ("{{data.list.[1].a}}", None, ""),
    ("{{data.[odd key]}}", "odd", "odd"),
    ("{{globals.a-b}}", 7, "7"),
    ("{{globals.token-secret}}", "s&cret", "s&cret"),
    ("{{globals.missing-secret}}", UNDEFINED, ""),
    # a template second
    ("{{ data.int-1 }}", 2, "2"),
    ("{{ data.int - 1 }}", 2, "2"),
    ("{{ data['odd key'] }}", "odd", "odd"),
    ("{{ data.list[1] }}", {"a": None}, '{"a":null}'),
    ("{{ add(data.int, 1) }}", 4, "4"),
    ("{{ data.text|upper }}", "<ANN> & 'BOB'", "<ANN> & 'BOB'"),
    ("{{ data.text|safe }}", "<Ann> & 'Bob'", "<Ann> & 'Bob'"),
    ("{{ defaultTo(data.missing, data.list) }}", [1, {"a": None}], '[1,{"a":null}]'),
    ("{{ data.missing or none }}", None, ""),
    ("{{ obj(a=time) }}", {"a": date_of(1_700_000_000_000)}, f'{{"a":"{DATE}"}}'),
    ("{{ array(data.missing) }}", [UNDEFINED], "[null]"),
    ("{{ range(3) }}", [0, 1, 2], "[0,1,2]"),
    ("{{ time - 1000 }}", 1_699_999_999_000, "1699999999000"),
    ("{{ time + 'x' }}", f"{DATE}x", f"{DATE}x"),
    ("{{ evalExpression(data.rule) }}", 6, "6"),
    ("{{ evalExpression('{{ data.list }}') }}", [1, {"a": None}], '[1,{"a":null}]'),
    ("{{ data.int if data.yes else 'x' }}", 3, "3"),
    # more than one reference: a text
    ("", "", ""),
    ("plain", "plain", "plain"),
    (" {{data.int}}", " 3", " 3"),
    ("{{data.int}}{{data.int}}", "33", "33"),
    ("{% if data.yes %}{{ data.int }}{% endif %}", "3", "3"),
    ("{{data.list}},{{data.missing}}", '[1,{"a":null}],', '[1,{"a":null}],'),
    ("at {{ time }}", f"at {DATE}", f"at {DATE}"),
    ("{# nothing #}", "", ""),
    ("{{ '{{' }}", "{{", "{{"),
]


@pytest.mark.parametrize(("template", "expected", "text"), TEMPLATES)
def test_value_and_text(template: str, expected: Any, text: str) -> None:
    found = value(template, PAYLOAD)
    assert found == expected
    assert found is expected or type(found) in (type(expected), float)
    assert string(template, PAYLOAD) == text


def test_a_references_value_is_the_payloads_own() -> None:
    assert value("{{data.list}}", PAYLOAD) is PAYLOAD["data"]["list"]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ data.text }}", "&lt;Ann&gt; &amp; &#39;Bob&#39;"),
        ("{{ data.[odd key] }}", "odd"),
        ("{{globals.token-secret}}", "s&amp;cret"),
        ("<p>{{ data.text }}</p>", "<p>&lt;Ann&gt; &amp; &#39;Bob&#39;</p>"),
        ("{{ data.text|safe }}", "<Ann> & 'Bob'"),
        ("{{ data.object }}", "{&#34;x&#34;:1}"),
        ("{{ jsonEncode(data.text) }}", '"\\u003cAnn\\u003e \\u0026 \\u0027Bob\\u0027"'),
        ("{{ data.missing }}", ""),
    ],
)
def test_it_escapes_where_asked_only(template: str, text: str) -> None:
    assert string(template, PAYLOAD, escape=True) == text
    assert "&lt;" not in string(template, PAYLOAD)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (5, 5),
        (0.5, 0.5),
        ("5", 5),
        (" 5.0 ", 5),
        ("0x10", 16),
        ("{{data.int}}", 3),
        (" {{data.int}} ", 3),
        ("{{data.digits}}", 42),
        ("{{data.int}}{{data.int}}", 33),
        ("{{data.yes}}", 1),
        ("{{time}}", 1_700_000_000_000),
        ("", UNDEFINED),
        ("  ", UNDEFINED),
        ("{{data.empty}}", UNDEFINED),
        ("{{data.null}}", UNDEFINED),
        ("{{data.missing}}", UNDEFINED),
        ("5px", math.nan),
        ("{{data.text}}", math.nan),
        ("{{data.object}}", math.nan),
    ],
)
def test_numbers(template: str | float, expected: Any) -> None:
    found = number(template, PAYLOAD)
    assert found == expected or (expected != expected and found != found)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{"a": {{data.int}}, "b": "{{data.digits}}"}', {"a": 3, "b": " 42 "}),
        ('{"e": {{ jsonEncode(data.missing) }}}', {"e": None}),
        ('{"e": {{ jsonEncode(data.text) }}}', {"e": "<Ann> & 'Bob'"}),
        ('{ {%- if data.yes %}"x": 1{% endif %} }', {"x": 1}),
        ("[1.0, {{data.float}}]", [1, 2.5]),
        (" {{data.object}} ", {"x": 1}),
        ("{{data.list}}", [1, {"a": None}]),
        ("{{data.int}}", 3),
        ("{{data.yes}}", True),
        ("{{data.null}}", None),
        ("{{data.json}}", {"a": [1, 2]}),
        ("{{time}}", date_of(1_700_000_000_000)),
        ('"{{time}}"', DATE),
        ('"x"', "x"),
        ("null", None),
        ("", UNDEFINED),
        (" \n", UNDEFINED),
    ],
)
def test_json(template: str, expected: Any) -> None:
    assert json_template(template, PAYLOAD) == expected


@pytest.mark.parametrize(
    ("template", "message", "line"),
    [
        ("{{data.text}}", "Expecting value (line 1, column 1)", 1),
        ("{{data.empty}}", "Expecting value", 1),
        ("plain", "Expecting value", 1),
        ('{\n"a": {{data.text}}}', "Expecting value (line 2, column 6)", 2),
        ("[1,]", "Expecting value", 1),
        ("NaN", "NaN is no JSON", None),
        ("{{data.missing}}", "{{data.missing}} leads to no value", None),
        ("[" * 20_000, "nested too deeply", None),
    ],
)
def test_what_is_no_json(template: str, message: str, line: int | None) -> None:
    with pytest.raises(InvalidJsonTemplate) as caught:
        json_template(template, PAYLOAD)
    assert message in caught.value.message
    assert "Ann" not in caught.value.message
    assert (caught.value.line, caught.value.name) == (line, "InvalidJsonTemplate")


@pytest.mark.parametrize("read", [string, value, number, json_template])
@pytest.mark.parametrize(
    ("template", "message", "line"),
    [
        ("{{ data.text", "nexpected end of template", 1),
        ("a\n{{ nothing(1) }} x", "There is no helper or macro named “nothing”", 2),
        ("a\n\n{{ data.null + 1 }}", "Cannot work out null + number", 3),
        ("{{ data.null + 1 }}", "Cannot work out null + number", 1),
        ("a {{ 'x' * 5000000 }}", "longer than 4,194,304 bytes", 1),
        ("{{ [data.list] * 10000000 }}", "more than 1,000,000 steps", 1),
        ("{{ evalExpression('1 +') }}", "A value is missing before the end. (in “1 +”)", 1),
        ("{{ file('x') }}", "views only", 1),
    ],
)
def test_what_cannot_be_read_or_drawn(
    read: Callable[..., Any], template: str, message: str, line: int
) -> None:
    with pytest.raises(TemplateFailed) as caught:
        read(template, PAYLOAD)
    assert message in caught.value.message
    assert (caught.value.line, caught.value.name) == (line, "InvalidTemplate")


def test_check_reads_without_drawing() -> None:
    check("{{ data.list.[0] }}")
    check("{{ data.null + 1 }}")
    with pytest.raises(TemplateFailed, match="no filter named “nothing”"):
        check("{{ data.list|nothing }}")


def test_the_clock_is_handed_in() -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    template = "{{ currentDateTime('YYYY') }}"
    assert string(template, PAYLOAD) == "2023"
    assert string(template, PAYLOAD, now=now) == "2030"
    assert value(template, PAYLOAD, now=now) == "2030"
    assert number(template, PAYLOAD, now=now) == 2030
    assert json_template(template, PAYLOAD, now=now) == 2030


def test_only_a_known_language_draws() -> None:
    with pytest.raises(TemplateFailed, match="no template language “klingon”"):
        string("a {{ data.int }}", PAYLOAD, "klingon")


def test_deep_data_is_an_error_not_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(50_000):
        deep = [deep]
    for template in ("{{deep}}", "x{{deep}}", "{{ array(deep) }}"):
        with pytest.raises(TemplateFailed, match="nested"):
            string(template, {"deep": deep})
    with pytest.raises(TemplateFailed, match="nested"):
        value("{{ array(deep) }}", {"deep": deep})
