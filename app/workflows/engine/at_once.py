"""A host that brings runs to their end before it returns: waiting takes no time, the clock jumps.

For runs whose ports never wait for anything real, on the thread that asks.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from time import monotonic
from typing import Any


class JumpingClock:
    """Goes as any clock does, and is later at once wherever a run waits."""

    def __init__(self, now: datetime) -> None:
        self._start = now
        self._began = monotonic()
        self._jumped = 0.0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic() - self._began)

    def monotonic(self) -> float:
        return monotonic() + self._jumped

    def jump(self, seconds: float) -> None:
        self._jumped += seconds


class AtOnce:
    """Fulfils background.Host. Runs that begin while another waits end with it."""

    is_full = False

    def __init__(self, clock: JumpingClock) -> None:
        self.executor = DirectExecutor()
        self._clock = clock
        self._loop: JumpingLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def adopt(self, coroutine: Coroutine[Any, Any, None]) -> Future[None]:
        if self._loop:
            self._tasks.add(self._loop.create_task(coroutine))
        else:
            self._run(coroutine)
        return Future()

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        loop = self._loop = JumpingLoop(self._clock)
        try:
            self._tasks = {loop.create_task(coroutine)}
            loop.run_until_complete(self._all_done())
        finally:
            self._loop = None
            loop.close()

    async def _all_done(self) -> None:
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            self._tasks -= done


class DirectExecutor(Executor):
    """Calls at once, on the thread that asks."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **options))
        except Exception as error:  # noqa: BLE001 - the future hands it on
            future.set_exception(error)
        return future


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self, clock: JumpingClock) -> None:
        self._clock_of_run = clock
        super().__init__(_JumpingSelector(clock))

    def time(self) -> float:
        return self._clock_of_run.monotonic()


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, clock: JumpingClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> Any:
        if timeout:
            self._clock.jump(timeout)
            timeout = 0
        return super().select(timeout)
