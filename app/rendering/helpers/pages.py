"""Sections, files, and templates inside templates."""

from typing import Any, NoReturn

from app.rendering.errors import RenderError
from app.rendering.helpers.table import helper
from app.rendering.printing import text
from app.rendering.state import Scope
from app.rendering.values import Missing, number

LONGEST_TEMPLATE = 32_768


@helper("section")
def section(scope: Scope, name: Any) -> str | Missing:
    """{{ section("name") }}: what the page filled in, without a default."""
    filled = scope.rt.filled(name)
    return Missing(name="section") if filled is None else scope.rt.safe(filled)


@helper("file")
def file(scope: Scope, path: Any, *, private: Any = False, ttl: Any = 900) -> str:
    """The URL of an application file. ttl: seconds a private URL stays valid."""
    if scope.rt.file_url is None:
        raise RenderError("file() is available in views only.")
    seconds = number(ttl)
    if not 1 <= seconds <= 31_536_000:
        raise RenderError("The ttl of a file lies between 1 and 31,536,000 seconds.")
    name = text(path, scope.rt).lstrip("/")
    return scope.rt.file_url(name, private=bool(private), ttl=int(seconds))


@helper("template")
def template(scope: Scope, source: Any, this: Any = None) -> str:
    """Draw a text as a template. this: its context, else the current one."""
    rt = scope.rt
    body = text(source, rt)
    if len(body) > LONGEST_TEMPLATE:
        raise RenderError(f"template() takes {LONGEST_TEMPLATE:,} characters.")
    rt.spend(len(body))
    program = rt.compile(body)
    buffer: list[str] = []
    rt.enter()
    program.draw(Scope(rt, scope.this if this is None else this, scope.args), buffer)
    rt.leave()
    return rt.safe("".join(buffer))


@helper("evalExpression")
def eval_expression(scope: Scope, expression: Any) -> Any:
    """The value of a workflow's expression, read against the current context."""
    rt = scope.rt
    if rt.evaluate is None:
        raise RenderError("evalExpression() is not available yet in this place.")
    source = text(expression, rt)
    rt.spend(len(source))
    return rt.evaluate(source, scope.this, rt.seconds_left(), rt.clock)


def not_yet(name: str) -> None:
    @helper(name)
    def missing(_: Scope, /, *args: Any, **kwargs: Any) -> NoReturn:
        raise RenderError(f"{name}() is not available yet.")


for name in ("dashboardUrl", "element"):
    not_yet(name)
