"""flow and flowVersion: what their runs came to."""

from collections.abc import Iterable
from typing import Any

from app.api.calls import Call
from app.api.flow_versions import version
from app.api.flows import flow, row_of
from app.models import Flow, FlowError
from app.schemas.flow_records import (
    ErrorText,
    FlowErrorAnswer,
    FlowErrorsAnswer,
    FlowErrorsQuery,
    FlowStatsAnswer,
    FlowStatsQuery,
    LogAnswer,
    LogEntry,
    LogQuery,
    Metric,
    VersionErrorsQuery,
    VersionStatsQuery,
)
from app.services.flows.stats import (
    Versions,
    flow_errors,
    flow_log,
    flow_metrics,
    version_ids,
    versions_of,
)
from app.services.stats import period


@flow.get("errors", below="/errors")
def errors(call: Call, query: FlowErrorsQuery) -> FlowErrorsAnswer:
    """The runs that halted, and why."""
    row = row_of(call)
    return _errors(row, versions_of(row, query.flow_version), query)


@version.get("errors", below="/errors")
def version_errors(call: Call, query: VersionErrorsQuery) -> FlowErrorsAnswer:
    """The runs of one version that halted, and why."""
    row = row_of(call)
    return _errors(row, versions_of(row, call.path["flowVersionId"]), query)


@flow.get("stats", below="/stats")
def stats(call: Call, query: FlowStatsQuery) -> FlowStatsAnswer:
    """How often it ran, over time. Stretches without a run are left out."""
    row = row_of(call)
    return _stats(row, versions_of(row, query.flow_version), query)


@version.get("stats", below="/stats")
def version_stats(call: Call, query: VersionStatsQuery) -> FlowStatsAnswer:
    """How often one version ran, over time."""
    row = row_of(call)
    return _stats(row, versions_of(row, call.path["flowVersionId"]), query)


@flow.get("log", below="/logs")
def log(call: Call, query: LogQuery) -> LogAnswer:
    """The newest minutes in which it ran."""
    return _log(row_of(call), None, query)


@version.get("log", below="/logs")
def version_log(call: Call, query: LogQuery) -> LogAnswer:
    """The newest minutes in which one version ran."""
    row = row_of(call)
    return _log(row, versions_of(row, call.path["flowVersionId"]), query)


def _errors(row: Flow, versions: Versions | None, query: VersionErrorsQuery) -> FlowErrorsAnswer:
    start, end = period(query.duration, query.end)
    newest_first = query.sort_direction == "desc"
    found = flow_errors(row, versions, query.duration, query.end, query.limit, newest_first)
    return FlowErrorsAnswer(
        start=start,
        end=end,
        limit=query.limit,
        sort_direction=query.sort_direction,
        errors=_shown(found, version_ids(row, (error.version for error in found))),
        **_named(versions),
    )


def _stats(row: Flow, versions: Versions | None, query: VersionStatsQuery) -> FlowStatsAnswer:
    start, end = period(query.duration, query.end)
    found = flow_metrics(row, versions, query.duration, query.end, query.resolution)
    return FlowStatsAnswer(
        start=start,
        end=end,
        resolution=query.resolution,
        metrics=[Metric.of(metric) for metric in found],
        **_named(versions),
    )


def _log(row: Flow, versions: Versions | None, query: LogQuery) -> LogAnswer:
    entries = flow_log(row, versions, query.limit, query.since)
    ids = version_ids(row, (entry.version for entry in entries))
    return LogAnswer(
        [
            LogEntry.of(
                entry, flow_version_id=ids.get(entry.version), errors=_shown(entry.errors, ids)
            )
            for entry in entries
        ]
    )


def _named(versions: Versions | None) -> dict[str, Any]:
    """What was asked for; of several names that share one content, the first."""
    if versions is None or not versions.names:
        return {}
    return {"flow_version": versions.names[0], "flow_version_id": versions.id}


def _shown(errors: Iterable[FlowError], ids: dict[str, str]) -> list[FlowErrorAnswer]:
    return [
        FlowErrorAnswer.of(
            error,
            flow_version=error.version,
            flow_version_id=ids.get(error.version),
            error=ErrorText.of(error),
        )
        for error in errors
    ]
