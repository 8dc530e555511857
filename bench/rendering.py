"""What a render costs: python -m bench.rendering prints microseconds per render.

page: 3 KB with layout and component. table: the same with 50 rows, a component per row.
Each with and without the counters that bound a render, so that their price stays known.
"""

from functools import partial
from time import perf_counter
from typing import Any

from jinja2 import Environment

from app.rendering import Budget, Views, ViewSource, compile_views
from app.rendering.jinja.compiler import compile_body
from app.rendering.jinja.generator import ViewGenerator
from app.rendering.state import Scope

ROUNDS, SECONDS = 15, 0.1
BUDGET = Budget(seconds=60)
FILLER = "<p>Some words that stand in for the rest of a page of ordinary length.</p>\n" * 30
CONTEXT: dict[str, Any] = {
    "time": 1_700_000_000_000,
    "experience": {"user": {"firstName": "Ann", "email": "ann@example.com"}},
    "request": {"path": "/devices", "query": {}},
    "pageData": {
        "title": "Devices & more",
        "rows": [
            {"id": n, "name": f"Device {n}", "online": n % 3 == 0, "value": n * 1.5}
            for n in range(50)
        ],
    },
}
LAYOUT = (
    "<!doctype html><title>{% section 'title' %}Home{% endsection %}</title>"
    "<body>{{ component('menu') }}<main>{{ page }}</main></body>"
)
MENU = "<nav><a href='/'>Home</a>{% if experience.user %}{{ experience.user.firstName }}{% endif %}"
HEAD = (
    "{% fillsection 'title' %}{{ pageData.title }}{% endfillsection %}<h1>{{ pageData.title }}</h1>"
)
ROWS = "<table>{% for row in pageData.rows %}{{ component('row', row) }}{% endfor %}</table>"
ROW = (
    "<tr><td>{{ id }}</td><td><a href='/devices/{{ id }}'>{{ name }}</a></td>"
    "<td>{% if online %}online{% else %}offline{% endif %}</td><td>{{ value }}</td></tr>\n"
)


class UncountedGenerator(ViewGenerator):
    counted = False

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.runtime = {**self.runtime, "draw_component": uncounted_component}


def uncounted_component(
    scope: Scope, buffer: list[str], name: Any, this: Any, args: dict[str, Any]
) -> None:
    rt = scope.rt
    try:
        draw = rt.components[name]
    except KeyError:
        draw = rt.component(name)
    if draw is not None:
        draw(Scope(rt, this, args), buffer)


def views_of(page: str, *, counted: bool) -> Views:
    sources = [
        ViewSource("layout", "layout", "layout", LAYOUT),
        ViewSource("page", "page", "page", HEAD + page, "layout"),
        ViewSource("menu", "menu", "component", MENU),
        ViewSource("row", "row", "component", ROW),
    ]
    views = compile_views(sources)
    if not counted:
        views._compile = partial(compile_body, generator_class=UncountedGenerator)
    return views


def microseconds(views: Views) -> float:
    views.render_page("page", CONTEXT, budget=BUDGET)
    count, start = 0, perf_counter()
    while (spent := perf_counter() - start) < SECONDS:
        views.render_page("page", CONTEXT, budget=BUDGET)
        count += 1
    return spent / count * 1e6


def main() -> None:
    for name, page in (("page", FILLER), ("table", FILLER + ROWS)):
        counted, free = views_of(page, counted=True), views_of(page, counted=False)
        size = len(counted.render_page("page", CONTEXT).body)
        pairs = [  # taken in turn, so that a slow moment hits both
            (microseconds(counted), microseconds(free)) for _ in range(ROUNDS)
        ]
        with_counters, without = (min(column) for column in zip(*pairs, strict=True))
        print(
            f"{name:6} {size:6} bytes  {with_counters:7.1f} µs  without counters {without:7.1f} µs"
            f"  ({with_counters / without - 1:+.1%})"
        )


if __name__ == "__main__":
    main()
