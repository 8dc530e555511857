"""Run one render and turn whatever goes wrong into a RenderError with its place."""

from types import TracebackType
from typing import Any

from app.rendering.budget import explain
from app.rendering.errors import RenderBudgetExceeded, RenderError
from app.rendering.state import Program, Render, Scope

BYTES_AT_MOST = 4  # of one character in UTF-8
AUTHORS_MISTAKES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)


class explained:  # noqa: N801 - reads as a function; a generator would cost a twentieth of a page
    """`with explained(rt):` around whatever draws."""

    __slots__ = ("_rt",)

    def __init__(self, rt: Render) -> None:
        self._rt = rt

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: Any
    ) -> None:
        if isinstance(error, RenderError):
            complete(error, trace, self._rt)
        elif isinstance(error, AUTHORS_MISTAKES):
            translated = translate(error, self._rt)
            complete(translated, trace, self._rt)
            raise translated from error


def translate(error: Exception, rt: Render) -> RenderError:
    if isinstance(error, RecursionError):
        return RenderBudgetExceeded("nesting", explain("nesting", rt.budget))
    if isinstance(error, MemoryError):
        return RenderBudgetExceeded("output", explain("output", rt.budget))
    return RenderError(f"{str(error).rstrip('.') or type(error).__name__}.")


def complete(error: RenderError, trace: TracebackType | None, rt: Render) -> None:
    error.notes = tuple(rt.notes)
    error.views_used = tuple(rt.used)
    if error.line is None:
        error.view = error.view or rt.view
        locate(error, trace)


def locate(error: RenderError, trace: TracebackType | None) -> None:
    """The innermost frame of generated code says which view and line."""
    while trace is not None:
        program: Program | None = trace.tb_frame.f_globals.get("__program__")
        if program is not None:
            error.view, error.view_id = program.name, program.id
            error.line, error.column = program.place(trace.tb_lineno) or (None, None)
        trace = trace.tb_next


def draw(rt: Render, program: Program, scope: Scope) -> str:
    rt.begin(program)
    rt.room = rt.budget.output_bytes
    buffer: list[str] = []
    program.draw(scope, buffer)
    rt.check()
    body = "".join(buffer)
    limit = rt.budget.output_bytes
    if len(body) * BYTES_AT_MOST > limit and len(body.encode(errors="replace")) > limit:
        rt.exceeded("output")
    return body
