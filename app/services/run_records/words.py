"""A recorded run in lines of text: its walk as a tree, with times and what was said on the way."""

from collections.abc import Iterator

from app.services.run_records.reading import (
    OutgoingCall,
    RecordedRequest,
    RecordedRun,
    RunSummary,
    Step,
)
from app.services.run_records.tree import tree_of
from app.workflows.values import dump_json

LONGEST = 300
"""Characters of a value."""


def summary_line(run: RunSummary) -> str:
    began = f"{run.started:%Y-%m-%d %H:%M:%S}"
    asked = f"{(run.method or '').upper()} {run.path}" if run.path else run.trigger_kind
    told = f"{run.status}: {run.error_name}" if run.error_name else run.status
    return f"{run.id}  {began}  {_time(run.milliseconds):>9}  {told:24} {run.flow_name}  {asked}"


def run_lines(run: RecordedRun, request: RecordedRequest | None) -> Iterator[str]:
    yield f"“{run.flow_name}” in {run.version}, {run.started:%Y-%m-%d %H:%M:%S} UTC, run {run.id}"
    if request:
        yield f"started by {request.method.upper()} {request.url}"
    yield ""
    for step, depth, is_branch in tree_of(run.steps):
        onward = "   " * depth
        first = f"{onward[:-3]}├─ " if is_branch else onward
        yield from _step_lines(run, step, first, onward)
    if run.steps_left_out:
        yield f"… {run.steps_left_out:,} more steps"
    yield ""
    yield f"{run.status} · {_time(run.milliseconds)}" + (
        "" if run.is_whole else " · only its error"
    )
    if run.error_name:
        yield f"{run.error_name}: {run.error_message}"
    if run.reply:
        yield f"replied {run.reply_status}: {_short(run.reply.get('body') or run.reply['kind'])}"
    if request:
        yield f"the request was answered with {request.status}:"
        yield from (f"  {one.step:>7}  {one.summary}" for one in request.decisions)


def _step_lines(run: RecordedRun, step: Step, first: str, onward: str) -> Iterator[str]:
    output = f" → output {step.output}" if step.output else ""
    yield f"{first}{step.label} ({step.node_id})  {_time(step.milliseconds)}{output}"
    yield from (f"{onward}    » {_call(one)}" for one in run.calls if one.step == step.number)
    for message in run.messages:
        if message.step == step.number:
            value = f" {_short(message.value.value)}" if message.value else ""
            yield f"{onward}    · {message.level}: {message.text}{value}"
    if step.error:
        yield f"{onward}    ✗ {step.error.name}: {step.error.message}"


def _call(call: OutgoingCall) -> str:
    came = call.error or _short(call.answer)
    return f"{call.port}.{call.method} {_short(call.request)} = {came}  {_time(call.milliseconds)}"


def _time(milliseconds: float | None) -> str:
    return "…" if milliseconds is None else f"{milliseconds:,.1f} ms"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else dump_json(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
