"""What runs leave behind: errors, statistics, logs and stored values."""

from typing import Annotated, Any

from pydantic import Field, RootModel, StringConstraints

from app.schemas.answer import Answer, Id, Time
from app.schemas.base import Schema
from app.schemas.query import Direction, Milliseconds, Query, Resolution, Whole
from app.schemas.texts import Id24, Name

DAY = 86_400_000
HOUR = 3_600_000
KEY_LENGTH = 255
MOST_ERRORS = 1000

StorageKey = Annotated[str, StringConstraints(min_length=1, max_length=KEY_LENGTH)]


class PeriodQuery(Query):
    """Times in milliseconds; an end of 0 is now."""

    duration: Milliseconds = DAY
    end: Milliseconds = 0
    device_id: Id24 | None = None


class VersionErrorsQuery(PeriodQuery):
    limit: Whole = 25
    sort_direction: Direction = "desc"


class FlowErrorsQuery(VersionErrorsQuery):
    """flow_version: name or id; all of them if left out."""

    flow_version: Name | None = None


class VersionStatsQuery(PeriodQuery):
    resolution: Resolution = HOUR


class FlowStatsQuery(VersionStatsQuery):
    flow_version: Name | None = None


class LogQuery(Query):
    """since: milliseconds since 1970."""

    limit: Whole = 1
    since: Milliseconds | None = None


class ErrorText(Answer):
    name: str
    message: str


class FlowErrorAnswer(Answer):
    time: Time
    flow_version: str
    flow_version_id: Id | None = None
    node_id: str | None = None
    node_label: str | None = None
    error: ErrorText


class FlowErrorsAnswer(Answer):
    flow_version: str | None = None
    flow_version_id: Id | None = None
    start: Time
    end: Time
    limit: int
    sort_direction: Direction
    errors: list[FlowErrorAnswer]


class Metric(Answer):
    """wall_time: milliseconds, of all runs together."""

    time: Time
    run_count: int
    paths_completed: int
    paths_failed: int
    wall_time: int


class FlowStatsAnswer(Answer):
    flow_version: str | None = None
    flow_version_id: Id | None = None
    start: Time
    end: Time
    resolution: int
    metrics: list[Metric]


class LogEntry(Metric):
    flow_version_id: Id | None = None
    errors: list[FlowErrorAnswer]


class LogAnswer(RootModel[list[LogEntry]]):
    """The newest first: a minute of runs of one version each."""


class StorageEntry(Schema):
    key: StorageKey
    value: Any = Field()


class StorageAnswer(RootModel[dict[str, Any]]):
    """Values by their keys."""


class StorageMetadata(Answer):
    """memory_used: bytes."""

    memory_used: int
    keys_count: int
