"""Work that takes its time goes to a thread; little of it is done at once."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from app.workflows.engine.context import RunContext

P = ParamSpec("P")
T = TypeVar("T")
LITTLE = 50_000  # characters of text, about a millisecond or two of most work


async def work_out(
    ctx: RunContext, size: int, function: Callable[P, T], *args: P.args, **options: P.kwargs
) -> T:
    """function(…). size: how much there is to do, in characters."""
    if size <= LITTLE:
        return function(*args, **options)
    return await ctx.call(function, *args, **options)
