"""The queue before the file, and what happens when the file cannot be written."""

import logging
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from app.services.run_records import writer as writer_module
from app.services.run_records.file import RunFile
from app.services.run_records.reading import RunFilter, find_runs, read_run
from app.services.run_records.writer import RunRecords
from app.workflows.engine.run import RunError
from app.workflows.errors import NodeError

from .conftest import APPLICATION_ID, MEGABYTE, make_draft

FAILED = RunError(NodeError("no"))


def kept(path: Path) -> set[str]:
    return {run.id for run in find_runs(path, APPLICATION_ID).items}


def test_it_writes_what_comes(records: RunRecords, path: Path) -> None:
    drafts = [make_draft() for _ in range(3)]
    for draft in drafts:
        records.ended(draft)
    records.flush()
    assert kept(path) == {draft.id for draft in drafts}


def test_its_thread_writes_in_the_background_and_the_rest_at_the_end(
    records: RunRecords, path: Path, file: RunFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Event()
    write = file.write
    monkeypatch.setattr(file, "write", lambda entries: (write(entries), written.set()))
    first, last = make_draft(), make_draft()
    records.ended(first)
    records.start()
    assert written.wait(20)
    records.ended(last)
    records.stop()
    assert kept(path) >= {last.id}


def test_a_full_queue_drops_ordinary_runs_first(
    records: RunRecords, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MOST_DRAFTS", 2)
    ordinary = [make_draft() for _ in range(3)]
    failed = [make_draft(error=FAILED) for _ in range(3)]
    for draft in (*ordinary[:2], failed[0], ordinary[2], *failed[1:]):
        records.ended(draft)
    assert records.dropped == 4
    records.flush()
    assert kept(path) == {failed[0].id, failed[1].id}


def test_it_is_full_by_bytes_too(
    records: RunRecords, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MOST_BYTES", 1000)
    drafts = [make_draft(size=size) for size in (5000, 10, 900)]
    for draft in drafts:
        records.ended(draft)
    records.flush()
    assert (kept(path), records.dropped) == ({drafts[0].id}, 2)


def test_a_run_that_goes_on_is_there_while_it_does(records: RunRecords, path: Path) -> None:
    draft = make_draft(seconds=None)
    records.began(draft.id, lambda: draft)
    records.flush()
    assert kept(path) == set()  # it may be over in a moment
    records.flush(seen_after=0)
    [run] = find_runs(path, APPLICATION_ID).items
    assert (run.status, run.milliseconds) == ("running", None)
    draft.seconds = 2.0
    records.ended(draft)
    records.flush(seen_after=0)
    [changed] = find_runs(path, APPLICATION_ID, RunFilter(since=run.seq)).items
    assert (changed.id, changed.status, changed.milliseconds) == (run.id, "ended", 2000)


def test_a_run_whose_process_ended_first_is_lost(records: RunRecords, path: Path) -> None:
    draft = make_draft(seconds=None, limit=-100.0)
    records.began(draft.id, lambda: draft)
    records.flush(seen_after=0)
    assert [run.status for run in find_runs(path, APPLICATION_ID).items] == ["lost"]
    for status, count in (("lost", 1), ("running", 0)):
        found = find_runs(path, APPLICATION_ID, RunFilter(status=status))
        assert found.total_count == count


def test_while_the_file_is_locked_the_runs_wait(
    records: RunRecords, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.run_records.file.BUSY_SECONDS", 0.01)
    first, second = make_draft(), make_draft()
    records.ended(first)
    records.flush()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        records.stop()  # so that it opens the file anew, with that time-out
        other.execute("BEGIN IMMEDIATE")
        records.ended(second)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            records.flush()
    records.flush()
    assert kept(path) == {first.id, second.id}


def test_without_room_on_the_disk_it_goes_on_and_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MOST_DRAFTS", 2)
    folder = tmp_path / "gone"
    records = RunRecords(RunFile(folder / "runs.db", MEGABYTE), timedelta(days=7))
    drafts = [make_draft() for _ in range(3)]
    with caplog.at_level(logging.ERROR):
        for draft in drafts:
            records.ended(draft)
            records._thread.turn()
    assert len(caplog.records) == 1
    assert records.dropped == 1
    folder.mkdir()
    records.flush()
    assert kept(folder / "runs.db") == {draft.id for draft in drafts[:2]}
    records.stop()


def test_a_record_that_cannot_be_packed_is_left_out(
    records: RunRecords, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken, good = make_draft(started=None), make_draft()
    with caplog.at_level(logging.ERROR):
        for draft in (broken, good):
            records.ended(draft)
        records.flush()
    assert kept(path) == {good.id}
    assert records.dropped == 1


def test_without_a_file_nothing_is_kept() -> None:
    records = RunRecords(None, timedelta(days=7))
    records.ended(make_draft())
    records.start()
    records.flush()
    records.stop()
    assert not records.is_on


def test_it_is_read_back_as_it_was(records: RunRecords, path: Path) -> None:
    draft = make_draft({"a": [1, None]})
    records.ended(draft)
    records.flush()
    run = read_run(path, draft.id)
    assert run is not None
    [step] = run.steps
    assert (step.node_id, step.label, step.milliseconds) == ("n1", "Debug", 1)
    assert step.payload is not None
    assert (step.payload.value, step.payload.is_cut) == ({"a": [1, None]}, False)


def test_what_somebody_is_going_to_look_for_is_written_at_once_if_that_can_be(
    records: RunRecords, path: Path, file: RunFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    draft = make_draft()
    records.ended(draft)
    with monkeypatch.context() as patched:
        patched.setattr(file, "write", locked)
        records.write_now()
    assert kept(path) == set()
    records.write_now()
    assert kept(path) == {draft.id}
