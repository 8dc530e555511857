"""What a node is given beside its config and its payload."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from app.workflows import paths, templates
from app.workflows.config import Expression, JsonTemplate, PayloadPath, ResultPath, Template
from app.workflows.engine.fiber import Fiber
from app.workflows.engine.hooks import DebugMessage, Level
from app.workflows.errors import NodeError, Refused
from app.workflows.expressions import evaluate
from app.workflows.sizes import refuse_too_large
from app.workflows.values import UNDEFINED, Payload, copy_payload, to_number, truthy

if TYPE_CHECKING:
    from app.workflows.engine.path import Path
    from app.workflows.engine.run import Run

T = TypeVar("T")
P = ParamSpec("P")


class RunContext(Fiber):
    """Of one node while it runs. Reads templates against the payload as it is now.

    ports: the world outside, see ports.py; node: id, label and meta; passed: the ids of the nodes
    before it; group: the loop's round or custom node's call that it is in; step: its number in the
    run, from 1; after: the number of the step before it, or of the one that it is within.
    """

    __slots__ = ("after", "group", "node", "passed", "payload", "ports", "run", "step")

    def __init__(self, run: "Run", path: "Path") -> None:
        super().__init__()
        self.run = run
        self.ports = run.ports
        self.group = path.group
        self.node = path.group.flow.nodes[path.node_id]
        self.passed = path.passed
        self.payload = path.payload
        self.step = run.next_step()
        self.after = path.after

    # -- reading

    def text(self, template: Template, *, escape: bool = False) -> str:
        """escape: as HTML, for markup only (e-mail bodies, HTML replies)."""
        return templates.string(template, self.payload, self._language, escape=escape)

    def required(self, template: Template, title: str) -> str:
        """Text that must not come out blank; title: the field's, for the message."""
        text = self.text(template)
        if not text.strip():
            raise NodeError(f"{title} is required, and came out blank", "ValidationError")
        return text

    def number(self, template: Template, title: str, default: float | None = None) -> float:
        """default: for blank text. Raises NodeError if it is no finite number."""
        text = self.text(template).strip()
        if not text and default is not None:
            return default
        number = to_number(text) if text else math.nan
        if not math.isfinite(number):
            raise NodeError(f"{title} must be a number, not “{text}”", "ValidationError")
        return number

    def value(self, template: Template) -> Any:
        """Text; or the raw value itself, where the template is one reference and nothing else."""
        return templates.value(template, self.payload, self._language)

    def json(self, template: JsonTemplate) -> Any:
        """UNDEFINED if blank. Raises NodeError InvalidJsonTemplate."""
        return templates.json_template(template, self.payload, self._language)

    def evaluate(self, expression: Expression) -> Any:
        return evaluate(expression, self.payload, self._language)

    def truthy(self, expression: Expression) -> bool:
        """As JavaScript sees it; a blank expression is false."""
        return bool(expression.strip()) and truthy(self.evaluate(expression))

    def get(self, path: PayloadPath | str) -> Any:
        """The value itself, not a copy; UNDEFINED where nothing is, and for a blank path."""
        return paths.get(self.payload, path) if path.strip() else UNDEFINED

    # -- writing

    def put(self, path: ResultPath | str, value: Any, payload: Payload | None = None) -> None:
        """Write a copy of the value there. A blank path drops it, UNDEFINED takes away.

        payload: another than the node's own. Raises NodeError PayloadTooLarge."""
        holder = self.payload if payload is None else payload
        if not path.strip():
            return
        if value is UNDEFINED:
            paths.delete(holder, path)
        else:
            refuse_too_large(value)
            paths.set(holder, path, copy_payload(value))

    def note_error(self, path: ResultPath, kind: str, message: str) -> None:
        """A non-halting error: the path goes on, the error stands there. Halts if path is blank."""
        if not path.strip():
            raise NodeError(message, kind)
        self.put(path, {"error": {"type": kind, "message": message}})

    @contextmanager
    def noting_refusal(self, path: ResultPath) -> Iterator[None]:
        """What a port refuses meanwhile is such an error."""
        try:
            yield
        except Refused as refused:
            self.note_error(path, refused.kind, refused.message)

    def debug(self, level: Level, text: str, value: Any = UNDEFINED) -> None:
        """To the debug panel."""
        self.run.hooks.on_debug(self, DebugMessage(level, text, value))

    # -- waiting: in an `async def` node, and never through asyncio itself

    async def sleep(self, seconds: float) -> None:
        await self.wait(partial(asyncio.sleep, seconds))

    async def read(self, look_up: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Look something up in our own database: right here, if that is quick."""
        if self.ports.local:
            return look_up(*args, **options)
        return await self.call(look_up, *args, **options)

    async def call(self, function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Call what blocks, on one of a few threads."""

        def on_a_thread() -> Awaitable[T]:
            loop = asyncio.get_running_loop()
            return loop.run_in_executor(self.run.host.executor, partial(function, *args, **options))

        return await self.wait(on_a_thread)

    async def wait(self, begin: Callable[[], Awaitable[T]]) -> T:
        """Await what `begin` gives; `begin` is called on the event loop.

        ctx.wait(partial(ctx.ports.http.send, request))
        """
        await self.settle()
        limit = asyncio.timeout(self.run.seconds_left)
        try:
            async with limit:
                return await begin()
        except TimeoutError:
            if limit.expired():
                raise self.run.too_late() from None
            raise

    @property
    def _language(self) -> str:
        return self.group.flow.language
