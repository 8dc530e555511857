"""The ASGI adapter: what `make run` serves.

Experience hosts go straight to serve(): on the event loop, and on a thread when it would wait.
The console and the API are Flask's, on bounded threads of their own.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any

from a2wsgi import WSGIMiddleware

from app.experience.hosts import own_hosts
from app.experience.proxies import visitor_scheme
from app.serving.reply import WouldWait
from app.serving.request import PublicRequest, Reply, host_name
from app.serving.serve import serve
from app.serving.site import Site
from app.serving.watchdog import Watchdog

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


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
            if host_name(headers.get("host", "")) in self._own:
                await self._inner(scope, partial(as_coroutine, receive), send)
            else:
                request = await public_request(scope, headers, receive, self._site)
                await send_reply(await self._serve(request), send)

    async def _serve(self, request: PublicRequest) -> Reply:
        try:
            return serve(request, self._site, may_wait=False)
        except WouldWait:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, partial(serve, request, self._site))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watchdog = Watchdog(self._site.settings.render_seconds)
        watchdog.watch(asyncio.get_running_loop())
        self._site.counters.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watchdog.stop()
        self._pool.shutdown()
        self._site.close()
        await send({"type": "lifespan.shutdown.complete"})


async def as_coroutine(receive: Receive) -> Message:
    """a2wsgi insists on a coroutine, and granian's receive returns another awaitable."""
    return await receive()


def text_headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names are lower case already. A header sent twice is joined, cookies with a semicolon."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name in headers:
            value = headers[name] + ("; " if name == "cookie" else ", ") + value
        headers[name] = value
    return headers


async def public_request(
    scope: Scope, headers: dict[str, str], receive: Receive, site: Site
) -> PublicRequest:
    settings = site.settings
    has_body = "content-length" in headers or "transfer-encoding" in headers
    return PublicRequest(
        method=scope["method"].lower(),
        host=host_name(headers.get("host", "")),
        path=scope["raw_path"].decode("latin-1"),
        query_string=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=await _body(receive, headers, settings.body_limit) if has_body else b"",
        scheme=visitor_scheme(scope["scheme"], headers, settings.trusted_proxies),
    )


async def send_reply(reply: Reply, send: Send) -> None:
    headers = [(encoded(name), encoded(value)) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


@lru_cache(maxsize=1024)
def encoded(text: str) -> bytes:
    """Names and most values come again and again."""
    return text.encode("latin-1")


async def _body(receive: Receive, headers: dict[str, str], limit: int) -> bytes:
    """At most a chunk over the limit, and nothing when the length itself is refused."""
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        return b""
    body = bytearray()
    while len(body) <= limit:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)
