from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app.rendering import Rendered, ViewSource, compile_text, compile_views

TIME = 1_700_000_000_000  # 2023-11-14T22:13:20Z
CONTEXT: dict[str, Any] = {
    "time": TIME,
    "experience": {"user": {"firstName": "Ann <b>", "userTags": {"role": "admin"}}},
    "pageData": {
        "items": ["a", "b"],
        "keys": {"get": "field"},
        "rows": [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}, {"id": 3, "name": "three"}],
        "count": 3,
        "nothing": None,
        "list": [3, 1, 2],
    },
}


def say(source: str, context: Mapping[str, Any] | None = None, **options: Any) -> str:
    """Draw a text with the context above."""
    return compile_text(source, **options).render(CONTEXT if context is None else context)


@pytest.fixture
def site() -> Callable[..., Rendered]:
    """Draw a page: site("body", layout="…", card="component body", context={…})."""

    def draw(
        page: str,
        *,
        layout: str | None = None,
        content_type: str = "text/html",
        context: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
        **components: str,
    ) -> Rendered:
        sources = [ViewSource("p1", "page one", "page", page, layout and "l1", content_type)]
        if layout is not None:
            sources.append(ViewSource("l1", "layout one", "layout", layout))
        sources += [ViewSource(name, name, "component", body) for name, body in components.items()]
        views = compile_views(
            sources, lambda path, private, ttl: f"/f/{path}?{'s' if private else 'p'}{ttl}"
        )
        return views.render_page("p1", CONTEXT if context is None else context, **(options or {}))

    return draw
