"""Coroutines that are driven by hand until they must wait, and are tasks of an event loop after.

`coroutine.send(None)` runs one to its end where its caller stands: no loop, no thread. If it must
wait it settles first, which suspends it with a bare yield; whoever drives it then makes it a task.
"""

import asyncio
from collections.abc import Coroutine, Generator
from types import TracebackType, coroutine
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")


@coroutine
def _yield_to_driver() -> Generator[None, None, None]:
    yield


class Fiber:
    """What a coroutine knows of itself: whether it is a task by now, and may await the loop."""

    __slots__ = ("_settled",)

    def __init__(self) -> None:
        self._settled = False

    async def settle(self) -> None:
        """Before anything is awaited but another fiber's work."""
        if not self._settled:
            await self.breathe()

    async def breathe(self) -> None:
        """Let others have their turn."""
        await _yield_to_driver()
        self._settled = True


class Together(Generic[T]):
    """Coroutines side by side. Each goes on until it must wait, and only then becomes a task.

    Leaving the block ends those that still wait.
    """

    def __init__(self, fiber: Fiber) -> None:
        """fiber: of the coroutine that has this block."""
        self._fiber = fiber
        self._paused: list[Coroutine[Any, Any, T]] = []
        self._tasks: list[asyncio.Task[T]] = []

    def __len__(self) -> int:
        return len(self._paused) + len(self._tasks)

    def begin(self, work: Coroutine[Any, Any, T]) -> list[T]:
        """Its result, if it comes to its end without waiting."""
        try:
            work.send(None)
        except StopIteration as ended:
            return [ended.value]
        self._paused.append(work)
        return []

    async def next(self) -> list[T]:
        """The results of those that end next. Raises what one of them raises."""
        await self._fiber.settle()
        self._tasks += map(asyncio.create_task, self._paused)
        self._paused.clear()
        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        done = [task for task in self._tasks if task.done()]
        self._tasks = [task for task in self._tasks if not task.done()]
        if errors := [error for task in done if (error := task.exception())]:
            raise errors[0]
        return [task.result() for task in done]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for paused in self._paused:
            paused.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks and kind is not GeneratorExit:
            await asyncio.gather(*self._tasks, return_exceptions=True)
