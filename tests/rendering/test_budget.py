"""What happens at the border of a budget, and just inside it."""

import pytest

from app.rendering import Budget, RenderBudgetExceeded, ViewSource, compile_text, compile_views

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def limit_of(source: str, **budget: float) -> str | None:
    try:
        compile_text(source).render({"text": "ü" * 10}, Budget(**budget))
    except RenderBudgetExceeded as error:
        return error.limit
    return None


@pytest.mark.parametrize(
    ("source", "fits", "breaks"),
    [
        ("12345", {"output_bytes": 5}, {"output_bytes": 4}),
        ("{{ '12345' }}", {"output_bytes": 5}, {"output_bytes": 4}),
        ("{{ text }}", {"output_bytes": 20}, {"output_bytes": 19}),
        ("{% for i in range(100) %}x{% endfor %}", {"output_bytes": 100}, {"output_bytes": 99}),
        ("{% for i in range(100) %}{% endfor %}", {"steps": 100}, {"steps": 99}),
        ("{% for i in range(100) if i %}{% endfor %}", {"steps": 199}, {"steps": 198}),
        ("{{ range(100)|list|length }}", {"steps": 100}, {"steps": 99}),
        ("{{ [1, 2] + [3] }}", {"steps": 7}, {"steps": 6}),
        ("{% macro m() %}{% endmacro %}{{ m() }}{{ m() }}", {"steps": 2}, {"steps": 1}),
    ],
)
def test_the_border_is_exact(source, fits, breaks):
    assert limit_of(source, **fits) is None
    assert limit_of(source, **breaks) == ("output" if "output_bytes" in breaks else "steps")


@pytest.mark.parametrize(("depth", "limit"), [(5, None), (4, "nesting")])
def test_depth_counts_components_and_macros(depth, limit):
    source = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(4) }}"
    assert limit_of(source, depth=depth) == limit


def test_siblings_do_not_count_as_depth():
    source = "{% macro m() %}{% endmacro %}{% for i in range(50) %}{{ m() }}{% endfor %}"
    assert limit_of(source, depth=1) is None


def test_time_is_bounded():
    assert limit_of(ENDLESS, seconds=0.05, steps=10**9) == "time"


def test_the_default_budget_ends_an_endless_loop():
    assert limit_of(ENDLESS) in ("steps", "time")


def test_it_names_limit_view_and_line():
    views = compile_views(
        [
            ViewSource("p", "page", "page", "x\n{{ component('slow card') }}"),
            ViewSource("c", "slow card", "component", "\n\n{% for i in range(99) %}x{% endfor %}"),
        ]
    )
    with pytest.raises(RenderBudgetExceeded) as caught:
        views.render_page("p", {}, budget=Budget(steps=50))
    error = caught.value
    assert (error.limit, error.view, error.view_id, error.line) == ("steps", "slow card", "c", 3)
    assert error.views_used == ("p", "c")
    assert "more than 50 steps" in error.message


def test_page_and_layout_share_steps_but_not_output():
    views = compile_views(
        [
            ViewSource("p", "p", "page", "{% for i in range(60) %}x{% endfor %}", "l"),
            ViewSource("l", "l", "layout", "{{ page }}{% for i in range(60) %}{% endfor %}"),
        ]
    )
    assert len(views.render_page("p", {}, budget=Budget(output_bytes=60)).body) == 60
    with pytest.raises(RenderBudgetExceeded):
        views.render_page("p", {}, budget=Budget(steps=100))


def test_each_render_has_its_own_budget():
    text = compile_text("{% for i in range(60) %}x{% endfor %}")
    for _ in range(3):
        assert text.render({}, Budget(steps=60)) == "x" * 60
