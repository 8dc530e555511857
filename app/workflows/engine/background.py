"""Where runs wait: one event loop in a thread of its own, and a few threads for blocking calls."""

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Lock, Thread
from typing import Any, Protocol

THREADS = 16
MOST_RUNS = 5000
STOP_SECONDS = 5.0


class Host(Protocol):
    """Takes over a run that must wait."""

    @property
    def executor(self) -> Executor:
        """For calls that block."""

    @property
    def is_full(self) -> bool: ...

    def adopt(self, coroutine: Coroutine[Any, Any, None]) -> Future[None]:
        """A coroutine that was begun elsewhere and must wait. The future can cancel it."""


class Background:
    """One for each process; its threads start with the first run that waits."""

    def __init__(
        self,
        threads: int = THREADS,
        most_runs: int = MOST_RUNS,
        new_loop: Callable[[], AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="workflow-call")
        self._most_runs = most_runs
        self._new_loop = new_loop
        self._runs: set[Future[None]] = set()
        self._loop: AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._lock = Lock()

    @property
    def is_full(self) -> bool:
        return len(self._runs) >= self._most_runs

    def adopt(self, coroutine: Coroutine[Any, Any, None]) -> Future[None]:
        run = asyncio.run_coroutine_threadsafe(coroutine, self._started())
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)
        return run

    def stop(self) -> None:
        """Runs that still wait are cancelled."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(_cancel_others(), loop).result(STOP_SECONDS)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(STOP_SECONDS)
            loop.close()
        self.executor.shutdown(wait=False, cancel_futures=True)

    def _started(self) -> AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = self._new_loop()
                self._thread = Thread(target=self._loop.run_forever, name="workflows", daemon=True)
                self._thread.start()
            return self._loop


async def _cancel_others() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
