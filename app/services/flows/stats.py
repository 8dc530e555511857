"""What runs of a flow have come to: counts by time, errors, and both as a log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.models import DEVELOP, Flow, FlowCount, FlowError, FlowVersion, Version, flow_version_links
from app.services.clock import now
from app.services.flows.versions import find_flow_version
from app.services.stats import (
    MINUTE,
    moment_of,
    period,
    refuse_too_many_points,
    start_of_bucket,
)

DAY = timedelta(days=1)
MOST = 1000
"""Errors or log entries in one answer."""
COUNTS = ("run_count", "paths_completed", "paths_failed", "wall_time")


@dataclass(frozen=True)
class Versions:
    """The versions that were asked for: one by name; id: of its content, if that is frozen."""

    names: tuple[str, ...]
    id: str | None = None


@dataclass
class Totals:
    run_count: int = 0
    error_count: int = 0
    by_version: dict[str, "Totals"] = field(default_factory=dict)

    def add(self, runs: int, errors: int) -> None:
        self.run_count += runs
        self.error_count += errors


@dataclass(frozen=True)
class Metric:
    """time: the start of its stretch."""

    time: datetime
    run_count: int
    paths_completed: int
    paths_failed: int
    wall_time: int


@dataclass(frozen=True)
class LogEntry(Metric):
    version: str
    errors: list[FlowError]


def versions_of(flow: Flow, id_or_name: str | None) -> Versions | None:
    """None for all. Raises NotFound."""
    return versions_named(flow, id_or_name) if id_or_name else None


def versions_named(flow: Flow, id_or_name: str) -> Versions:
    """Raises NotFound."""
    if id_or_name == DEVELOP:
        return Versions((DEVELOP,))
    version = find_flow_version(flow, id_or_name)
    names = version.versions if flow.is_experience else [version.version]
    shared = tuple(str(name) for name in names or ())
    return Versions((id_or_name,) if id_or_name in shared else shared, version.id)


def recent_totals(flow_ids: Collection[str]) -> dict[str, Totals]:
    """Of the last day, by flow and by version."""
    found = {id: Totals() for id in flow_ids}
    rows = db.session.execute(
        select(
            FlowCount.flow_id,
            FlowCount.version,
            func.sum(FlowCount.run_count),
            func.sum(FlowCount.paths_failed),
        )
        .where(FlowCount.flow_id.in_(found), FlowCount.time > now() - DAY)
        .group_by(FlowCount.flow_id, FlowCount.version)
        .order_by(FlowCount.version)
    )
    for flow_id, version, runs, errors in rows:
        found[flow_id].add(int(runs), int(errors))
        found[flow_id].by_version[version] = Totals(int(runs), int(errors))
    return found


def flow_metrics(
    flow: Flow, versions: Versions | None, duration: int, end: int, resolution: int
) -> list[Metric]:
    """Oldest first. Where nothing ran there is none."""
    refuse_too_many_points(duration, resolution)
    first, last = period(duration, end)
    start = start_of_bucket(FlowCount.time, resolution)
    rows = db.session.execute(
        select(start, *(func.sum(getattr(FlowCount, name)) for name in COUNTS))
        .where(
            *_of(FlowCount, flow, versions),
            FlowCount.time > first - MINUTE,
            FlowCount.time < last,
        )
        .group_by(start)
        .order_by(start)
    )
    return [Metric(moment_of(time), *map(int, counts)) for time, *counts in rows]


def flow_errors(
    flow: Flow,
    versions: Versions | None,
    duration: int,
    end: int,
    limit: int,
    newest_first: bool = True,
) -> list[FlowError]:
    first, last = period(duration, end)
    order = FlowError.time.desc() if newest_first else FlowError.time.asc()
    query = select(FlowError).where(
        *_of(FlowError, flow, versions), FlowError.time >= first, FlowError.time <= last
    )
    return list(db.session.scalars(query.order_by(order, FlowError.id).limit(min(limit, MOST))))


def flow_log(
    flow: Flow, versions: Versions | None, limit: int, since: int | None = None
) -> list[LogEntry]:
    """The newest minutes in which something ran, each with the errors of that minute."""
    query = select(FlowCount).where(*_of(FlowCount, flow, versions))
    if since is not None:
        query = query.where(FlowCount.time > moment_of(since, "since") - MINUTE)
    newest = query.order_by(FlowCount.time.desc(), FlowCount.version).limit(min(limit, MOST))
    counts = list(db.session.scalars(newest))
    errors = _errors_within(flow, counts)
    return [
        LogEntry(
            time=row.time,
            version=row.version,
            errors=[error for error in errors if _is_within(error, row)],
            **{name: getattr(row, name) for name in COUNTS},
        )
        for row in counts
    ]


def version_ids(flow: Flow, names: Iterable[str]) -> dict[str, str]:
    """Ids of the frozen contents that those versions have now."""
    wanted = set(names) - {DEVELOP}
    if not wanted:
        return {}
    query = select(FlowVersion.version, FlowVersion.id).where(
        FlowVersion.flow_id == flow.id, FlowVersion.version.in_(wanted)
    )
    if flow.is_experience:
        links = flow_version_links.c
        query = (
            select(Version.name, links.flow_version_id)
            .join(Version, Version.id == links.version_id)
            .where(links.flow_id == flow.id, Version.name.in_(wanted))
        )
    return {str(name): id for name, id in db.session.execute(query)}


def _of(table: Any, flow: Flow, versions: Versions | None) -> list[ColumnElement[bool]]:
    found = [table.flow_id == flow.id]
    return found if versions is None else [*found, table.version.in_(versions.names)]


def _errors_within(flow: Flow, counts: list[FlowCount]) -> list[FlowError]:
    if not counts:
        return []
    query = select(FlowError).where(
        FlowError.flow_id == flow.id,
        FlowError.time >= counts[-1].time,
        FlowError.time < counts[0].time + MINUTE,
    )
    return list(db.session.scalars(query.order_by(FlowError.time.desc()).limit(MOST)))


def _is_within(error: FlowError, row: FlowCount) -> bool:
    return error.version == row.version and row.time <= error.time < row.time + MINUTE
