from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, RequestCount
from app.services.listing import ListQuery, list_endpoints
from app.services.stats import (
    NOT_FOUND,
    Bucket,
    Load,
    StatsQuery,
    endpoint_stats,
    loads_by,
    not_found_count,
    request_counts,
)
from tests.conftest import Clock
from tests.factories import make_application, make_domain, make_endpoint, make_slug

A, B = "a" * 24, "b" * 24
NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
HOUR = 3_600_000


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def ask(application: Application, time: datetime, count: int = 1, **key: Any) -> None:
    """As the public host writes it."""
    values = {"endpoint_id": A, "version": "develop", "host": "museum", "status": 200} | key
    row = RequestCount(application_id=application.id, time=time, count=count, **values)
    db.session.add(row)
    db.session.commit()


@pytest.fixture
def busy(application: Application, stopped_clock: Clock) -> Application:
    """Around noon; it is 12:30:30 now."""
    ask(application, NOON, 3)
    ask(application, NOON + timedelta(minutes=1), 2, endpoint_id=B, version="v1", status=404)
    ask(application, NOON - timedelta(hours=2), 5, host="www.museum.example", status=500)
    ask(application, NOON, 7, endpoint_id=NOT_FOUND, status=404)
    ask(application, NOON - timedelta(days=2), 11)
    ask(make_application(), NOON, 100)
    stopped_clock.time = NOON + timedelta(minutes=30, seconds=30)
    return application


def totals(application: Application, **asked: Any) -> dict[str, int]:
    found = endpoint_stats(application, StatsQuery(**asked))
    return {group: sum(bucket.count for bucket in buckets) for group, buckets in found.items()}


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("statusCode", {"200": 3, "404": 9, "500": 5}),
        ("endpointId", {A: 8, B: 2, "NotFound": 7}),
        ("version", {"develop": 15, "v1": 2}),
        ("domain", {"museum": 12, "www.museum.example": 5}),
    ],
)
def test_requests_are_grouped(busy: Application, grouping: str, expected: dict[str, int]) -> None:
    assert totals(busy, stat_grouping=grouping) == expected


def test_buckets_begin_at_multiples_of_the_resolution_and_empty_ones_are_left_out(
    busy: Application,
) -> None:
    found = endpoint_stats(busy, StatsQuery(stat_grouping="endpointId"))
    assert found[A] == [Bucket(NOON - timedelta(hours=2), 5), Bucket(NOON, 3)]
    by_day = StatsQuery(stat_grouping="endpointId", resolution=24 * HOUR, duration=7 * 24 * HOUR)
    midnight = NOON.replace(hour=0)
    assert endpoint_stats(busy, by_day)[A] == [
        Bucket(midnight - timedelta(days=2), 11),
        Bucket(midnight, 8),
    ]


@pytest.mark.parametrize("resolution", [1, 1500, 60_000, 90_000, 7 * 60_000])
def test_any_resolution_will_do(busy: Application, resolution: int) -> None:
    q = StatsQuery(stat_grouping="version", resolution=resolution, duration=45 * 60_000)
    if resolution == 1:
        with pytest.raises(ValidationError, match="resolution would cut duration into more than"):
            endpoint_stats(busy, q)
        return
    buckets = endpoint_stats(busy, q)["develop"]
    assert sum(bucket.count for bucket in buckets) == 10
    assert all(ms(bucket.time) % resolution == 0 for bucket in buckets)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 17),
        ({"version_filter": "v1"}, 2),
        ({"domain_filter": "museum"}, 12),
        ({"status_code_filter": 404}, 9),
        ({"endpoint_id_filter": A}, 8),
        ({"endpoint_id_filter": "NotFound"}, 7),
        ({"status_code_filter": 404, "endpoint_id_filter": B}, 2),
        ({"status_code_filter": 200, "endpoint_id_filter": B}, 0),
        ({"version_filter": ""}, 17),
        ({"duration": 31 * 60_000}, 12),
        ({"end": ms(NOON)}, 5),
        ({"end": ms(NOON - timedelta(hours=1)), "duration": 48 * HOUR}, 16),
        ({"end": ms(NOON), "duration": 0}, 0),
    ],
)
def test_filters_and_times_are_combined(
    busy: Application, asked: dict[str, Any], count: int
) -> None:
    assert sum(totals(busy, **asked).values()) == count


def test_a_host_may_be_named_by_its_id(busy: Application) -> None:
    slug = make_slug(busy, slug="museum")
    domain = make_domain(busy, domain_name="www.museum.example")
    assert sum(totals(busy, domain_filter=slug.id).values()) == 12
    assert sum(totals(busy, domain_filter=domain.id).values()) == 5


@pytest.mark.parametrize("asked", [{"end": 10**18}, {"duration": 10**15, "resolution": 10**12}])
def test_times_outside_the_calendar_break_nothing(busy: Application, asked: dict[str, Any]) -> None:
    if "end" in asked:
        with pytest.raises(ValidationError, match="end lies outside the calendar"):
            totals(busy, **asked)
    else:
        assert sum(totals(busy, **asked).values()) == 28


def test_endpoints_carry_their_counts_when_asked(
    application: Application, stopped_clock: Clock
) -> None:
    often, never = make_endpoint(application, route="/b"), make_endpoint(application, route="/a")
    ask(application, NOON, 4, endpoint_id=often.id)
    ask(application, NOON, 9, endpoint_id=often.id, version="v1")
    ask(application, NOON, 2, endpoint_id=NOT_FOUND)
    stopped_clock.time = NOON + timedelta(minutes=5)
    q = ListQuery(sort_field="requestCount", extra={"request_count_duration": HOUR})
    found = list_endpoints(application, "develop", q).items
    assert [(one.id, one.request_count) for one in found] == [(never.id, 0), (often.id, 4)]
    assert not_found_count(application, "develop", HOUR) == 2
    assert not_found_count(application, "v1", HOUR) == 0
    assert request_counts(application, "v1", HOUR) == {often.id: 9}
    assert request_counts(application, "v1", 4 * 60_000) == {}


def test_loads_are_of_the_last_day_with_what_the_server_failed_at(busy: Application) -> None:
    assert loads_by(busy, "version") == {"develop": Load(15, 5), "v1": Load(2, 0)}
    assert loads_by(busy, "domain") == {"museum": Load(12, 0), "www.museum.example": Load(5, 5)}
