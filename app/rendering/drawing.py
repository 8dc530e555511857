"""Run one render and turn whatever goes wrong into a RenderError with its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from app.rendering.budget import explain
from app.rendering.errors import RenderBudgetExceeded, RenderError
from app.rendering.state import Program, Render, Scope

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


@contextmanager
def explained(rt: Render) -> Iterator[None]:
    try:
        yield
    except RenderError as error:
        complete(error, error.__traceback__, rt)
        raise
    except AUTHORS_MISTAKES as error:
        translated = translate(error, rt)
        complete(translated, error.__traceback__, rt)
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
    if not body.isascii() and len(body.encode(errors="replace")) > rt.budget.output_bytes:
        rt.exceeded("output")
    return body
