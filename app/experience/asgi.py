"""The ASGI adapter: what `make run` serves.

Experience hosts go straight to serve(): on the event loop, and on a thread when it would wait.
The console and the API are Flask's, on bounded threads of their own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from a2wsgi import WSGIMiddleware

from app.experience.hosts import own_hosts
from app.experience.proxies import visitor_address, visitor_scheme
from app.experience.stop_signal import on_stop
from app.experience.stream import send_stream
from app.serving.lifetime import begin_serving, end_serving
from app.serving.request import PublicRequest, Reply, WouldWait, host_name
from app.serving.serve import Pending, begin
from app.serving.site import Site
from app.serving.watchdog import Watchdog

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
T = TypeVar("T")

CONSOLE_BODY_LIMIT = 8 * 1024 * 1024
BODY_SECONDS = 30.0  # for all of a body to arrive


class AsgiAdapter:
    def __init__(self, inner: Any, site: Site) -> None:
        """inner: the WSGI application of the console and the API."""
        threads = site.settings.threads
        self._site = site
        self._own = own_hosts(site.settings)
        self._inner: Any = WSGIMiddleware(inner, workers=threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="serve")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            headers = text_headers(scope["headers"])
            host = host_name(headers.get("host", ""))
            own = host in self._own
            limit = CONSOLE_BODY_LIMIT if own else self._site.settings.body_limit
            body = b""
            try:
                if "content-length" in headers or "transfer-encoding" in headers:
                    async with asyncio.timeout(BODY_SECONDS):
                        body = await read_body(receive, headers, limit)
            except (BrokenBody, TimeoutError) as error:
                await send_reply(Reply(400 if isinstance(error, BrokenBody) else 408), send)
                return
            if own:  # a thread is taken only now that all of the request is here
                await self._inner(scope, partial(next_message, iter([body])), send)
            else:
                request = public_request(scope, headers, host, body, self._site)
                reply = await self._serve(request)
                if reply.stream:
                    streams = self._site.streams
                    await send_stream(reply_start(reply), reply.stream, streams, receive, send)
                else:
                    await send_reply(reply, send)

    async def _serve(self, request: PublicRequest) -> Reply:
        """Here, or on a thread if it would wait. While flows owe the reply, nothing is held but
        this coroutine."""
        try:
            reply = begin(request, self._site, may_wait=False)
        except WouldWait:
            reply = await self._on_thread(partial(begin, request, self._site))
        return await self._finish(reply) if isinstance(reply, Pending) else reply

    async def _finish(self, pending: Pending) -> Reply:
        try:
            if not pending.future.done():
                await asyncio.wait([asyncio.wrap_future(pending.future)], timeout=pending.seconds)
            try:
                return pending.finish(may_wait=False)
            except WouldWait:
                return await self._on_thread(pending.finish)
        finally:
            pending.close()

    async def _on_thread(self, step: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, step)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watchdog = Watchdog(self._site.settings.render_seconds)
        watchdog.watch(asyncio.get_running_loop())
        begin_serving(self._site)
        with on_stop(self._site.streams.close):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        watchdog.stop()
        self._pool.shutdown()
        end_serving(self._site)
        await send({"type": "lifespan.shutdown.complete"})


class BrokenBody(Exception):
    """The client hung up, or sent something unreadable, before its request was complete."""


async def next_message(bodies: Iterator[bytes]) -> Message:
    """The body, all at once, then nothing ever."""
    for body in bodies:
        return {"type": "http.request", "body": body, "more_body": False}
    await asyncio.get_running_loop().create_future()
    raise AssertionError("that future is never done")


def text_headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names are lower case already. A header sent twice is joined, cookies with a semicolon."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name in headers:
            value = headers[name] + ("; " if name == "cookie" else ", ") + value
        headers[name] = value
    return headers


def public_request(
    scope: Scope, headers: dict[str, str], host: str, body: bytes, site: Site
) -> PublicRequest:
    proxies = site.settings.trusted_proxies
    client = scope["client"][0] if scope.get("client") else None
    return PublicRequest(
        method=scope["method"].lower(),
        host=host,
        path=scope["raw_path"].decode("latin-1"),
        query_string=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        scheme=visitor_scheme(scope["scheme"], headers, proxies),
        client=visitor_address(client, headers, proxies),
    )


async def send_reply(reply: Reply, send: Send) -> None:
    await send(reply_start(reply))
    await send({"type": "http.response.body", "body": reply.body})


def reply_start(reply: Reply) -> Message:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in reply.headers]
    return {"type": "http.response.start", "status": reply.status, "headers": headers}


async def read_body(receive: Receive, headers: dict[str, str], limit: int) -> bytes:
    """At most a chunk over the limit, and nothing when the length itself is refused."""
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        return b""
    body = bytearray()
    while len(body) <= limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BrokenBody
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)
