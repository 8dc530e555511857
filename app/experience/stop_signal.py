"""What must end before a server can: granian lets requests come to their end once it is told to
stop, and says nothing to them. A reply without an end would hold it up until it is killed."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)

Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def on_stop(end: Callable[[], None]) -> Iterator[None]:
    """end: called on the loop with the first of those signals, before the server's own handler."""
    loop = asyncio.get_running_loop()
    before = _handlers()

    def heard(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end)
        before[signal.Signals(number)](number, frame)

    for number in before:
        _listen(number, heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            _listen(number, handler)


def _handlers() -> dict[signal.Signals, Handler]:
    """The server's. None on another thread than the main one, which hears no signals."""
    if current_thread() is not main_thread():
        return {}
    found = {number: signal.getsignal(number) for number in SIGNALS}
    return {number: handler for number, handler in found.items() if callable(handler)}


def _listen(number: signal.Signals, handler: Handler) -> None:
    signal.signal(number, handler)
    signal.siginterrupt(number, False)  # as the loop had it: no call is broken off
