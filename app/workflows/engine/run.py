"""One run of a flow: what it may cost, how far it came, and how it begins and ends."""

import asyncio
import logging
import secrets
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass

from app.workflows.engine.background import Host
from app.workflows.engine.context import RunContext
from app.workflows.engine.fiber import Fiber
from app.workflows.engine.hooks import Hook, Hooks
from app.workflows.engine.path import Group, fan_out
from app.workflows.engine.walk import Halted, walk
from app.workflows.errors import Busy, NodeError
from app.workflows.flow import Flow, FlowNode, Trigger
from app.workflows.ports import Ports
from app.workflows.values import Payload

log = logging.getLogger(__name__)

SECONDS = 60.0
STEPS = 1_000_000
TURN_SECONDS = 0.01  # of work without a break, on the caller's thread or on the loop


@dataclass(frozen=True, slots=True)
class RunError:
    """node_id: blank if no node is to blame; payload: as it was when the node failed."""

    error: NodeError
    node_id: str = ""
    node_kind: str = ""
    node_label: str = ""
    payload: Payload | None = None


class Run:
    """payload: the trigger's envelope, which the run may change.

    error: why it halted; may_reply_later: whether a node came by that could have carried the
    replyId away, so that another run may still answer.
    """

    def __init__(
        self,
        flow: Flow,
        trigger: Trigger,
        payload: Payload,
        ports: Ports,
        host: Host,
        hooks: Iterable[Hook] = (),
        *,
        seconds: float = SECONDS,
        steps: int = STEPS,
    ) -> None:
        self.id = secrets.token_hex(12)
        self.flow = flow
        self.trigger = trigger
        self.payload = payload
        self.ports = ports
        self.host = host
        self.hooks = Hooks(hooks)
        self.seconds = seconds
        self.steps = steps
        self.paths_completed = 0
        self.paths_failed = 0
        self.may_reply_later = False
        self.ended = False
        self.error: RunError | None = None
        self._steps_begun = 0
        self._cancelled = False
        self._adopted: Future[None] | None = None
        self._fiber = Fiber()
        self._began = self._turn_began = ports.clock.monotonic()

    def start(self) -> None:
        """On this thread until it ends or must wait; then the host takes it over.

        Raises Busy, before anything has happened, if it may have to wait and the host is full.
        """
        if self.host.is_full and self.flow.waits(self.trigger):
            raise Busy
        coroutine = self._main()
        try:
            coroutine.send(None)
        except StopIteration:
            return
        self._adopted = self.host.adopt(coroutine)

    def cancel(self) -> None:
        """From any thread. No node starts any more; what is waited for is dropped."""
        self._cancelled = True
        if self._adopted:
            self._adopted.cancel()

    @property
    def seconds_passed(self) -> float:
        return self.ports.clock.monotonic() - self._began

    @property
    def seconds_left(self) -> float:
        return self.seconds - self.seconds_passed

    def next_step(self) -> int:
        """Its number, from 1."""
        self._steps_begun += 1
        return self._steps_begun

    def begin_step(self, node: FlowNode, now: float) -> None:
        """Before each node. now: monotonic. Raises NodeError when the run has had enough."""
        if self._cancelled:
            raise self.cancelled()
        if self._steps_begun > self.steps:
            raise NodeError(f"The run took more than {self.steps:,} steps", "TooManySteps")
        if now > self._began + self.seconds:
            raise self.too_late()
        if node.spec and node.spec.carries_reply:
            self.may_reply_later = True

    def bug(self, error: Exception) -> NodeError:
        """What is not the author's to put right goes to the log."""
        log.error("run %s of flow %s failed", self.id, self.flow.id, exc_info=error)
        return NodeError(
            f"Something went wrong inside Foyer; its log tells of run {self.id}", "Bug"
        )

    def cancelled(self) -> NodeError:
        return NodeError("The run was cancelled", "Cancelled")

    def too_late(self) -> NodeError:
        return NodeError(f"The run took longer than {self.seconds:g} seconds", "Timeout")

    def had_its_turn(self) -> bool:
        """Whether it is time to let others work."""
        now = self.ports.clock.monotonic()
        over = now - self._turn_began > TURN_SECONDS
        if over:
            self._turn_began = now
        return over

    def failed(self, ctx: RunContext, error: NodeError) -> None:
        self.paths_failed += not ctx.group.calls  # the call itself counts, not what is in it
        self.hooks.on_error(ctx, error)

    async def _main(self) -> None:
        self.hooks.on_run_start(self)
        try:
            paths = fan_out(Group(self.flow), self.trigger.first, self.payload, [])
            await walk(self, paths, self._fiber)
        except Halted as halted:
            self.error = _run_error(halted)
        except asyncio.CancelledError:
            self.error = RunError(self.cancelled())
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends this run and no other
            self.error = RunError(self.bug(error))
        finally:
            self.ended = True
            self.hooks.on_run_end(self)


def _run_error(halted: Halted) -> RunError:
    node, payload = halted.ctx.node, halted.ctx.payload
    return RunError(halted.error, node.id, node.kind, node.label, payload)
