"""The engine loop: paths side by side, each from node to node until nothing is wired on."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from app.workflows.engine.context import RunContext
from app.workflows.engine.fiber import Fiber, Together
from app.workflows.engine.path import Path, onward
from app.workflows.errors import NodeError
from app.workflows.expressions import ExpressionError
from app.workflows.paths import PathError
from app.workflows.templates import TemplateFailed
from app.workflows.values import PayloadTooDeep

if TYPE_CHECKING:
    from app.workflows.engine.run import Run

AUTHORS: dict[type[Exception], str] = {
    ExpressionError: "InvalidExpression",
    PathError: "InvalidPath",
    PayloadTooDeep: "PayloadTooLarge",
}


class Halted(Exception):
    """The run is over: a node raised that error. ctx: of the node."""

    def __init__(self, ctx: RunContext, error: NodeError) -> None:
        super().__init__(error.message)
        self.ctx = ctx
        self.error = error


async def walk(run: "Run", paths: list[Path], fiber: Fiber) -> None:
    """Until all paths have ended. Raises Halted with the first error; no path goes on then.

    fiber: of the coroutine that awaits this.
    """
    ready = paths[::-1]  # a stack: depth first, in listed order
    async with Together[list[Path]](fiber) as together:
        while ready or together:
            if run.had_its_turn():
                await fiber.breathe()
            ended = together.begin(step(run, ready.pop())) if ready else await together.next()
            for paths_on in ended:
                ready.extend(reversed(paths_on))


async def step(run: "Run", path: Path) -> list[Path]:
    """Run one node, and tell where the path goes from there."""
    ctx = RunContext(run, path)
    began = run.ports.clock.monotonic()
    run.hooks.on_node_start(ctx)
    try:
        run.begin_step(ctx.node, began)
        result = ctx.node.run(ctx)
        if isinstance(result, Coroutine):
            result = await result
        run.hooks.on_node_end(ctx, result, run.ports.clock.monotonic() - began)
        paths = onward(path, ctx.node.id, result, ctx.step) if result else []
    except Halted:
        raise  # a node in the body of this loop halted, and was told about
    except Exception as error:
        failure = _for_the_author(error, run)
        run.failed(ctx, failure)
        raise Halted(ctx, failure) from error
    if not paths:
        run.paths_completed += 1
    return paths


def _for_the_author(error: Exception, run: "Run") -> NodeError:
    if isinstance(error, NodeError):
        return error
    if isinstance(error, TemplateFailed):
        return NodeError(str(error), error.name)
    for kind, name in AUTHORS.items():
        if isinstance(error, kind):
            return NodeError(str(error), name)
    return run.bug(error)
