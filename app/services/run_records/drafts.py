"""A run and its request as they were seen: cheap to make, since requests wait meanwhile.

Payloads are JSON already, for they go on changing; everything else is kept as it is. What is kept
for good, redacted and small, is made of it later: see packing.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from app.rendering.printing import iso
from app.workflows.engine.hooks import Level
from app.workflows.engine.run import RunError
from app.workflows.errors import NodeError
from app.workflows.flow import Flow, FlowNode, Trigger
from app.workflows.values import UNDEFINED, PayloadTooDeep, dump_json

MOST_STEPS = 1000
MOST_MESSAGES = 200
MOST_CALLS = 100
LARGEST_RUN = 1024 * 1024
"""Bytes of payloads that are looked at; the rest of that run is recorded without."""


@dataclass(slots=True)
class Origin:
    """What began a run. trace_id and what follows: of a request only.

    is_trial: somebody tries it and waits, so it is not counted, and is recorded whatever else goes
    on; recorded: whether any run of it is.
    """

    application_id: str
    trace_id: str | None = None
    method: str | None = None
    path: str | None = None
    endpoint_id: str | None = None
    user_id: str | None = None
    is_trial: bool = False
    recorded: bool = False


@dataclass(slots=True)
class StepDraft:
    """after: the number of the step before it, or of the one that it is within; began: seconds
    since the run's start; seconds: None until it ends; before: the payload, where no other has it.
    """

    number: int
    after: int
    node: FlowNode
    flow: Flow
    calls: tuple[str, ...]
    began: float | None = None
    seconds: float | None = None
    output: int | None = None
    before: bytes | None = None
    payload: bytes | None = None
    error: NodeError | None = None


@dataclass(slots=True)
class MessageDraft:
    """at: seconds since the run's start."""

    step: int
    at: float
    level: Level
    text: str
    value: bytes | None


@dataclass(slots=True)
class CallDraft:
    """Of a port, such as http.send. given: its arguments; answer: what came back, if no error;
    error_kind: of a refusal, as the flow sees it."""

    step: int
    port: str
    method: str
    at: float
    given: tuple[Any, ...]
    seconds: float | None = None
    answer: Any = None
    error: str | None = None
    error_kind: str | None = None


@dataclass(slots=True)
class RunDraft:
    """seconds: None while it still runs; limit: seconds after which it cannot run any more; size:
    bytes of the payloads in it; is_whole: False if only its error was watched."""

    id: str
    flow: Flow
    trigger: Trigger
    origin: Origin
    started: datetime
    limit: float
    is_whole: bool = True
    seconds: float | None = None
    error: RunError | None = None
    steps: list[StepDraft] = field(default_factory=list)
    steps_left_out: int = 0
    messages: list[MessageDraft] = field(default_factory=list)
    calls: list[CallDraft] = field(default_factory=list)
    size: int = 0

    @property
    def is_preferred(self) -> bool:
        return self.origin.is_trial or self.error is not None

    def take(self, value: Any) -> bytes | None:
        """Its JSON as it is now; None once this run has had its share, or if it is too deep."""
        if self.size > LARGEST_RUN:
            return None
        text = snapshot(value)
        if text is not None:
            self.size += len(text)
        return text


@dataclass(frozen=True, slots=True)
class FailedView:
    """Where the drawing of a page broke, and what its author is told. line: from 1, if known."""

    view_id: str
    version: str
    message: str
    line: int | None


@dataclass(slots=True)
class RequestDraft:
    """explain: gives the decisions of its trace, in words; is called later."""

    trace_id: str
    application_id: str
    started: datetime
    seconds: float
    method: str
    url: str
    status: int
    explain: Callable[[], list[dict[str, Any]]]
    failed: FailedView | None = None
    is_preferred: bool = True
    size: int = 4096


Draft = RunDraft | RequestDraft
LONE_SURROGATE = re.compile(r"\\ud[89a-f][0-9a-f]{2}")
"""As dump_json() writes it, and not every reader of JSON takes it."""


def snapshot(value: Any) -> bytes | None:
    """The JSON of a payload, or None if it is nested too deeply."""
    try:
        return orjson.dumps(value, _plain, orjson.OPT_PASSTHROUGH_DATETIME)
    except orjson.JSONEncodeError:
        pass  # integers beyond 64 bit, lone surrogates
    try:
        return LONE_SURROGATE.sub(r"\\ufffd", dump_json(value)).encode()
    except PayloadTooDeep:
        return None


def _plain(value: object) -> str | None:
    if isinstance(value, datetime):
        return iso(value)
    if value is UNDEFINED:
        return None
    raise TypeError
