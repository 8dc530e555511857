"""Recorded runs, read: a list with filters, and one run with all that it did."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from app.errors import ValidationError
from app.services.clock import now
from app.services.run_records.file import reading
from app.services.run_records.packing import milliseconds, unpack

PAGE_SIZE = 100
ROW = "*, (SELECT status FROM requests WHERE trace_id = runs.trace_id) AS answer_status"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GRACE = 10_000
"""Milliseconds that the record of a run may come late."""

Status = Literal["running", "ended", "error", "lost"]
Json = Any


@dataclass(frozen=True)
class RunFilter:
    """Every field narrows the list. path: `*` stands for anything; error: its name; node_id: where
    it happened; since: a cursor, for what came or changed after it; first, last: when it began."""

    flow_id: str | None = None
    status: str | None = None
    path: str | None = None
    method: str | None = None
    endpoint_id: str | None = None
    user_id: str | None = None
    trace_id: str | None = None
    page_id: str | None = None
    version: str | None = None
    error: str | None = None
    node_id: str | None = None
    first: datetime | None = None
    last: datetime | None = None
    since: int | None = None


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """status "lost": its process ended first; milliseconds: None unless it came to an end;
    is_whole: False where only its error was recorded; path and what is around it: the request's;
    answer_status: what that was answered with, if it is recorded; is_trial: somebody tried it.
    """

    seq: int
    id: str
    application_id: str
    flow_id: str
    flow_name: str
    version: str
    trigger_kind: str
    trace_id: str | None
    method: str | None
    path: str | None
    endpoint_id: str | None
    user_id: str | None
    started: datetime
    milliseconds: float | None
    status: Status
    error_name: str | None
    error_message: str | None
    error_node_id: str | None
    error_node_label: str | None
    reply_status: int | None
    answer_status: int | None
    is_whole: bool
    is_trial: bool


@dataclass(frozen=True)
class RunPage:
    """The newest first. cursor: for RunFilter.since, to get what comes after these."""

    items: list[RunSummary]
    total_count: int
    cursor: int


@dataclass(frozen=True)
class Payload:
    """value: None if it is not kept; size: its bytes as it was; is_cut: whether something of it is
    missing."""

    value: Json
    size: int
    is_cut: bool


@dataclass(frozen=True)
class StepError:
    name: str
    message: str


@dataclass(frozen=True)
class Step:
    """number: from 1, in the order they began; after: the step that led here, or that it is within,
    0 for none; within: the number of the loop or the custom node's call around it; flow_id: another
    than the run's inside a custom node; began: milliseconds since the run's start; milliseconds:
    None if it did not come to its end; output: None if the path ended here."""

    number: int
    after: int
    within: int | None
    node_id: str
    kind: str
    label: str
    flow_id: str
    began: float | None
    milliseconds: float | None
    output: int | None
    before: Payload | None
    payload: Payload | None
    error: StepError | None


@dataclass(frozen=True)
class Message:
    """step: its number; at: milliseconds since the run's start."""

    step: int
    at: float
    level: str
    text: str
    value: Payload | None


@dataclass(frozen=True)
class OutgoingCall:
    """What a node asked of the world outside. port, method: such as http and send; request: what it
    gave; answer: what it got; error: why it got none; error_kind: of a refusal."""

    step: int
    port: str
    method: str
    at: float
    milliseconds: float | None
    request: list[Json]
    answer: Json
    error: str | None
    error_kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordedRun(RunSummary):
    """reply: what an Endpoint Reply described, the first that was taken; steps_left_out: how many
    there were more."""

    steps: list[Step]
    messages: list[Message]
    calls: list[OutgoingCall]
    reply: Json
    steps_left_out: int


@dataclass(frozen=True)
class Decision:
    """One of the trace: what was decided, and why. state: as state_of() in app/serving."""

    step: str
    summary: str
    details: list[str] = field(default_factory=list)
    state: str = ""


@dataclass(frozen=True)
class FailedDrawing:
    """An error in a view, however often it came. line: from 1, None if unknown; the rest is of the
    last request that it broke."""

    message: str
    line: int | None
    times: int
    trace_id: str
    started: datetime
    method: str
    url: str


@dataclass(frozen=True)
class RecordedRequest:
    """url: as the visitor saw it; status: that was answered."""

    trace_id: str
    application_id: str
    started: datetime
    milliseconds: float
    method: str
    url: str
    status: int
    decisions: list[Decision]


def runs_path(data: Path) -> Path:
    """data: the data folder."""
    return data / "runs.db"


def find_runs(
    path: Path,
    application_id: str,
    wanted: RunFilter | None = None,
    page: int = 0,
    per_page: int = PAGE_SIZE,
) -> RunPage:
    """path: of the file. Raises ValidationError for a status that there is not."""
    condition, values = _condition(application_id, wanted or RunFilter())
    listed = f"SELECT {ROW} FROM runs WHERE {condition} ORDER BY seq DESC LIMIT ? OFFSET ?"  # noqa: S608
    counted = f"SELECT count(*) FROM runs WHERE {condition}"  # noqa: S608 - all values are bound
    newest = "SELECT seq FROM sqlite_sequence WHERE name = 'runs'"
    with reading(path) as connection:
        if connection is None:
            return RunPage([], 0, 0)
        rows = connection.execute(listed, (*values, per_page, page * per_page)).fetchall()
        (count,) = connection.execute(counted, values).fetchone()
        (cursor,) = connection.execute(newest).fetchone() or (0,)
    return RunPage([_summary(row) for row in rows], count, cursor)


def read_run(path: Path, run_id: str) -> RecordedRun | None:
    """None if there is none, or no longer. Whose it is, is for the caller to look at."""
    query = f"SELECT {ROW} FROM runs JOIN bodies USING (seq) WHERE id = ?"  # noqa: S608 - no values
    row = _first(path, query, (run_id,))
    if row is None:
        return None
    body = unpack(row["body"])
    payloads = [Payload(**payload) for payload in body["payloads"]]
    return RecordedRun(
        **vars(_summary(row)),
        steps=_steps(body["steps"], payloads),
        messages=[
            Message(**message | {"value": _at(payloads, message["value"])})
            for message in body["messages"]
        ],
        calls=[OutgoingCall(**call) for call in body["calls"]],
        reply=body["reply"],
        steps_left_out=body["steps_left_out"],
    )


def read_request(path: Path, trace_id: str) -> RecordedRequest | None:
    """The explained trace of the request that started a run. None if it is not recorded."""
    row = _first(path, "SELECT * FROM requests WHERE trace_id = ?", (trace_id,))
    if row is None:
        return None
    return RecordedRequest(
        trace_id=row["trace_id"],
        application_id=row["application_id"],
        started=_moment(row["started"]),
        milliseconds=row["milliseconds"],
        method=row["method"],
        url=row["url"],
        status=row["status"],
        decisions=[Decision(**decision) for decision in unpack(row["body"])],
    )


def failed_drawings(
    path: Path, application_id: str, version: str, view_id: str, limit: int = PAGE_SIZE
) -> list[FailedDrawing]:
    """The newest first. view_id: where it broke, which may be a component of the page."""
    query = """
        SELECT failed_message AS message, failed_line AS line, count(*) AS times,
          trace_id, max(started) AS started, method, url
        FROM requests WHERE failed_view_id = ? AND failed_version = ? AND application_id = ?
        GROUP BY failed_message, failed_line ORDER BY max(started) DESC LIMIT ?"""
    with reading(path) as connection:
        if connection is None:
            return []
        rows = connection.execute(query, (view_id, version, application_id, limit)).fetchall()
    return [FailedDrawing(**{**dict(row), "started": _moment(row["started"])}) for row in rows]


def _first(path: Path, query: str, values: Sequence[Any]) -> sqlite3.Row | None:
    with reading(path) as connection:
        row: sqlite3.Row | None = None
        if connection:
            row = connection.execute(query, values).fetchone()
        return row


def _condition(application_id: str, wanted: RunFilter) -> tuple[str, list[Any]]:
    """SQL, with its values."""
    found: list[tuple[str, Sequence[Any]]] = [("application_id = ?", (application_id,))]
    columns = {"error": "error_name", "node_id": "error_node_id"}
    for name in (
        *("flow_id", "method", "endpoint_id", "user_id", "trace_id", "page_id", "version"),
        *("error", "node_id"),
    ):
        if value := getattr(wanted, name):
            found.append((f"{columns.get(name, name)} = ?", (value,)))
    if wanted.path:
        found.append(("path LIKE ? ESCAPE '/'", (_like(wanted.path),)))
    if wanted.status:
        found.append(_of_status(wanted.status))
    for compared, moment in ((">=", wanted.first), ("<=", wanted.last)):
        if moment:
            found.append((f"started {compared} ?", (milliseconds(moment),)))
    if wanted.since is not None:
        found.append(("seq > ?", (wanted.since,)))
    return " AND ".join(text for text, _ in found), [one for _, values in found for one in values]


def _of_status(status: str) -> tuple[str, Sequence[Any]]:
    lost_before = milliseconds(now()) - GRACE
    match status:
        case "ended" | "error":
            return "status = ?", (status,)
        case "running":
            return "status = 'running' AND deadline >= ?", (lost_before,)
        case "lost":
            return "status = 'running' AND deadline < ?", (lost_before,)
    raise ValidationError("status must be running, ended, error or lost", "status")


def _like(pattern: str) -> str:
    for special in "/%_":
        pattern = pattern.replace(special, f"/{special}")
    return pattern.replace("*", "%")


def _summary(row: Any) -> RunSummary:
    values = {name: row[name] for name in RunSummary.__dataclass_fields__}
    if row["status"] == "running" and row["deadline"] < milliseconds(now()) - GRACE:
        values["status"] = "lost"
    values["started"] = _moment(row["started"])
    for name in ("is_whole", "is_trial"):
        values[name] = bool(row[name])
    return RunSummary(**values)


def _steps(stored: list[Json], payloads: list[Payload]) -> list[Step]:
    """With what they leave out, since another says it: the payload before, and what is around."""
    found: dict[int, Step] = {}
    by_number = {step["number"]: step for step in stored}
    for step in sorted(stored, key=lambda step: step["number"]):
        led = found.get(step["after"])
        is_first = led and _is_first_within(step, by_number[led.number])
        before = _at(payloads, step["before"])
        found[step["number"]] = Step(
            **{name: step[name] for name in step if name not in ("calls", "loop", "error")}
            | {
                "within": led and (led.number if is_first else led.within),
                "before": before or (led.payload if led else None),
                "payload": _at(payloads, step["payload"]),
                "error": StepError(**step["error"]) if step["error"] else None,
            }
        )
    return list(found.values())


def _is_first_within(step: Json, led: Json) -> bool:
    """Whether the step that led here is the loop or the call around it."""
    if len(step["calls"]) > len(led["calls"]):
        return True
    return bool(step["loop"]) and step["loop"] == led["node_id"] and step["calls"] == led["calls"]


def _at(payloads: list[Payload], number: int | None) -> Payload | None:
    return None if number is None else payloads[number]


def _moment(since_1970: int) -> datetime:
    return EPOCH + timedelta(milliseconds=since_1970)
