"""Redis of others, for Redis nodes: a connection for each command, to one server or a cluster."""

import socket
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.exceptions import AskError, MovedError
from redis.retry import Retry

from app.services.flow_ports.line import Line, Reach, metering_context
from app.workflows.errors import Refused
from app.workflows.ports import Json, RedisServer

SECONDS = 10.0
MOST_MOVES = 5
PAIRS = ("HGETALL",)

Address = tuple[str, int]


class Redis:
    """Fulfils ports.Redis. Thread-safe."""

    def __init__(self, reach: Reach, seconds: float = SECONDS) -> None:
        self._reach = reach
        self._seconds = seconds

    def command(self, server: RedisServer, name: str, arguments: list[str]) -> Json:
        """Raises Refused: RedisError with the server's own words, ConnectionFailed, Timeout,
        ResultTooLarge, AddressRefused, DnsFailed, TlsFailed."""
        with Line(self._reach, self._seconds) as line:
            try:
                return _as_value(name, _asked(server, [name, *arguments], line))
            except redis.ResponseError as error:
                raise Refused("RedisError", str(error)) from error
            except (redis.RedisError, OSError) as error:
                if line.is_over:
                    message = f"There was no answer within {self._seconds:g} seconds"
                    raise Refused("Timeout", message) from error
                raise Refused("ConnectionFailed", str(error)) from error


class Dialled(redis.Connection):
    """Its line decides whom it reaches."""

    def __init__(self, server: RedisServer, line: Line, address: Address) -> None:
        self._server = server
        self._line = line
        host, port = address
        super().__init__(  # type: ignore[no-untyped-call]
            host=host,
            port=port,
            db=0 if server.is_cluster else server.database,
            username=server.user or None,
            password=server.password or None,
            socket_timeout=line.seconds,
            decode_responses=True,
            encoding_errors="replace",
            protocol=2,
            retry=Retry(NoBackoff(), 0),
        )

    def _connect(self) -> socket.socket:
        sock = self._line.connect(self.host, self.port)
        sock.settimeout(self._line.seconds)
        wanted = self._server.encryption
        if wanted is None:
            return sock
        context = metering_context(wanted.verify, wanted.ca, wanted.client_certificate)
        safe: socket.socket = context.wrap_socket(sock, server_hostname=self.host)
        return safe


def _asked(server: RedisServer, command: list[str], line: Line) -> Any:
    """A cluster says where a key is: nothing is known of it before, nor kept."""
    connection: Any = _first(server, line)
    asking = False
    for _ in range(MOST_MOVES):
        try:
            if asking:
                _say(connection, ["ASKING"])
            return _say(connection, command)
        except (MovedError, AskError) as moved:
            if not server.is_cluster:
                raise
            asking = isinstance(moved, AskError)
            host = moved.host or connection.host
            connection.disconnect()
            connection = Dialled(server, line, (host, moved.port))
        finally:
            connection.disconnect()
    raise Refused("ConnectionFailed", f"The cluster moved the key more than {MOST_MOVES} times")


def _first(server: RedisServer, line: Line) -> Any:
    """To the first member that can be reached."""
    *others, last = server.members
    for address in others:
        connection: Any = Dialled(server, line, address)
        try:
            connection.connect()
        except (redis.ConnectionError, OSError):
            continue
        return connection
    return Dialled(server, line, last)


def _say(connection: Any, command: list[str]) -> Any:
    connection.send_command(*command)
    return connection.read_response()


def _as_value(name: str, answer: Any) -> Json:
    if name in PAIRS and isinstance(answer, list):
        return dict(zip(answer[::2], answer[1::2], strict=True))
    return answer
