# ruff: noqa: E501  (a body per row, whole)
"""Sandbox escapes and resource bombs, each with the harmless end it must come to.

Among them is every published way out of Jinja's sandbox: str.format and format_map, called
directly, kept in a variable or reached through a filter; |attr; generator and frame attributes;
globals of lipsum, cycler, joiner and namespace; xmlattr keys; a template's name in a message.
"""

import re

import pytest

from app.rendering import (
    Budget,
    RenderBudgetExceeded,
    RenderError,
    ViewSource,
    check_syntax,
    compile_views,
)

BUDGET = Budget(seconds=0.5, output_bytes=20_000, steps=20_000, depth=30)
CONTEXT = {
    "time": 0,
    "pageData": {
        "count": 3,
        "rows": [1],
        "text": "t" * 9000,
        "quine": "{{ template(root.pageData.quine) }}",
    },
}
COMPONENTS = {
    "self": "{{ component('self') }}",
    "twice": "{{ component('twice') }}{{ component('twice') }}",
    "wide": "{% for i in range(1000) %}{{ component('inner') }}{% endfor %}",
    "inner": "{% for i in range(1000) %}{% endfor %}",
}
LEAK = re.compile(
    r"<(class|function|bound|built-in|module|generator|frame)|object at 0x|site-packages"
)


def grow(start: str, step: str, after: str = "", times: int = 60) -> str:
    """A body that puts ns.v, `start` at first, through `step` so many times."""
    return (
        f"{{% set ns = namespace(v={start}) %}}{{% for i in range({times}) %}}"
        f"{{% set ns.v = {step} %}}{{% endfor %}}{after}"
    )


# body -> exact output, "error: words of the message", or "limit: the limit that was reached"
ESCAPES = [
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "error: There is no method"),
    ("{{ [].__class__.__base__.__subclasses__() }}", "error: There is no method"),
    ("{{ ''['__class__']['__mro__'] }}", ""),
    ("{{ ''|attr('__class__')|attr('__mro__') }}", ""),
    ("{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}", ""),
    ("{{ (''|attr)('__class__') }}", "error: missing 1 required"),
    ("{{ pageData|attr('__init__') }}", ""),
    ("{{ pageData.__init__.__globals__ }}", ""),
    ("{{ this.__class__ }}{{ root.__class__ }}{{ args.__class__ }}", ""),
    ("{{ '{0.__class__.__init__.__globals__}'.format(this) }}", "error: There is no method"),
    ("{{ '{0.__class__}'.format_map({'0': this}) }}", "error: There is no method"),
    ("{{ '{0.__class__}'|format(this) }}", "{0.__class__}"),
    ("{{ ('{0.__class__}'|safe).format(this) }}", "error: There is no method"),
    ("{{ ''.format.__self__ }}{{ ''.join.__class__ }}", ""),
    ("{% set f = '{0.__class__}'.format %}{{ f(this) }}", "error: Only helpers and macros"),
    ("{{ ['{0.__class__}']|map('format', this)|list }}", '["{0.__class__}"]'),
    ("{{ ['{0.__class__}']|map('attr', 'format')|list }}", "[null]"),
    ("{{ ['{0.__class__}'.format]|map('string')|list }}", '[""]'),
    ("{{ ['a']|map(attribute='__class__.__mro__')|list }}", "[null]"),
    ("{{ ['a']|map(attribute='upper')|list }}", "[null]"),
    (
        "{{ ['a']|sort(attribute='__class__') }}{{ ['a']|groupby('__class__') }}",
        '["a"][[null,["a"]]]',
    ),
    ("{{ ['a']|selectattr('__class__')|list }}", "[]"),
    ("{{ ['a']|sum(attribute='__class__') }}", "NaN"),
    ("{{ 'a'|join(attribute='__class__') }}{{ ['a']|join(',', '__class__') }}", "a"),
    ("{{ valueByKey(['a'], none, '__class__', '__class__') }}", ""),
    ("{{ lookup('', '__class__') }}{{ last('').__class__ }}", ""),
    ("{{ lipsum.__globals__ }}", ""),
    ("{{ lipsum() }}", "error: There is no helper or macro"),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "error: There is no method"),
    ("{{ cycler('a').next() }}", "error: There is no helper or macro"),
    ("{{ joiner.__init__.__globals__ }}", ""),
    ("{{ joiner(',')() }}", "error: There is no helper or macro"),
    (
        "{{ namespace.__init__.__globals__ }}{{ namespace(a=1).__init__ }}{{ namespace().__class__ }}",
        "",
    ),
    ("{{ dict.__base__ }}{{ dict }}", ""),
    ("{{ range.__class__ }}{{ range(3).__class__ }}{{ range(3).start }}", ""),
    ("{{ upper.__globals__ }}{{ component.__globals__ }}{{ section.__code__ }}", ""),
    ("{{ [upper, component, template] }}", "[null,null,null]"),
    ("{{ self }}{{ self.__init__ }}{{ self._TemplateReference__context }}", ""),
    ("{{ context }}{{ environment }}{{ rt }}{{ fields }}{{ buffer }}{{ out }}{{ missing }}", ""),
    ("{{ __program__ }}{{ __builtins__ }}{{ __import__ }}{{ __name__ }}", ""),
    ("{{ __import__('os') }}", "error: There is no helper or macro"),
    ("{{ eval('1') }}", "error: There is no helper or macro"),
    ("{{ open('/etc/passwd') }}", "error: There is no helper or macro"),
    ("{{ config }}{{ request }}{{ g }}{{ session }}{{ url_for }}{{ get_flashed_messages }}", ""),
    (
        "{% macro m() %}{{ caller }}{% endmacro %}{{ m.__globals__ }}{{ m._func }}{{ m._environment }}{{ m.name }}{{ m() }}",
        "",
    ),
    (
        "{% macro m() %}{{ varargs.__class__ }}{{ kwargs.__class__ }}{% endmacro %}{{ m(1, a=1) }}",
        "",
    ),
    (
        "{% for x in [1] %}{{ loop._iterator }}{{ loop.__class__ }}{{ loop._recurse }}{{ loop.cycle }}{{ loop._undefined }}{% endfor %}",
        "",
    ),
    ("{% for x in [1] %}{{ loop.__init__('') }}{% endfor %}", "error: There is no method"),
    (
        "{% for x in [1] recursive %}{{ loop._recurse.__globals__ }}{{ loop.__call__ }}{% endfor %}",
        "",
    ),
    ("{% for x in [1] %}{% if loop.cycle.__func__ %}leak{% endif %}{% endfor %}", ""),
    ("{% macro m() %}{{ caller.__init__ }}{% endmacro %}{% call m() %}{% endcall %}", ""),
    (
        "{{ ([1]|select).gi_frame }}{{ ([1]|map('upper')).gi_code }}{{ ([1]|batch(1)).gi_frame.f_globals }}",
        "",
    ),
    ("{{ (1).__class__ }}{{ (1.5).as_integer_ratio }}{{ true.__class__ }}{{ none.__class__ }}", ""),
    ("{{ (1).real }}{{ 'a'.encode }}{{ 'a'.join }}", ""),
    ("{{ [].append(1) }}", "error: There is no method"),
    ("{{ pageData.update({'x': 1}) }}", "error: There is no method"),
    ("{{ pageData.pop('count') }}", "error: There is no method"),
    ("{{ pageData.rows.clear() }}", "error: There is no method"),
    ("{{ pageData.setdefault('a', 1) }}", "error: There is no method"),
    ("{% set pageData.count = 9 %}", "error: Only a namespace"),
    ("{% set this.x = 1 %}", "error: Only a namespace"),
    ("{% set loop.index = 9 %}", "error: Only a namespace"),
    ("{{ nope.__class__ }}{{ nope.name }}{{ nope._fail }}{{ nope.__init__.__globals__ }}", ""),
    ("{{ nope() }}", "error: There is no helper or macro"),
    ("{{ (nope)() }}", "error: There is no helper or macro"),
    ("{{ {'a b': 1}|xmlattr }}", "error: cannot be the name of an attribute"),
    ("{{ {'a/b': 1}|xmlattr }}", "error: cannot be the name of an attribute"),
    ("{{ {'a>b': 1}|xmlattr }}", "error: cannot be the name of an attribute"),
    ("{{ {'a=b': 1}|xmlattr }}", "error: cannot be the name of an attribute"),
    ("{{ {'onx\\n': 1}|xmlattr }}", "error: cannot be the name of an attribute"),
    ("{% include '/etc/passwd' %}", "error: is not available"),
    ("{% import 'os' as os %}", "error: is not available"),
    ("{% from 'x{0.__class__}' import y %}", "error: is not available"),
    ("{% extends 'x' %}", "error: is not available"),
    ("{{ template('{{ \\'\\'.__class__ }}') }}", ""),
    ("{{ template('{% include 1 %}') }}", "error: is not available"),
    ("{{ component.__class__ }}{{ component('x').__class__ }}", ""),
    ("{{ 'a'|map('__class__')|list }}", "error: There is no filter"),
    ("{{ ['a']|map('component')|list }}", "error: There is no filter"),
    ("{{ jsonDecode('{\"__class__\": 1}').__class__ }}", "1"),
    ("{{ obj(__class__=1).__class__ }}", "1"),
    ("{{ obj(**{'scope': 1, '_': 2}) }}", '{"scope":1,"_":2}'),
    ("{{ component(**{'scope': 1}) }}", "error: missing 1 required"),
    ("{{ component('x', scope=1, buffer=2, name=3, this=4) }}", ""),
    ("{{ upper(*['a'], **{}) }}", "A"),
    ("{{ upper(**{'value': 'a'}) }}", "A"),
    ("{{ now.__class__ }}{{ now.year }}", ""),
    ("{{ currentDateTime('%s{0}') }}", "%0{0}"),
    ("{{ formatDate(0, '{when.__class__}') }}", "{1124n.__c1/1/1970am00__}"),
    ("{{ ''|pprint }}", "error: There is no filter"),
    ("{{ ().__getitem__ }}{{ {}.__getattribute__('x') }}", "error: There is no method"),
    ("{% filter attr('__class__') %}x{% endfilter %}", ""),
    ("{{ 'x'.__add__('y') }}", "error: There is no method"),
    ("{{ '%s' % this }}", "error: Cannot work out"),
    ("{{ '%(a)s' % {'a': this} }}", "error: Cannot work out"),
]
BOMBS = [
    (
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "limit: steps",
    ),
    (
        "{% for a in range(99999) if false %}{% endfor %}{% for a in range(99999) if false %}{% endfor %}",
        "limit: steps",
    ),
    ("{% for a in range(99999) %}xxxxxxxxxx{% endfor %}", "limit: output"),
    ("{% for a in range(19999) %}xxxxxxxxxx{% endfor %}", "limit: output"),
    ("{% for a in range(9999) %}{{ pageData.text }}{% endfor %}", "limit: output"),
    ("{{ range(99999) }}", "limit: output"),
    ("{{ range(99999)|list|length }}", "limit: steps"),
    ("{{ range(10**12) }}", "error: range may have"),
    ("{{ 'x' * 10**9 }}", "limit: output"),
    ("{{ 'x' * 1e300 }}", "limit: output"),
    ("{{ ['x'] * 10**9 }}", "limit: steps"),
    ("{{ [0] * 99999 + [0] }}", "limit: steps"),
    ("{{ 9**9**9**9 }}", "Infinity"),
    ("{{ 9.5**9999 }}", "Infinity"),
    (grow("3", "ns.v * ns.v", "{{ ns.v }}"), "Infinity"),
    (grow("'x'", "ns.v ~ ns.v"), "limit: output"),
    (grow("'x'", "ns.v + ns.v"), "limit: output"),
    (grow("'x'", "[ns.v, ns.v]|join"), "limit: output"),
    (
        "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set t %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = t %}{% endfor %}",
        "limit: output",
    ),
    (grow("'x'", "ns.v|replace('x', 'xx')"), "limit: output"),
    (grow("'x'", "ns.v.replace('x', 'xx')"), "limit: output"),
    (grow("'%'", "encodeURIComponent(ns.v)", "{{ ns.v|length }}"), "121"),
    (grow("'x'", "encodeBase64(ns.v)", "{{ ns.v|length }}"), "limit: output"),
    (grow("'<'", "ns.v|forceescape", "", times=9999), "limit: steps"),
    (grow("'x'", "jsonEncode(ns.v)", "", times=9999), "limit: output"),
    (grow("[1]", "[ns.v, ns.v]", "{{ ns.v }}"), "limit: output"),
    (grow("[1]", "[ns.v, ns.v]", "{{ jsonEncode(ns.v) }}"), "limit: output"),
    (grow("[1]", "[ns.v, ns.v]", "{{ ns.v ~ '' }}"), "limit: output"),
    (grow("[1]", "{'a': ns.v, 'b': ns.v}", "{{ ns.v|tojson }}"), "limit: output"),
    (grow("[1]", "[ns.v, ns.v]", "{{ ns.v|join }}"), "limit: output"),
    (grow("[1]", "[ns.v, ns.v]", "{{ [ns.v]|sort }}"), "limit: output"),
    (grow("[1]", "[ns.v, ns.v]", "{{ toHtml(ns.v) }}"), "limit: steps"),
    (grow("[1]", "ns.v + ns.v"), "limit: steps"),
    (grow("[1]", "ns.v * 2"), "limit: steps"),
    (grow("[1]", "array(*(ns.v + ns.v))"), "limit: steps"),
    (grow("[1]", "[ns.v]", "{{ ns.v }}", times=500), "error: nested more than 100"),
    ("{% set ns = namespace() %}{% set ns.self = ns %}{{ ns }}", "error: nested more than 100"),
    (
        "{% set ns = namespace() %}{% set ns.children = [ns] %}{{ toHtml(ns) }}",
        "error: nested up to 100",
    ),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "limit: nesting"),
    (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(30) }}",
        "limit: nesting",
    ),
    (
        "{% set ns = namespace() %}{% macro m() %}{{ ns.m() }}{% endmacro %}{% set ns.m = m %}{{ m() }}",
        "limit: nesting",
    ),
    ("{% for x in [[[[1]]]] recursive %}{{ loop([x]) }}{% endfor %}", "limit: nesting"),
    ("{{ component('self') }}", "limit: nesting"),
    ("{{ component('twice') }}", "limit: nesting"),
    ("{{ component('wide') }}", "limit: steps"),
    ("{% set x = template('{{ template(root.pageData.quine) }}') %}", "limit: nesting"),
    ("{{ template(pageData.quine) }}", "limit: nesting"),
    ("{{ template('x' * 19000 ~ 'y') }}", "limit: output"),
    ("{{ 'x'|center(10**9) }}", "limit: output"),
    ("{{ 'x'|indent(10**9, true) }}", "limit: output"),
    ("{{ 'a\\nb'|indent('x' * 19000) }}", "limit: output"),
    ("{{ ('\\n' * 9999)|indent(1000, true, true) }}", "limit: output"),
    ("{{ ('ab ' * 6000)|wordwrap(1, true, 'x' * 100) }}", "limit: output"),
    ("{{ [1]|batch(10**9, 'x') }}", "limit: steps"),
    ("{{ [1]|slice(10**9) }}", "limit: steps"),
    ("{{ 1|round(10**9, 'ceil') }}", "1"),
    ("{{ 1.5|round(10**9) }}", "1.5"),
    ("{{ ('f' * 10000)|int(0, 16) }}", "0"),
    ("{{ ('9' * 10000)|int }}", "0"),
    ("{{ format(1, '999999999d') }}", "error: is not a number format"),
    ("{{ format(1, '.999999999f')|length }}", "22"),
    ("{{ formatDate(0, 'L' * 10000) }}", "error: may be 200 characters"),
    ("{{ jsonEncode([1], 10**9) }}", "[\n          1\n]"),
    ("{{ jsonEncode([1], 'x' * 10000) }}", "[\nxxxxxxxxxx1\n]"),
    ("{{ jsonDecode('[' * 10000) }}", ""),
    ("{{ match('a' * 40, '(a+)+b') }}", "false"),
    ("{{ ['a' * 5000]|select('match', '(a|aa)+b')|list }}", "limit: time"),
    ("{{ ('<!--' * 4000)|striptags|length }}", "16000"),
    ("{{ ('<' * 15000)|striptags|length }}", "15000"),
    ("{{ ('(' * 15000 ~ 'http://a.bc')|urlize|length }}", "15052"),
    ("{{ ('a@' * 7000)|urlize|length }}", "14000"),
    ("{{ ('www.' * 5000)|urlize|length }}", "limit: output"),
    ("{{ ('a' * 15000)|wordwrap(1)|length }}", "limit: output"),
    ("{{ ('x ' * 9000)|title|length }}", "18000"),
    ("{{ gpsIsPointInside('1,1', [[1, 1]] * 19999) }}", "limit: steps"),
    ("{{ formatGps('1' * 10000 ~ ',1', 'decimal', 10**9) }}", ""),
    ("{{ ([[1]] * 9999)|sum(start=[]) }}", "NaN"),
    ("{{ pageData.text * 3 }}", "limit: output"),
    (
        "{% for a in range(9) %}{% set x %}{{ pageData.text }}{{ pageData.text }}{% endset %}{% endfor %}",
        "limit: output",
    ),
    (
        "{% macro m() %}{{ pageData.text }}{{ pageData.text }}{{ pageData.text }}{% endmacro %}{{ m()|length }}",
        "limit: output",
    ),
    (
        "{% filter upper %}{{ pageData.text }}{{ pageData.text }}{{ pageData.text }}{% endfilter %}",
        "limit: output",
    ),
    (
        "{% for k in ('x' * 19000) %}{{ k }}{% for j in ('x' * 19000) %}{% endfor %}{% endfor %}",
        "limit: steps",
    ),
    (
        "{% set a = 'x' * 15000 %}{% for i in range(4000) %}{% set b = a|upper %}{% endfor %}",
        "limit: steps",
    ),
    (
        "{% set a = 'x' * 15000 %}{% for i in range(4000) %}{% set b = a[1:] %}{% endfor %}",
        "limit: steps",
    ),
    (
        "{% set a = [1] * 900 %}{% for i in range(999) %}{% set b = a[1:] %}{% endfor %}",
        "limit: steps",
    ),
    (
        "{% set a = [1] * 900 %}{% for i in range(999) %}{% set b = 2 in a %}{% endfor %}",
        "limit: steps",
    ),
    (
        "{% set a = [1] * 900 %}{% for i in range(999) %}{% set b = a|sort %}{% endfor %}",
        "limit: steps",
    ),
    ("{{ merge(*([pageData] * 19000)) }}", "limit: steps"),
    ("{{ queryStringEncode({'a': ['x'] * 15000}) }}", "limit: steps"),
    ("{{ pageData.text ~ 'ü' * 6000 }}", "limit: output"),
    ("{{ ('<' * 4000)|e|length }}", "16000"),
    ("{% set t = 'ü' * 3000 %}{{ encodeURI(t)|length }}", "18000"),
    ("{{ ('x' * 15000).split('')|length }}{{ ('x' * 15000).split('')|length }}", "limit: steps"),
    ("{% for a in range(99999) %}{% if a %}{% endif %}{% endfor %}", "limit: steps"),
    ("{{ match('a' * 30, '(?R)?a') }}", "error: JavaScript does not have"),
    ("{{ ('ab' * 5000)|list|batch(1)|length }}{{ ('ab' * 5000)|list|length }}", "limit: steps"),
    ("{{ (pageData.text ~ pageData.text)|urlencode|urlencode|length }}", "18000"),
    ("{{ namespace(**{'a': 1})|dictsort }}", '[["a",1]]'),
]


def outcome(body: str, content_type: str = "text/plain") -> str:
    components = [ViewSource(name, name, "component", c) for name, c in COMPONENTS.items()]
    page = ViewSource("p", "p", "page", body, content_type=content_type)
    try:
        return compile_views([page, *components]).render_page("p", CONTEXT, budget=BUDGET).body
    except RenderBudgetExceeded as error:
        return f"limit: {error.limit}" if error.view else "a limit without a view"
    except RenderError as error:
        return f"error: {error.message}"


@pytest.mark.parametrize(("body", "expected"), ESCAPES + BOMBS)
def test_it_ends_harmlessly(body, expected):
    result = outcome(body)
    assert not LEAK.search(result)
    if expected.startswith("error: "):
        assert result.startswith("error: ")
        assert expected.removeprefix("error: ") in result
    else:
        assert result == expected
        assert len(result.encode()) <= BUDGET.output_bytes


@pytest.mark.parametrize(
    "name", ['"', "'", '"+str(().__class__)+"', "{0.__class__}", "a\nb", "\\", "\0", "\ud800"]
)
def test_the_name_of_a_view_never_becomes_code(name):
    body = "[{{ 'x' if none }}{{ ().y }}]{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}"
    components = [ViewSource("c", name, "component", body)]
    page = ViewSource("p", name, "page", "{{ component(n) }}{{ 'x' if none }}")
    assert compile_views([page, *components]).render_page("p", {"n": name}).body == "[]"


@pytest.mark.parametrize("body", [body for body, _ in ESCAPES])
def test_it_leaks_nothing_into_html_either(body):
    assert not LEAK.search(outcome(body, "text/html"))


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(ESCAPES) >= 60
    assert len(BOMBS) >= 60


def test_the_leak_pattern_would_notice():
    for value in (str, len, "".join, re, (x for x in ()), [].append):
        assert LEAK.search(repr(value))


def test_data_is_never_changed_by_a_template():
    before = repr(CONTEXT)
    for body, _ in ESCAPES:
        outcome(body)
    assert repr(CONTEXT) == before


def test_a_bomb_is_no_syntax_error():
    for body, expected in BOMBS:
        if expected.startswith("limit"):
            check_syntax(body)
