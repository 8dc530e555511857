import pytest

from app.services.experience.view_check import Problem, problems_in


def test_a_good_text_has_no_problem() -> None:
    assert problems_in('{{ component("nav") }}{{ page }}', "layout", {"nav"}) == []


def test_a_syntax_error_stands_at_its_line() -> None:
    [problem] = problems_in("<p>\n  {% if %}\n</p>", "page", ())
    assert problem.is_error
    assert problem.line == 2


def test_an_unknown_component_is_a_warning_at_its_place() -> None:
    body = "<p>{{ component('nav') }}\n  {{ component(\"nva\") }}</p>"
    [problem] = problems_in(body, "page", {"nav"})
    assert problem == Problem(
        "There is no component named “nva”; it shows nothing.", 2, 6, is_error=False
    )


@pytest.mark.parametrize(("view_type", "warned"), [("layout", True), ("page", False)])
def test_a_layout_without_its_page_is_a_warning(view_type: str, warned: bool) -> None:
    assert bool(problems_in("<main></main>", view_type, ())) == warned


def test_problems_come_in_the_order_of_their_lines() -> None:
    body = '{{ component("a") }}\n{% endfor %}\n{{ component("b") }}'
    assert [problem.line for problem in problems_in(body, "page", ())] == [1, 2, 3]
