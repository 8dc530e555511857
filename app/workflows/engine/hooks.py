"""Watching runs without changing them: recorders, counters and the debug panel are hooks."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from app.workflows.errors import NodeError
from app.workflows.node import Result

if TYPE_CHECKING:
    from app.workflows.engine.context import RunContext
    from app.workflows.engine.run import Run

log = logging.getLogger(__name__)

Level = Literal["verbose", "info", "warn", "error"]


@dataclass(frozen=True, slots=True)
class DebugMessage:
    """value: the payload or a part of it, UNDEFINED if it is not there."""

    level: Level
    text: str
    value: Any


class Hook:
    """Does nothing. A hook keeps what it was given only as a copy: payloads go on changing.

    Called in whatever thread the run is in; must be quick.
    """

    called_for: ClassVar[tuple[str, ...]] = ()
    """The events that the class has something to do for."""

    def __init_subclass__(cls) -> None:
        names = (name for name in vars(Hook) if name.startswith("on_"))
        cls.called_for = tuple(
            name for name in names if getattr(cls, name) is not getattr(Hook, name)
        )

    def on_run_start(self, run: "Run") -> None:
        """Before the first node."""

    def on_node_start(self, ctx: "RunContext") -> None:
        """ctx.passed: ids of the nodes that this path came through; ctx.ports: may be replaced by
        some that watch."""

    def on_node_end(self, ctx: "RunContext", result: Result, seconds: float) -> None:
        """result: the payload after the node and its output; None if the path ends here."""

    def on_error(self, ctx: "RunContext", error: NodeError) -> None:
        """A node halts the run. In a custom node first its inner node, then the call."""

    def on_debug(self, ctx: "RunContext", message: DebugMessage) -> None:
        """A debug node, or a function node's console."""

    def on_run_end(self, run: "Run") -> None:
        """No path has work left; run.error tells whether it halted."""


class Hooks(Hook):
    """Several as one. One that fails is our bug: it is logged, and the run goes on."""

    def __init__(self, hooks: Iterable[Hook]) -> None:
        called: dict[str, list[Callable[..., None]]] = {}
        for hook in hooks:
            for name in hook.called_for:
                called.setdefault(name, []).append(getattr(hook, name))
        self._called = called

    def on_run_start(self, run: "Run") -> None:
        self._call("on_run_start", run)

    def on_node_start(self, ctx: "RunContext") -> None:
        self._call("on_node_start", ctx)

    def on_node_end(self, ctx: "RunContext", result: Result, seconds: float) -> None:
        self._call("on_node_end", ctx, result, seconds)

    def on_error(self, ctx: "RunContext", error: NodeError) -> None:
        self._call("on_error", ctx, error)

    def on_debug(self, ctx: "RunContext", message: DebugMessage) -> None:
        self._call("on_debug", ctx, message)

    def on_run_end(self, run: "Run") -> None:
        self._call("on_run_end", run)

    def _call(self, event: str, *facts: Any) -> None:
        for call in self._called.get(event, ()):
            try:
                call(*facts)
            except Exception:
                log.exception("%s failed", call.__qualname__)
