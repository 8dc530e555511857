from datetime import UTC, datetime

from app.services.clock import now, set_to


def test_now_is_utc_in_whole_milliseconds() -> None:
    assert now().tzinfo is UTC
    assert now().microsecond % 1000 == 0


def test_a_test_can_set_it() -> None:
    with set_to(lambda: datetime(2025, 3, 1, 12, 0, 0, 123999, tzinfo=UTC)):
        assert now() == datetime(2025, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)
    assert now().year != 2025
