"""Requests of flows to other servers, with limits to what they may cost and whom they may reach."""

import asyncio
import ssl
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import httpx

from app.services.flow_ports.addresses import addresses_of
from app.services.flow_ports.tls import ClientCertificate, tls_context
from app.workflows.errors import Refused
from app.workflows.ports import HttpRequest, HttpResponse

LARGEST = 5 * 1024 * 1024
"""Of a response body, as sent and as unpacked."""
LONGEST = 30.0
REDIRECTS = 10
MOVED = (301, 302, 303, 307, 308)
KEEPS_METHOD = (307, 308)
PORTS: Final = {"http": 80, "https": 443}
SECRETS = ("authorization", "cookie", "proxy-authorization")
OURS = ("host", "content-length", "transfer-encoding", "connection")
PACKED = ("gzip", "x-gzip", "deflate")


@dataclass(frozen=True, slots=True)
class Http:
    """private: whether addresses that are not public may be called."""

    private: bool = False

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Raises Refused: InvalidUrl, AddressRefused, DnsFailed, ConnectionFailed, TlsFailed,
        Timeout, ResponseTooLarge, TooManyRedirects, BadResponse."""
        limit = min(request.timeout, LONGEST)
        try:
            async with asyncio.timeout(limit):
                return await self._follow(request)
        except TimeoutError:
            raise Refused("Timeout", f"There was no answer within {limit:g} seconds") from None

    async def _follow(self, request: HttpRequest) -> HttpResponse:
        safe = _tls(request.verify, request.ca, request.client_certificate)
        for _ in range(REDIRECTS + 1):
            response = await self._send_once(request, safe)
            onward = _onward(request, response) if request.follow_redirects else None
            if onward is None:
                return response
            request = onward
        raise Refused("TooManyRedirects", f"The server redirected more than {REDIRECTS} times")

    async def _send_once(self, request: HttpRequest, safe: ssl.SSLContext) -> HttpResponse:
        """To an address that has been checked, under the name that was asked for."""
        url = _url(request.url)
        port = url.port or PORTS[url.scheme]
        addresses = await addresses_of(url.host, port, private=self.private)
        for address in addresses:
            try:
                return await _exchange(request, url, address, safe)
            except httpx.ConnectError as error:
                failure = error
        raise _refusal(failure, url.host) from failure


async def _exchange(
    request: HttpRequest, url: httpx.URL, address: str, safe: ssl.SSLContext
) -> HttpResponse:
    secret = {name.lower() for name, _ in request.secret_headers}
    headers = [pair for pair in request.headers if pair[0].lower() not in secret]
    headers = [pair for pair in (*headers, *request.secret_headers) if pair[0].lower() not in OURS]
    given = {name.lower() for name, _ in headers}
    own = {"host": url.netloc.decode(), "accept": "*/*", "user-agent": "Foyer"}
    headers += [pair for pair in own.items() if pair[0] not in given]
    headers = [pair for pair in headers if pair[0].lower() != "accept-encoding"]
    headers.append(("accept-encoding", "gzip, deflate"))
    async with httpx.AsyncHTTPTransport(verify=safe, trust_env=False) as transport:
        asked = httpx.Request(
            request.method,
            url.copy_with(host=address, query=_query(url, request) or None),
            headers=[(name.encode(), value.encode()) for name, value in headers],
            content=request.body,
            extensions={"sni_hostname": url.host, "timeout": {}},
        )
        try:
            response = await transport.handle_async_request(asked)
            try:
                body = await _body(response)
            finally:
                await response.aclose()
        except httpx.ConnectError:
            raise
        except httpx.HTTPError as error:
            raise _refusal(error, url.host) from error
    return HttpResponse(response.status_code, _headers(response), body)


def _query(url: httpx.URL, request: HttpRequest) -> bytes:
    return b"&".join(part for part in (url.query, request.secret_query.encode()) if part)


async def _body(response: httpx.Response) -> bytes:
    """Raises Refused."""
    packed = bytearray()
    async for chunk in response.aiter_raw():
        packed += chunk
        if len(packed) > LARGEST:
            raise _too_large()
    if response.headers.get("content-encoding", "").strip().lower() not in PACKED:
        return bytes(packed)
    return _unpacked(bytes(packed))


def _unpacked(packed: bytes) -> bytes:
    """gzip and both readings of deflate, never more than may be. Raises Refused."""
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            body = unpacker.decompress(packed, LARGEST + 1)
        except zlib.error:
            continue
        if len(body) > LARGEST:
            raise _too_large()
        return body
    raise Refused("BadResponse", "The response cannot be unpacked")


def _too_large() -> Refused:
    return Refused("ResponseTooLarge", f"The response is larger than {LARGEST // 1024**2} MB")


def _headers(response: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _onward(request: HttpRequest, response: HttpResponse) -> HttpRequest | None:
    """Where a redirect leads; secrets stay behind when that is another server."""
    location = response.headers.get("location")
    if response.status not in MOVED or not location:
        return None
    here = _url(request.url)
    try:
        there = here.join(location)
    except (httpx.InvalidURL, ValueError):
        raise Refused("InvalidUrl", "The server redirected to something that is no URL") from None
    onward = replace(request, url=str(there), secret_query="")
    if (there.scheme, there.host, there.port) != (here.scheme, here.host, here.port):
        onward = _without_headers(onward, SECRETS)
        onward = replace(onward, client_certificate=None, secret_headers=())
    if response.status in KEEPS_METHOD or request.method in ("GET", "HEAD"):
        return onward
    return replace(_without_headers(onward, ("content-type",)), method="GET", body=b"")


def _without_headers(request: HttpRequest, names: tuple[str, ...]) -> HttpRequest:
    kept = tuple(pair for pair in request.headers if pair[0].lower() not in names)
    return replace(request, headers=kept)


def _url(text: str) -> httpx.URL:
    """Raises Refused."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        url = httpx.URL("")
    if url.scheme not in PORTS or not url.host:
        raise Refused("InvalidUrl", "The URL must begin with http:// or https:// and name a host")
    return url


def _refusal(error: httpx.HTTPError, host: str) -> Refused:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or cause.reason or "no agreement"
            return Refused("TlsFailed", f"No safe connection to {host}: {reason}")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return Refused("ConnectionFailed", f"{host} cannot be reached")
    if isinstance(error, httpx.RemoteProtocolError):
        return Refused("BadResponse", f"{host} gave no proper response")
    return Refused("ConnectionFailed", f"The connection to {host} broke")


@lru_cache(maxsize=32)
def _tls(verify: bool, ca: str, client_certificate: ClientCertificate) -> ssl.SSLContext:
    """Kept, because reading the certificates of the system takes a while. Raises Refused."""
    return tls_context(ssl.SSLContext, verify, ca, client_certificate)
