"""How often endpoints were asked. Counted by the public host in buckets of one minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, case, cast, extract, func, select

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Domain, RequestCount, Slug
from app.services.clock import now

NOT_FOUND = "NotFound"
"""Stands for the endpoint where no route matched."""
A_DAY = 24 * 60 * 60 * 1000
"""Milliseconds."""
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAILED = 500
"""The status from which on an answer counts as failed: the fault is the server's."""
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
    duration: int = A_DAY
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


@dataclass(frozen=True, slots=True)
class Load:
    """Requests of the last day, and how many of them failed."""

    requests: int = 0
    failed: int = 0


def loads_by(
    application: Application, grouping: Grouping, version: str | None = None
) -> dict[str, Load]:
    """What was not asked is not there. Hosts are under the names they are registered by. version:
    its name; None for all."""
    only = [] if version is None else [RequestCount.version == version]
    failed = case((RequestCount.status >= FAILED, RequestCount.count), else_=0)
    rows = db.session.execute(
        select(GROUPS[grouping], func.sum(RequestCount.count), func.sum(failed))
        .where(*_between(application, A_DAY), *only)
        .group_by(GROUPS[grouping])
    )
    return {str(value): Load(int(requests), int(bad)) for value, requests, bad in rows}


def endpoint_stats(application: Application, q: StatsQuery) -> dict[str, list[Bucket]]:
    """By group, oldest first. Where nothing was asked there is no bucket, and no group."""
    refuse_too_many_points(q.duration, q.resolution)
    group = GROUPS[q.stat_grouping]
    start = start_of_bucket(RequestCount.time, q.resolution)
    rows = db.session.execute(
        select(group, start, func.sum(RequestCount.count))
        .where(*_between(application, q.duration, q.end), *_filters(application, q))
        .group_by(group, start)
        .order_by(group, start)
    )
    found: dict[str, list[Bucket]] = {}
    for value, milliseconds, total in rows:
        found.setdefault(str(value), []).append(Bucket(moment_of(milliseconds), int(total)))
    return found


def refuse_too_many_points(duration: int, resolution: int) -> None:
    if duration > resolution * POINTS:
        raise ValidationError(
            f"resolution would cut duration into more than {POINTS} points; make it coarser",
            "resolution",
        )


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
    first, last = period(duration, end)
    return [
        RequestCount.application_id == application.id,
        RequestCount.time > first - MINUTE,
        RequestCount.time < last,
    ]


def period(duration: int, end: int = 0) -> tuple[datetime, datetime]:
    """Milliseconds; an end of 0 is now."""
    last = moment_of(end) if end else now()
    try:
        return max(last - timedelta(milliseconds=duration), EPOCH), last
    except OverflowError:
        return EPOCH, last


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


def start_of_bucket(time: Any, resolution: int) -> ColumnElement[int]:
    """time: a column. In milliseconds since 1970."""
    time = cast(extract("epoch", time), BigInteger) * 1000
    start: ColumnElement[int] = time - time % resolution
    return start


def moment_of(milliseconds: int, field: str = "end") -> datetime:
    """Since 1970. field: what they were given as. Raises ValidationError."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        raise ValidationError(f"{field} lies outside the calendar", field) from None
