"""Server-sent events over both adapters: a coroutine for each stream, or a generator."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import suppress
from threading import Event
from typing import Any

from app.serving.messages.streams import (
    HEARTBEAT,
    HEARTBEAT_SECONDS,
    OPENED,
    Stream,
    Streams,
    next_bytes,
)
from app.serving.messages.topics import Feed

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LAST_SECONDS = 1.0  # for the end to go out


async def send_stream(
    start: Message, stream: Stream, streams: Streams, receive: Receive, send: Send
) -> None:
    """Until the client goes away or the server stops. start: with status and headers."""
    loop = asyncio.get_running_loop()
    new, over = asyncio.Event(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(look)

    def look() -> None:
        new.set()
        if feed.over:
            over.set()

    with streams.open(stream, wake) as feed:
        look()
        await send(start)
        ends = (_pump(feed, new, send), _until_gone(receive), over.wait())
        tasks = [asyncio.ensure_future(end) for end in ends]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_SECONDS):
            await send({"type": "http.response.body", "body": b""})


def stream_body(stream: Stream, streams: Streams) -> Iterator[bytes]:
    """For a server that gives each request a thread; it notices at the next heartbeat, at the
    latest, that a client has gone."""
    new = Event()
    with streams.open(stream, new.set) as feed:
        yield OPENED
        while not feed.over:
            rung = new.wait(HEARTBEAT_SECONDS)
            new.clear()
            if waiting := next_bytes(feed):
                yield waiting
            elif not rung:
                yield HEARTBEAT


async def _pump(feed: Feed, new: asyncio.Event, send: Send) -> None:
    """send() waits while the client does not read; messages gather in the feed meanwhile."""
    await send(_part(OPENED))
    while True:
        beat = b""
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await new.wait()
        except TimeoutError:
            beat = HEARTBEAT
        new.clear()
        if waiting := next_bytes(feed) or beat:
            await send(_part(waiting))


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _part(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}
