import logging
from threading import Event
from threading import enumerate as threads

import pytest

from app.services.repeating import Repeating

SECONDS = 10


def test_it_works_again_and_again_until_it_is_stopped() -> None:
    turns: list[int] = []
    enough = Event()

    def work() -> None:
        turns.append(1)
        if len(turns) == 3:
            enough.set()

    repeating = Repeating("numbers", 0.001, work)
    repeating.start()
    assert enough.wait(SECONDS)
    repeating.stop()
    assert all(thread.name != "numbers" for thread in threads())


def test_a_failure_is_logged_once_until_it_works_again(caplog: pytest.LogCaptureFixture) -> None:
    results = iter([False, False, True, True, False])

    def work() -> None:
        if not next(results):
            raise OSError("no space left on device")

    repeating = Repeating("numbers", 1, work)
    with caplog.at_level(logging.INFO, "app.services.repeating"):
        for _ in range(5):
            repeating.turn()
    assert [record.message for record in caplog.records] == [
        "Numbers cannot be written; trying again",
        "Numbers can be written again",
        "Numbers cannot be written; trying again",
    ]
