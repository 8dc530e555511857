"""Templates without an end: a 500 with a trace, within the budget."""

import pytest

from .conftest import Museum, redirect_reply

ENDLESS = {
    "loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "grows": "{% set ns = namespace(t='x' * 1000) %}"
    "{% for i in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}{{ ns.t }}",
    "calls itself": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "matches": "{{ match('a' * 40 ~ 'b', '^(a|aa)+$') }}{{ match('a' * 5000, '(a*)*(a*)*c') }}",
    "lists": "{{ range(99999) | batch(1) | map('join', 'x' * 99999) | join }}",
    "reads long texts": "{% set s = 'X' * 4000000 %}"
    "{{ ([s] * 2000) | select('upper') | list | length }}",
    "folds long texts": "{% set s = 'X' * 4000000 %}{{ ([s] * 3000) | unique | length }}",
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_page_without_an_end_is_a_500(museum: Museum, kind: str) -> None:
    museum.answering("/", ENDLESS[kind])
    answer = museum.ask("/")
    assert (answer.status, answer.json) == (500, {"error": "Internal Server Error"})
    assert len(answer.headers["x-foyer-trace"]) == 24


def test_a_redirect_without_an_end_is_a_500(museum: Museum) -> None:
    museum.endpoint("/", static_reply=redirect_reply("/" + ENDLESS["loops"]))
    assert museum.ask("/").status == 500


def test_a_component_that_calls_itself_is_a_500(museum: Museum) -> None:
    museum.page("{{ component('again') }}", name="again", view_type="component")
    museum.answering("/", "{{ component('again') }}")
    assert museum.ask("/").status == 500


def test_no_trace_of_the_inside_reaches_the_visitor(museum: Museum) -> None:
    museum.answering("/", "{{ 1 // 0 }}")
    for headers in ({}, {"accept": "text/html"}):
        answer = museum.ask("/", headers=headers)
        assert answer.status == 500
        for word in ("Traceback", "ZeroDivision", "jinja", "werkzeug", "File "):
            assert word.lower() not in answer.text.lower()
