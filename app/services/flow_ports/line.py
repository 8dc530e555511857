"""A line to somebody else's server: whom it may reach, how long it lasts, how much may come."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from threading import Timer
from time import monotonic
from typing import Any, Self

from app.services.flow_ports.addresses import resolve
from app.services.flow_ports.tls import ClientCertificate, tls_context
from app.workflows.errors import Refused

MEGABYTE = 1024 * 1024


class Meter:
    """Counts what comes in. Raises Refused when it is too much."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            most = f"{self._most // MEGABYTE} MB"
            raise Refused("ResultTooLarge", f"The server sends more than the {most} allowed")


class Metered:
    """What a socket and one with TLS have in common."""

    meter: Meter

    def recv(self, *args: Any) -> bytes:
        data: bytes = super().recv(*args)  # type: ignore[misc]
        self.meter.count(len(data))
        return data

    def recv_into(self, buffer: Any, *args: Any) -> int:
        size: int = super().recv_into(buffer, *args)  # type: ignore[misc]
        self.meter.count(size)
        return size


class MeteredSocket(Metered, socket.socket):
    pass


class MeteredTls(Metered, ssl.SSLSocket):
    pass


class MeteringContext(ssl.SSLContext):
    sslsocket_class = MeteredTls

    def wrap_socket(self, sock: Any, *args: Any, **options: Any) -> Any:
        safe = super().wrap_socket(sock, *args, **options)
        safe.meter = sock.meter  # type: ignore[attr-defined]
        return safe


@dataclass(frozen=True, slots=True)
class Reach:
    """private: what may be called though it is not public: hosts, `host:port`, or `*` for all."""

    private: frozenset[str] = frozenset()

    def allows_private(self, host: str, port: int) -> bool:
        return not self.private.isdisjoint({"*", host.lower(), f"{host.lower()}:{port}"})


class Line:
    """`with Line(…) as line:` whatever is connected by it ends when its seconds are over, however
    the other side dawdles; and when the block ends."""

    def __init__(self, reach: Reach, seconds: float, most_bytes: int = 8 * MEGABYTE) -> None:
        self._reach = reach
        self.seconds = seconds
        self.meter = Meter(most_bytes)
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._ends = monotonic() + seconds

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for connected in self._sockets:
            connected.close()

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._ends

    def addresses(self, host: str, port: int) -> list[str]:
        """Connect to one of these and to nothing else. Raises Refused."""
        return resolve(host, port, private=self._reach.allows_private(host, port))

    def connect(self, host: str, port: int) -> MeteredSocket:
        """Raises Refused, OSError."""
        failure: OSError | None = None
        for address in self.addresses(host, port):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = MeteredSocket(family, socket.SOCK_STREAM)
            sock.meter = self.meter
            sock.settimeout(max(0.1, self._ends - monotonic()))
            try:
                sock.connect((address, port))
            except OSError as error:
                sock.close()
                failure = error
                continue
            self.watch(sock.fileno())
            return sock
        raise failure or OSError(f"There is no address for {host}")

    def watch(self, fileno: int) -> None:
        """A connection that was made elsewhere, or will be wrapped."""
        with suppress(OSError):
            self._sockets.append(socket.socket(fileno=socket.dup(fileno)))

    def _hang_up(self) -> None:
        for connected in self._sockets:
            with suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)


@lru_cache(maxsize=32)
def metering_context(
    verify: bool, ca: str, client_certificate: ClientCertificate
) -> MeteringContext:
    """Kept, because reading the certificates of the system takes a while. Raises Refused."""
    return tls_context(MeteringContext, verify, ca, client_certificate)
