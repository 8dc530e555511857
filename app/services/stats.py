"""How often endpoints were asked. Counted by the public host in buckets of one minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, select

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Domain, RequestCount, Slug
from app.services.clock import now

NOT_FOUND = "NotFound"
"""Stands for the endpoint where no route matched."""
MINUTE = timedelta(minutes=1)
POINTS = 50_000
"""Most points of time in one answer: a month by the minute fits."""

Grouping = Literal["statusCode", "endpointId", "version", "domain"]
GROUPS: dict[str, Any] = {
    "statusCode": RequestCount.status,
    "endpointId": RequestCount.endpoint_id,
    "version": RequestCount.version,
    "domain": RequestCount.host,
}


@dataclass(frozen=True)
class StatsQuery:
    """Times in milliseconds; an end of 0 is now. domain_filter: a domain, a slug, or its id."""

    stat_grouping: Grouping = "statusCode"
    duration: int = 86_400_000
    end: int = 0
    resolution: int = 3_600_000
    version_filter: str | None = None
    domain_filter: str | None = None
    status_code_filter: int | None = None
    endpoint_id_filter: str | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """time: its start, a multiple of the resolution since 1970."""

    time: datetime
    count: int


def endpoint_stats(application: Application, q: StatsQuery) -> dict[str, list[Bucket]]:
    """By group, oldest first. Where nothing was asked there is no bucket, and no group."""
    if q.duration > q.resolution * POINTS:
        raise ValidationError(
            f"resolution would cut duration into more than {POINTS} points; make it coarser",
            "resolution",
        )
    group = GROUPS[q.stat_grouping]
    start = _start_of_bucket(q.resolution)
    rows = db.session.execute(
        select(group, start, func.sum(RequestCount.count))
        .where(*_between(application, q.duration, q.end), *_filters(application, q))
        .group_by(group, start)
        .order_by(group, start)
    )
    found: dict[str, list[Bucket]] = {}
    for value, milliseconds, total in rows:
        found.setdefault(str(value), []).append(Bucket(_moment(milliseconds), int(total)))
    return found


def not_found_count(application: Application, version: str, duration_ms: int) -> int:
    """version: its name."""
    return request_counts(application, version, duration_ms).get(NOT_FOUND, 0)


def request_counts(application: Application, version: str, duration_ms: int) -> dict[str, int]:
    """By endpoint id, up to now; and under NOT_FOUND. version: its name."""
    rows = db.session.execute(
        select(RequestCount.endpoint_id, func.sum(RequestCount.count))
        .where(*_between(application, duration_ms), RequestCount.version == version)
        .group_by(RequestCount.endpoint_id)
    )
    return {endpoint_id: int(total) for endpoint_id, total in rows}


def _between(application: Application, duration: int, end: int = 0) -> list[ColumnElement[bool]]:
    """The minutes that lie in that time, if only partly."""
    last = _moment(end) if end else now()
    try:
        first = last - timedelta(milliseconds=duration) - MINUTE
    except OverflowError:
        first = _moment(0)
    return [
        RequestCount.application_id == application.id,
        RequestCount.time > first,
        RequestCount.time < last,
    ]


def _filters(application: Application, q: StatsQuery) -> list[ColumnElement[bool]]:
    filters: list[tuple[Any, list[Any]]] = [
        (RequestCount.version, [q.version_filter]),
        (RequestCount.host, _hosts(application, q.domain_filter)),
        (RequestCount.status, [q.status_code_filter]),
        (RequestCount.endpoint_id, [q.endpoint_id_filter]),
    ]
    return [column.in_(wanted) for column, wanted in filters if wanted[0] not in (None, "")]


def _hosts(application: Application, given: str | None) -> list[str | None]:
    """What was given, and the name of the host that has it for an id."""
    names: list[str | None] = [given]
    for host, name in ((Domain, Domain.domain_name), (Slug, Slug.slug)):
        names += db.session.scalars(
            select(name).where(host.application_id == application.id, host.id == given)
        )
    return names


def _start_of_bucket(resolution: int) -> ColumnElement[int]:
    """In milliseconds since 1970."""
    time = cast(extract("epoch", RequestCount.time), BigInteger) * 1000
    return time - time % resolution


def _moment(milliseconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        raise ValidationError("end lies outside the calendar", "end") from None
