"""Counts of requests over two server processes, after an ordinary end and after a sudden one."""

import sqlite3
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from app.serving.counters import FLUSH_SECONDS

from ..browser.server import Server, running_server
from .doors import ask, connections_by_process

THREADS = 8
REQUESTS = 5_000
OLD = 100
WRITING = 0.25  # seconds that a flush itself may take


def test_5000_requests_from_8_threads_over_two_processes_add_up(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        threads = [
            Thread(target=ask_often, args=(server, REQUESTS // THREADS)) for _ in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    each = REQUESTS // THREADS
    found = each // 2
    assert counted(tmp_path) == {200: THREADS * found, 404: THREADS * (each - found)}


def test_sigkill_loses_at_most_the_last_second(tmp_path: Path) -> None:
    answered: list[float] = []
    long_enough = Event()
    with running_server(tmp_path) as server:
        threads = [
            Thread(target=ask_until_killed, args=(connection, answered, long_enough))
            for connection in connections_by_process(server.port)
        ]
        for thread in threads:
            thread.start()
        assert long_enough.wait(30)
        killed = monotonic()
        server.kill()
        for thread in threads:
            thread.join()
    old = sum(1 for moment in answered if moment < killed - FLUSH_SECONDS - WRITING)
    assert old > OLD
    assert old <= sum(counted(tmp_path).values()) <= len(answered) + len(threads)


def ask_often(server: Server, times: int) -> None:
    """Half of them fit a route, in turn on a connection to each process."""
    connections = connections_by_process(server.port)
    for number in range(times):
        path = "/" if number % 2 else "/nowhere"
        answer = ask(connections[number // 2 % 2], "GET", path, host="demo.localhost")
        assert answer.status == (200 if number % 2 else 404)
    for connection in connections:
        connection.close()


def ask_until_killed(connection: HTTPConnection, answered: list[float], long_enough: Event) -> None:
    """long_enough: that many of them are old by then."""
    own: list[float] = []
    try:
        while True:
            ask(connection, "GET", "/", host="demo.localhost")
            own.append(monotonic())
            answered.append(own[-1])
            if len(own) > OLD and own[-1] - own[OLD] > 2.5 * FLUSH_SECONDS:
                long_enough.set()
    except (HTTPException, OSError):
        pass  # killed, as it should be
    finally:
        connection.close()


def counted(data: Path) -> dict[int, int]:
    with closing(sqlite3.connect(data / "foyer.db")) as database:
        return dict(
            database.execute("SELECT status, sum(count) FROM request_counts GROUP BY status")
        )
