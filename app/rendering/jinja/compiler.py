"""Body in, Program out: the environment and the one place where generated code is executed."""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import Lexer, TokenStream
from jinja2.runtime import Macro, identity
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_context
from markupsafe import Markup

from app.rendering.errors import RenderError
from app.rendering.helpers import HELPERS
from app.rendering.jinja import operators, runtime
from app.rendering.jinja.filters import FILTERS, TEST_TABLE
from app.rendering.jinja.generator import ViewGenerator
from app.rendering.jinja.parser import PositionLexer, ViewParser
from app.rendering.state import Scope
from app.rendering.values import Missing, item

Draw = Callable[[Scope, list[str]], None]
Value = Callable[[Scope], Any]
Place = tuple[int, int | None]
TOO_DEEP = "This is nested too deeply. Move the inner part into a component."


class ViewEnvironment(ImmutableSandboxedEnvironment):
    """Holds nothing of a render. Generated code calls runtime.py and does not come back here,
    except for arithmetic; what Jinja itself would look up stays inside the sandbox."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

    def __init__(self) -> None:
        super().__init__()
        self.undefined = Missing  # type: ignore[assignment]
        self.globals = {}
        self.filters = {name: pass_context(found) for name, found in FILTERS.items()}
        self.tests = {name: pass_context(found) for name, found in TEST_TABLE.items()}
        self.view_lexer = PositionLexer(self)
        self.runtime = names_for_generated_code(self)

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        return self.view_lexer.tokenize(source, name, filename, state)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return ViewParser(self, source, name).parse()

    @property
    def lexer(self) -> Lexer:
        return self.view_lexer

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return operators.operate(context, operator, left, right)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        return operators.operate(context, operator, 0, arg)


def names_for_generated_code(environment: ViewEnvironment) -> dict[str, Any]:
    return {
        "environment": environment,
        "missing": missing,
        "undefined": Missing,
        "cond_expr_undefined": Missing,
        "concat": "".join,
        "identity": identity,
        "Markup": Markup,
        "Macro": Macro,
        "LoopContext": runtime.Loop,
        "Namespace": runtime.Namespace,
        "TemplateRuntimeError": runtime.cannot_assign,
        "INFINITY": float("inf"),
        "field": runtime.look_up,
        "item": item,
        "cut": operators.cut,
        "concatenate": operators.concatenate,
        "loop_over": runtime.loop_over,
        "call": runtime.call,
        "call_name": runtime.call_name,
        "call_method": runtime.call_method,
        "call_component": runtime.call_component,
        "draw_component": runtime.draw_component,
        "compare_all": operators.compare_all,
        "helper_component": runtime.component,
        "helper_namespace": runtime.namespace,
        **{f"compare_{name}": found for name, found in operators.COMPARISONS.items()},
        **{f"helper_{name}": found for name, found in HELPERS.items()},
        **{f"filter_{name}": found for name, found in FILTERS.items()},
        **{f"test_{name}": found for name, found in TEST_TABLE.items()},
    }


class JinjaProgram:
    __slots__ = ("_lines", "_places", "draw", "id", "name", "value")

    def __init__(self, generator: ViewGenerator, name: str, id: str | None) -> None:
        self.name = name
        self.id = id
        self._lines = sorted(generator.places)
        self._places = [place_of(generator.places[line]) for line in self._lines]
        names = {**generator.runtime, "__program__": self}
        source = generator.stream.getvalue()  # type: ignore[attr-defined]
        try:
            exec(compile(source, "<view>", "exec"), names)  # noqa: S102  (we wrote it)
        except SyntaxError as error:
            raise self.refused(error) from error
        self.draw: Draw = names["draw"]
        self.value: Value | None = names.get("value")

    def place(self, code_line: int) -> Place | None:
        index = bisect_right(self._lines, code_line) - 1
        return self._places[index] if index >= 0 else None

    def refused(self, error: SyntaxError) -> RenderError:
        """Python has limits, on nesting for one, and rules, on doubled arguments for one."""
        line, column = self.place(error.lineno or 0) or (None, None)
        message = TOO_DEEP if "too many" in error.msg else say(error.msg)
        return RenderError(message, view=self.name, view_id=self.id, line=line, column=column)


def place_of(line: int) -> Place:
    return int(line), getattr(line, "column", None)


ENVIRONMENT = ViewEnvironment()


def compile_body(
    body: str,
    name: str,
    id: str | None = None,
    generator_class: type[ViewGenerator] = ViewGenerator,
) -> JinjaProgram:
    """Raises RenderError with line and column."""
    try:
        tree = ENVIRONMENT._parse(body, None, None)
        generator = generator_class(ENVIRONMENT)
        generator.visit(tree)
        return JinjaProgram(generator, name, id)
    except TemplateSyntaxError as error:
        line, column = place_of(error.lineno)
        message = say(error.message or "This cannot be read.")
        raise RenderError(message, view=name, view_id=id, line=line, column=column) from error
    except (RecursionError, MemoryError) as error:
        raise RenderError(TOO_DEEP, view=name, view_id=id) from error
    except ValueError as error:
        raise RenderError("A number here is too long.", view=name, view_id=id) from error


UNEXPECTED_CHAR = re.compile(r"unexpected char (.+) at \d+", re.S)


def say(message: str) -> str:
    message = UNEXPECTED_CHAR.sub(r"unexpected character \1", message)
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else message + "."
