"""The one place that services take the time from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from app.models.types import to_milliseconds


def _system_time() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system_time


def now() -> datetime:
    """This moment in UTC, in whole milliseconds, as it will come back from the database."""
    return to_milliseconds(_read())


@contextmanager
def set_to(read: Callable[[], datetime]) -> Iterator[None]:
    """For tests: time as `read` tells it."""
    global _read
    before, _read = _read, read
    try:
        yield
    finally:
        _read = before
