# ruff: noqa: E501  (a body per row, whole)
"""Layouts, sections, components: what goes where."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.rendering import RenderError, ViewSource, compile_views


def test_a_page_without_layout_is_the_whole_body(site):
    rendered = site("Hello {{ experience.user.userTags.role }}", content_type="text/plain")
    assert rendered.body == "Hello admin"
    assert rendered.content_type == "text/plain"
    assert rendered.views_used == ("p1",)


def test_the_layout_holds_the_page_unescaped(site):
    rendered = site("<p>hi</p>", layout="<main>{{ page }}</main>")
    assert rendered.body == "<main><p>hi</p></main>"
    assert rendered.views_used == ("p1", "l1")


@pytest.mark.parametrize(
    ("page", "layout", "expected"),
    [
        ("", "{% section 's' %}default{% endsection %}", "default"),
        ("{% fillsection 's' %}x{% endfillsection %}", "{% section 's' %}d{% endsection %}", "x"),
        ("{% fillsection 's' %}x{% endfillsection %}", "{{ section('s') }}", "x"),
        ("", "[{{ section('s') }}]", "[]"),
        (
            "{% fillsection 's' %}1{% endfillsection %}{% fillsection 's' %}2{% endfillsection %}",
            "{{ section('s') }}",
            "2",
        ),
        ("a{% fillsection 's' %}x{% endfillsection %}b", "{{ page }}|{{ section('s') }}", "ab|x"),
        ("{% fillsection 's' %}<b>{% endfillsection %}", "{{ section('s') }}", "<b>"),
        ("{% fillsection 'a' ~ 1 %}x{% endfillsection %}", "{{ section('a1') }}", "x"),
        (
            "{% set v = 'outer' %}{% fillsection 's' %}{{ v }}{% endfillsection %}",
            "{{ section('s') }}",
            "outer",
        ),
        (
            "{% if pageData.count %}{% fillsection 's' %}if{% endfillsection %}{% endif %}",
            "{{ section('s') }}",
            "if",
        ),
        ("{{ component('filler') }}", "{{ page }}|{{ section('s') }}", "|from component"),
        ("", "{{ component('filler') }}[{{ section('s') }}]", "[]"),
        ("", "{% fillsection 's' %}x{% endfillsection %}[{{ section('s') }}]", "[]"),
        ("{% section 's' %}default in page{% endsection %}", "{{ page }}", "default in page"),
        (
            "",
            "{% for r in pageData.rows %}{% section r.name %}{{ r.id }}{% endsection %}{% endfor %}",
            "123",
        ),
    ],
)
def test_sections(site, page, layout, expected):
    filler = "{% fillsection 's' %}from component{% endfillsection %}"
    assert site(page, layout=layout, filler=filler).body == expected


@pytest.mark.parametrize(
    ("call", "component", "expected"),
    [
        ("component('c')", "{{ pageData.count }}", "3"),
        ("component('c', pageData)", "{{ count }}{{ this.count }}", "33"),
        ("component('c', pageData)", "[{{ time }}]{{ root.time }}", "[]1700000000000"),
        ("component('c', 'text')", "{{ this }}", "text"),
        ("component('c', 0)", "{{ this }}", "0"),
        ("component('c', none)", "[{{ this }}{{ pageData }}]", "[]"),
        ("component('c', k=1)", "{{ args.k }}{{ pageData.count }}", "13"),
        ("component('c', {'args': 2}, k=1)", "{{ args.k }}{{ this.args }}", "12"),
        ("component('c', **{'a-b': 1})", "{{ args['a-b'] }}", "1"),
        ("component('c', obj(a=1), b=2)", "{{ a }}{{ args.b }}{{ args.c }}", "12"),
        ("component('c' ~ '', pageData)", "{{ count }}", "3"),
        ("component(pageData.rows[0].name ~ '')", "", ""),
        ("component('c', pageData)|upper", "a{{ count }}", "A3"),
        ("'' ~ component('c', '<')", "<i>{{ this }}", "<i>&lt;"),
        ("component('c', {'component': 1, 'upper': 2})", "{{ upper('x') }}{{ upper }}", "X2"),
    ],
)
def test_components(site, call, component, expected):
    assert site(f"{{{{ {call} }}}}", c=component, one="").body == expected


def test_a_component_sees_no_variables_of_its_caller(site):
    page = "{% set secret = 1 %}{% for row in pageData.rows %}{{ component('c') }}{% endfor %}"
    assert site(page, c="[{{ secret }}{{ row }}]").body == "[][][]"


def test_components_call_components_and_know_the_root(site):
    rendered = site(
        "{{ component('outer', pageData.rows[0]) }}",
        outer="{{ name }}>{{ component('inner', k=name) }}",
        inner="{{ id }}{{ args.k }}{{ root.pageData.count }}",
    )
    assert rendered.body == "one>1one3"
    assert rendered.views_used == ("p1", "outer", "inner")


def test_a_tree_may_call_itself(site):
    tree = {"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}]}
    rendered = site(
        "{{ component('node', pageData) }}",
        context={"pageData": tree},
        node="({{ name }}{% for child in children %}{{ component('node', child) }}{% endfor %})",
    )
    assert rendered.body == "(a(b(c)))"


def test_an_unknown_component_shows_nothing_and_is_noted(site):
    rendered = site("a{{ component('nope') }}b{{ component('nope') }}")
    assert rendered.body == "ab"
    assert [(note.view, "nope" in note.message) for note in rendered.notes] == [("page one", True)]


def test_a_called_block_reaches_the_component(site):
    page = "{% call component('box', title='T') %}<i>{{ pageData.count }}</i>{% endcall %}"
    assert site(page, box="{{ args.title }}:{{ args.caller() }}").body == "T:<i>3</i>"


@pytest.mark.parametrize("layout_id", [None, ""])
def test_the_caller_may_leave_the_layout_out(site, layout_id):
    rendered = site("x", layout="[{{ page }}]", options={"layout_id": layout_id})
    assert rendered.body == "x"


def test_the_caller_may_choose_another_layout():
    views = compile_views(
        [
            ViewSource("p", "p", "page", "x", "a"),
            ViewSource("a", "a", "layout", "a{{ page }}"),
            ViewSource("b", "b", "layout", "b{{ page }}"),
        ]
    )
    assert views.render_page("p", {}, layout_id="b").body == "bx"


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ([], "no page p"),
        ([ViewSource("p", "p", "component", "")], "no page p"),
        ([ViewSource("p", "p", "page", "", "gone")], "no layout gone"),
        ([ViewSource("p", "p", "page", "", "p")], "no layout p"),
    ],
)
def test_it_names_a_missing_page_or_layout(sources, words):
    with pytest.raises(RenderError, match=words):
        compile_views(sources).render_page("p", {})


def test_a_broken_view_leaves_the_others_alone():
    views = compile_views(
        [
            ViewSource("good", "good", "page", "fine"),
            ViewSource("bad", "bad", "page", "{{ component('broken') }}"),
            ViewSource("c", "broken", "component", "line\n{% if %}"),
        ]
    )
    assert views.render_page("good", {}).body == "fine"
    for _ in range(2):
        with pytest.raises(RenderError) as caught:
            views.render_page("bad", {})
        assert (caught.value.view, caught.value.view_id, caught.value.line) == ("broken", "c", 2)
        assert caught.value.views_used == ("bad",)


@pytest.mark.parametrize(
    ("content_type", "escaped"),
    [
        ("text/html", True),
        ("Text/HTML; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("application/xml", True),
        ("text/xml", True),
        ("application/atom+xml", True),
        ("image/svg+xml", True),
        ("text/plain", False),
        ("application/json", False),
        ("text/css", False),
        ("text/javascript", False),
        ("", False),
    ],
)
def test_the_content_type_decides_about_escaping_everywhere(site, content_type, escaped):
    rendered = site(
        "{{ this.x }}{{ component('c') }}",
        layout="{{ x }}{{ page }}",
        content_type=content_type,
        context={"x": "<&>\"'"},
        c="{{ x }}",
    )
    assert rendered.body == ("&lt;&amp;&gt;&#34;&#39;" if escaped else "<&>\"'") * 3


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ x|safe }}", "<"),
        ("{{ '<' }}", "&lt;"),
        ("<{{ 1 }}", "<1"),
        ("{{ x|safe ~ x }}", "<&lt;"),
        ("{{ x ~ x }}", "&lt;&lt;"),
        ("{{ x|safe + x }}", "<&lt;"),
        ("{% set v %}<i>{{ x }}{% endset %}{{ v }}", "<i>&lt;"),
        ("{% macro m() %}<i>{{ x }}{% endmacro %}{{ m() }}{{ m()|lower }}", "<i>&lt;<i>&lt;"),
        ("{% filter lower %}<I>{{ x }}{% endfilter %}", "<i>&lt;"),
        ("{% filter decodeBase64 %}PGI+{% endfilter %}", "&lt;b&gt;"),
        ("{% call lookup(this, 'x') %}{% endcall %}", None),
        ("{{ [x, x|safe]|join(x) }}", "&lt;&lt;<"),
        ("{{ [x, x]|join('<br>'|safe) }}", "&lt;<br>&lt;"),
        ("{{ x|replace('<', '<b>') }}", "&lt;b&gt;"),
        ("{{ x|safe|replace('<', x ~ 'b') }}", "<"),
        ("{{ x|safe|indent(x, true) }}", "&lt;<"),
        ("{{ ('a b'|safe)|wordwrap(1, true, x) }}", "a&lt;b"),
        ("{{ 'abc defg'|safe|truncate(5, end=x, leeway=0) }}", "abc&lt;"),
        ("{{ {'x': x} }}", "{&#34;x&#34;:&#34;&lt;&#34;}"),
        ("{{ jsonEncode({'x': x ~ \"&'\"}) }}", '{"x":"\\u003c\\u0026\\u0027"}'),
        ("{{ {'x': x}|tojson }}", '{"x":"\\u003c"}'),
        ("{{ template('{{ x }}<b>') }}", "&lt;<b>"),
        ("<a{{ {'class': x, 'id': none, 'n': 1}|xmlattr }}>", '<a class="&lt;" n="1">'),
        ("{{ x|e }}{{ x|escape }}{{ x|e|e }}", "&lt;&lt;&lt;"),
        ("{{ x|safe|forceescape }}", "&lt;"),
        ("{{ '<b>1</b>'|striptags }}", "1"),
        ("{{ pageData.x }}", ""),
    ],
)
def test_values_are_escaped_once(site, source, expected):
    context = {"x": "<"}
    if expected is None:
        with pytest.raises(RenderError):
            site(source, context=context)
    else:
        assert site(source, context=context).body == expected


def test_files_come_from_the_callable(site):
    rendered = site("{{ file('/a/b.png') }} {{ file('c', private=true, ttl=60) }}")
    assert rendered.body == "/f/a/b.png?p900 /f/c?s60"


def test_two_threads_share_the_views():
    views = compile_views(
        [
            ViewSource("p", "p", "page", "{% fillsection 's' %}{{ n }}{% endfillsection %}", "l"),
            ViewSource("l", "l", "layout", "{{ section('s') }}{{ component('c', n) }}"),
            ViewSource("c", "c", "component", "{% for i in range(20) %}{{ this }}{% endfor %}"),
        ]
    )
    with ThreadPoolExecutor(4) as pool:
        bodies = pool.map(lambda n: views.render_page("p", {"n": n}).body, range(200))
        assert list(bodies) == [str(n) + str(n) * 20 for n in range(200)]


def test_a_view_can_be_replaced_without_touching_the_others():
    page = ViewSource("p", "Page", "page", '{{ component("c") }}')
    views = compile_views([page, ViewSource("c", "c", "component", "old")])
    assert views.render_page("p", {}).body == "old"
    draft = views.replacing(ViewSource("c", "c", "component", "new"))
    assert draft.render_page("p", {}).body == "new"
    assert views.render_page("p", {}).body == "old"
    added = draft.replacing(ViewSource("q", "Other", "page", '({{ component("c") }})'))
    assert added.render_page("q", {}).body == "(new)"
