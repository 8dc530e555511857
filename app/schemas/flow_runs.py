"""Recorded runs of workflows: a list of them, and one with all that it did."""

from typing import Any, Literal

from app.schemas.answer import Answer, Collection, Id, Resource, Time
from app.schemas.query import PAGE_SIZE, Milliseconds, PageSize, Query, Whole
from app.schemas.texts import Id24, Name

Status = Literal["running", "ended", "error", "lost"]


class FlowRunsQuery(Query):
    """path: `*` stands for anything; error: its name; node_id: where it happened; start, end: when
    runs began, milliseconds since 1970; since: a cursor, for what came or changed after it."""

    status: Status | None = None
    path: str | None = None
    method: str | None = None
    endpoint_id: Id24 | None = None
    experience_user_id: Id24 | None = None
    trace_id: Id24 | None = None
    flow_version: Name | None = None
    error: str | None = None
    node_id: str | None = None
    start: Milliseconds | None = None
    end: Milliseconds | None = None
    since: Whole | None = None
    page: Whole = 0
    per_page: PageSize = PAGE_SIZE


class RunError(Answer):
    name: str
    message: str
    node_id: str | None = None


class FlowRun(Resource):
    """creation_date, last_updated: when it began and ended; milliseconds: how long it took;
    trace_id and what follows: of the request that started it; status: "lost" if its process ended
    before it; reply_status: of the reply it gave; is_whole: False if only its error was recorded.
    """

    flow_id: Id
    flow_name: str
    flow_version: str
    trigger_type: str
    trace_id: Id | None = None
    method: str | None = None
    path: str | None = None
    endpoint_id: Id | None = None
    experience_user_id: Id | None = None
    milliseconds: float | None = None
    status: Status
    error: RunError | None = None
    reply_status: int | None = None
    is_whole: bool


class FlowRunList(Collection[FlowRun]):
    """The newest first. cursor: for `since`, to get what comes after these."""

    application_id: Id
    flow_id: Id
    page: int
    per_page: int
    cursor: int


class RunPayload(Answer):
    """value: left out if it is too large; size: bytes that it really had; is_cut: whether something
    is missing. Secrets are redacted."""

    value: Any = None
    size: int
    is_cut: bool


class RunStep(Answer):
    """number: from 1, as they began; after: the step that led here, 0 for none; within: the loop or
    custom node around it; began: milliseconds since the run's start; before, payload: the payload
    before the node and after it."""

    number: int
    after: int
    within: int | None = None
    node_id: str
    kind: str
    label: str
    flow_id: str
    began: float | None = None
    milliseconds: float | None = None
    output: int | None = None
    before: RunPayload | None = None
    payload: RunPayload | None = None
    error: RunError | None = None


class RunMessage(Answer):
    """Of a debug node or a console.log. step: its number; at: milliseconds since the start."""

    step: int
    at: float
    level: str
    text: str
    value: RunPayload | None = None


class RunCall(Answer):
    """What a node asked of the world outside: port and method, such as http and send."""

    step: int
    port: str
    method: str
    at: float
    milliseconds: float | None = None
    request: list[Any]
    answer: Any = None
    error: str | None = None


class RunDecision(Answer):
    step: str
    summary: str
    details: list[str]


class RunRequest(Answer):
    """The request that started it, and how its reply came about."""

    trace_id: Id
    time: Time
    milliseconds: float
    method: str
    url: str
    status: int
    decisions: list[RunDecision]


class FlowRunAnswer(FlowRun):
    """reply: what an Endpoint Reply of it described; steps_left_out: how many more there were."""

    steps: list[RunStep]
    messages: list[RunMessage]
    calls: list[RunCall]
    reply: Any = None
    request: RunRequest | None = None
    steps_left_out: int
