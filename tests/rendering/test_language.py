# ruff: noqa: E501  (a body per row, whole)
"""The language itself: data wins over Python, missing values, printing, errors with a place."""

import pytest

from app.rendering import RenderBudgetExceeded, RenderError, check_syntax, compile_text

from .conftest import say

DATA_WINS = [
    ("{{ pageData.items }}", '["a","b"]'),
    ("{{ pageData.items|join }}", "a,b"),
    ("{% for x in pageData.items %}{{ x }}{% endfor %}", "ab"),
    ("{{ pageData.keys.get }}", "field"),
    ("{{ pageData['keys']['get'] }}", "field"),
    ("{{ pageData.values }}", ""),
    ("{{ pageData.copy }}{{ pageData.__class__ }}{{ 'x'.upper }}{{ 1.0.real }}", ""),
    ("{{ pageData.rows.length }}{{ 'abc'.length }}", "33"),
    ("{{ pageData.rows.append }}{{ pageData.rows.count }}", ""),
    (
        "{{ pageData.rows[0].name }}{{ pageData.rows.1.name }}{{ pageData.rows[-1].name }}",
        "onetwothree",
    ),
    ("{{ pageData.rows[9].name }}{{ pageData.rows['x'] }}{{ pageData.rows[none] }}", ""),
    ("{{ pageData['rows']['0'].id }}{{ {'1': 'x'}[1] }}", "1x"),
    ("{{ pageData.rows[1:]|length }}{{ 'hello'[1:3] }}{{ 'hello'[::-1] }}", "2elolleh"),
    ("{{ pageData.count[0:1] }}", ""),
]
MISSING = [
    ("{{ nope }}{{ nope.a }}{{ nope.a['b'].c[0] }}{{ pageData.nothing.x.y }}", ""),
    ("{% if nope.a.b %}yes{% else %}no{% endif %}", "no"),
    ("{% for x in nope.a %}x{% else %}none{% endfor %}", "none"),
    ("{% for x in pageData.nothing %}x{% else %}none{% endfor %}", "none"),
    ("{{ nope > 1 }}{{ pageData.nothing > 1 }}{{ 'a' < 1 }}{{ pageData < 1 }}", "false" * 4),
    ("{{ 1 in nope }}{{ 1 not in pageData.nothing }}", "falsetrue"),
    ("{{ nope == nope.x }}{{ nope == none }}", "truefalse"),
    ("{{ 'x' if nope }}", ""),
    ("{{ [nope, none] }}{{ {'a': nope, 'b': none} }}", '[null,null]{"b":null}'),
]
PRINTED = [
    ("{{ true }}{{ false }}{{ none }}", "truefalse"),
    (
        "{{ 1.0 }} {{ 1.5 }} {{ 1e21 }} {{ 1e-7 }} {{ 0.000001 }} {{ 1e999 }}",
        "1 1.5 1e+21 1e-7 0.000001 Infinity",
    ),
    ("{{ 10 / 2 }} {{ 10 / 4 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 2 ** 10 }} {{ -1 }} {{ +'1' }}", None),
    (
        "{{ 10 / 2 }} {{ 10 / 4 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 2 ** 10 }} {{ -(1) }}",
        "5 2.5 3 3 1024 -1",
    ),
    (
        "{{ 9007199254740993 }} {{ 9007199254740993 + 0 }} {{ 2 ** 100 }}",
        "9007199254740993 9007199254740992 1.2676506002282294e+30",
    ),
    ("{{ (-8) ** 0.5 }} {{ 10 ** 400 }}", "NaN Infinity"),
    (
        "{{ 'a' + 1 }} {{ 1 ~ true ~ none ~ [1] }} {{ 'ab' * 2 }} {{ [1] + [2] }} {{ [0] * 2 }}",
        "a1 1true[1] abab [1,2] [0,0]",
    ),
    ("{{ {'a': [1.0, true, {'b': none}]} }}", '{"a":[1,true,{"b":null}]}'),
    (
        "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1.0 != 2 }} {{ 'b' in 'abc' in ['abc'] }}",
        "true false true true",
    ),
    ("{{ range(3) }} {{ (1, 2) }}", "[0,1,2] [1,2]"),
    ("{{ loop }}{% macro m() %}{% endmacro %}{{ m }}{{ [m] }}", "[null]"),
]
STATEMENTS = [
    (
        "{% for r in pageData.rows %}{{ loop.index }}{{ r.id }}{{ ',' if not loop.last }}{% endfor %}",
        "11,22,33",
    ),
    ("{% for r in pageData.rows if r.id > 1 %}{{ loop.index }}{{ r.id }}{% endfor %}", "1223"),
    ("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}", "a1"),
    ("{% for k in {'a': 1} %}{{ k }}{% endfor %}", "a"),
    (
        "{% for n in [1, 2] %}{{ loop.cycle('odd', 'even') }}{{ loop.changed(1) }}{% endfor %}",
        "oddtrueevenfalse",
    ),
    (
        "{% for n in [[1, [2]], [3]] recursive %}{{ loop(n) if n is sequence else n }}{% endfor %}",
        "123",
    ),
    (
        "{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
        "6",
    ),
    ("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}", "1"),
    ("{% set a, b = [1, 2] %}{{ a }}{{ b }}{% set t %}x{{ a }}{% endset %}{{ t|upper }}", "12X1"),
    ("{% with a = 1 %}{{ a }}{% endwith %}{{ a }}", "1"),
    (
        "{% macro m(a, b='d') %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }}{{ m(1, 2, 3, k=4) }}",
        '1d[]{}12[3]{"k":4}',
    ),
    (
        "{% macro m() %}<{{ caller('x') }}>{% endmacro %}{% call(a) m() %}{{ a }}{% endcall %}",
        "<x>",
    ),
    ("{% filter upper %}a{{ 'b' }}{% endfilter %}", "AB"),
    ("{% raw %}{{ x }}{% endraw %}{# comment #}", "{{ x }}"),
    ("a {%- if true -%} b {%- endif %} c", "ab c"),
    (
        "{{ 'a,b'.split(',') }}{{ 'ab'.startswith('a') }}{{ ' x '.strip() }}{{ 'a'.replace('a', 'b') }}",
        '["a","b"]truexb',
    ),
    ("{{ {'a': 1}.keys() }}{{ {'a': 1}.values() }}{{ {'a': 1}.get('b', 2) }}", '["a"][1]2'),
    ("{% set upper = 'data' %}{{ upper }}{{ upper('x') }}", "dataX"),
    ("{% for file in ['a'] %}{{ file }}{{ last([file]) }}{% endfor %}", "aa"),
    ("{% macro upper(x) %}mine{% endmacro %}{{ upper('x') }}", "mine"),
    ("line\n", "line"),
]


@pytest.mark.parametrize(("source", "expected"), DATA_WINS + MISSING + PRINTED + STATEMENTS)
def test_it_prints(source, expected):
    if expected is not None:
        assert say(source) == expected


SYNTAX_ERRORS = [
    ("{{ 1 + }}", 1, 8),
    ("a\nbc {{ foo('x') }}", 2, 7),
    ("a\r\nb\r\n  {{ x|nope }}", 3, 8),
    ("{{ x is nope }}", 1, 6),
    ("{% if x|nope %}{% endif %}", 1, 9),
    ("{{ 'a }}", 1, 4),
    ("x\n{{ a ? b }}", 2, 6),
    ("{% foo %}", 1, 4),
    ("a\n {{ upper(value=1, value=2) }}", 2, 10),
    ("{% if %}", 1, 7),
    ("{% endif %}", 1, 4),
    ("{{ (1 }}", 1, 7),
    ("{{ 1) }}", 1, 5),
    ("a {# b", 1, 5),
    ("{% for x in y %}\n\n{{ x }}", 3, 6),
    ("{% section %}{% endsection %}", 1, 12),
    ("\n{% include 'x' %}", 2, 4),
    ("{% extends 'x' %}", 1, 4),
    ("{% import 'x' as y %}", 1, 4),
    ("{% from 'x' import y %}", 1, 4),
    ("{% block x %}{% endblock %}", 1, 4),
    ("{% autoescape false %}{% endautoescape %}", 1, 4),
    ("{% set x.y.z = 1 %}", 1, 11),
    ("{% set loop = 1 %}{% for x in y %}{{ loop.index }}{% set loop = 2 %}{% endfor %}", 1, 58),
]


@pytest.mark.parametrize(("source", "line", "column"), SYNTAX_ERRORS)
def test_a_syntax_error_has_line_and_column(source, line, column):
    with pytest.raises(RenderError) as caught:
        check_syntax(source)
    assert (caught.value.line, caught.value.column) == (line, column), str(caught.value)


def test_fine_syntax_passes():
    for source, _ in DATA_WINS + MISSING + PRINTED + STATEMENTS:
        check_syntax(source)


def test_a_refused_tag_names_the_way_out():
    with pytest.raises(RenderError, match=r"Use a layout.*component"):
        check_syntax("{% include 'x' %}")


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in b %}" * 30 + "{% endfor %}" * 30,
        "{{ " + "(" * 5000 + ")" * 5000 + " }}",
        "{{ " + "-" * 50000 + "1 }}",
        "{{ " + "[" * 3000 + "]" * 3000 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "{{ a" + ".b" * 20000 + " }}",
        "{% if a %}" * 200 + "{% endif %}" * 200,
    ],
)
def test_a_monstrous_body_is_refused(source):
    with pytest.raises(RenderError, match=r"too deeply|too long"):
        compile_text(source)


RUNTIME_ERRORS = [
    ("a\n\n  {{ nope + 1 }}", 3, 6, "missing “nope”"),
    ("{{ 1 / 0 }}", 1, 4, "Division by zero"),
    ("{% for i in 5 %}{% endfor %}", 1, 4, "needs a list"),
    ("x\n{% macro m() %}\n{{ 1 + none }}{% endmacro %}{{ m() }}", 3, 4, "number . null"),
    ("{{ pageData.count() }}", 1, 18, "no method “count"),
    ("{{ (1)(2) }}", 1, 7, "Only helpers and macros"),
    ("{{ [1]\n.foo() }}", 2, 5, "no method"),
    ("{% set x = 1 %}{{ x() }}", 1, 20, "Only helpers and macros"),
    ("{{ formatDate(1, tz='x') }}", 1, 14, "no time zone"),
]


@pytest.mark.parametrize(("source", "line", "column", "words"), RUNTIME_ERRORS)
def test_a_runtime_error_has_a_place(source, line, column, words):
    with pytest.raises(RenderError, match=words) as caught:
        say(source)
    assert (caught.value.line, caught.value.column) == (line, column), str(caught.value)


def test_a_runtime_error_names_the_view(site):
    with pytest.raises(RenderError) as caught:
        site("{{ component('c') }}{{ component('d') }}", c="fine", d="a\n{{ 1 / 0 }}")
    error = caught.value
    assert (error.view, error.view_id, error.line, error.column) == ("d", "d", 2, 4)
    assert error.views_used == ("p1", "c", "d")
    assert str(error) == "Division by zero. (“d”, line 2, column 4)"
    assert not isinstance(error, RenderBudgetExceeded)


def test_an_unknown_language_is_refused():
    with pytest.raises(RenderError, match="no template language"):
        compile_text("x", language="cobol")
