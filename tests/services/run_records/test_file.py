"""The ring: it never grows over its size, and outlives those who write it."""

import multiprocessing
import os
import random
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from app.services.clock import now
from app.services.run_records import file as file_module
from app.services.run_records.drafts import RequestDraft
from app.services.run_records.file import RunFile
from app.services.run_records.packing import milliseconds, request_row, run_row
from app.services.run_records.reading import find_runs, read_request, read_run

from .conftest import APPLICATION_ID, MEGABYTE, make_draft

MARGIN = 2 * MEGABYTE  # the log beside the file, until it is emptied
EACH = 30
SECONDS = 60


def noise(bytes: int) -> str:
    """Text that cannot be compressed to less than half of it."""
    return random.Random(bytes).randbytes(bytes // 2).hex()  # noqa: S311


def entry(payload: Any = None, **overrides: Any) -> tuple[str, Any]:
    return "runs", run_row(make_draft(payload, **overrides))


def on_disk(path: Path) -> int:
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))


def test_the_oldest_make_room(path: Path) -> None:
    file = RunFile(path, MEGABYTE)
    ids = []
    for number in range(120):
        one = entry(noise(60_000 + number))
        ids.append(one[1]["id"])
        file.write([one])
        assert on_disk(path) < MEGABYTE + MARGIN
    file.close()
    assert path.stat().st_size <= MEGABYTE
    kept = [run.id for run in find_runs(path, APPLICATION_ID).items]
    assert kept == ids[::-1][: len(kept)]
    assert len(kept) > 10


def test_many_at_once_do_not_grow_over_it_either(path: Path) -> None:
    file = RunFile(path, MEGABYTE)
    file.write(entry(noise(60_000 + number)) for number in range(200))
    assert on_disk(path) < MEGABYTE + 2 * MARGIN
    file.close()
    assert path.stat().st_size <= MEGABYTE


def test_a_record_that_is_larger_than_the_ring_is_left_out(path: Path) -> None:
    file = RunFile(path, MEGABYTE // 16)
    file.write([entry({"a": 1}), entry(noise(65_000))])
    file.close()
    assert find_runs(path, APPLICATION_ID).total_count <= 1


def test_a_ring_that_was_made_smaller_shrinks(path: Path) -> None:
    large = RunFile(path, 8 * MEGABYTE)
    large.write(entry(noise(60_000 + number)) for number in range(100))
    large.close()
    before = path.stat().st_size
    small = RunFile(path, MEGABYTE)
    small.write([entry()])
    small.purge(0)
    small.close()
    assert path.stat().st_size <= MEGABYTE < before


def test_requests_go_with_their_runs(path: Path) -> None:
    file = RunFile(path, MEGABYTE)
    long_ago = now() - timedelta(hours=1)
    old = RequestDraft("b" * 24, APPLICATION_ID, long_ago, 0.1, "get", "http://x/", 200, list)
    new = RequestDraft("c" * 24, APPLICATION_ID, now(), 0.1, "get", "http://x/", 200, list)
    file.write([("requests", request_row(one)) for one in (old, new)])
    file.write([entry(started=long_ago)])
    file.write(entry(noise(60_000 + number)) for number in range(60))
    file.close()
    assert read_request(path, "b" * 24) is None
    assert read_request(path, "c" * 24) is not None


def test_what_is_too_old_is_forgotten(file: RunFile, path: Path) -> None:
    file.write([entry(started=now() - timedelta(days=8)), entry(id="1" * 24)])
    file.purge(milliseconds(now() - timedelta(days=7)))
    assert [run.id for run in find_runs(path, APPLICATION_ID).items] == ["1" * 24]


def test_a_file_of_other_tables_is_emptied(
    file: RunFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write([entry()])
    file.close()
    monkeypatch.setattr(file_module, "TABLES", 99)
    assert find_runs(path, APPLICATION_ID).items == []
    file.write([entry(id="1" * 24)])
    assert [run.id for run in find_runs(path, APPLICATION_ID).items] == ["1" * 24]


def test_nobody_else_may_read_it(file: RunFile, path: Path) -> None:
    file.write([entry()])
    assert path.stat().st_mode & 0o077 == 0


def write_some(path: Path, first: int, ready: Barrier) -> None:
    """In a process of its own."""
    file = RunFile(path, 16 * MEGABYTE)
    ready.wait(SECONDS)
    for number in range(first, first + EACH):
        file.write([entry({"n": number}, id=f"{number:024x}")])
    file.close()


def test_two_processes_write_it_from_its_first_moment_on(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Barrier(2)
    writers = [
        spawn.Process(target=write_some, args=(path, number * EACH, ready)) for number in (0, 1)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(SECONDS)
        assert writer.exitcode == 0
    page = find_runs(path, APPLICATION_ID)
    assert sorted(int(run.id, 16) for run in page.items) == list(range(2 * EACH))


def write_for_ever(path: Path, told: Any) -> None:
    file = RunFile(path, MEGABYTE)
    for number in range(10**6):
        file.write([entry(noise(30_000 + number % 100), id=f"{number:024x}")])
        told.send(number)


def test_a_writer_that_is_killed_leaves_a_file_that_opens(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    hear, tell = spawn.Pipe(duplex=False)
    writer = spawn.Process(target=write_for_ever, args=(path, tell))
    writer.start()
    while hear.recv() < 60:
        pass
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join(SECONDS)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    newest = find_runs(path, APPLICATION_ID).items[0]
    assert int(newest.id, 16) >= 60
    file = RunFile(path, MEGABYTE)
    file.write([entry(id="f" * 24)])
    file.close()
    assert read_run(path, "f" * 24) is not None
