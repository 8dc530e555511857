"""One recorded run: the way that it took, and what each step did to the payload."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.forms.json import json_text
from app.admin.place import Bench
from app.admin.recorded import runs_file
from app.admin.runs.index import Row, listed
from app.admin.runs.place import RUN, find_run
from app.admin.workflows.place import find_flow
from app.errors import NotFound
from app.models import Flow
from app.redaction import HIDDEN
from app.services.flows.linked import AnyFlow
from app.services.run_records.reading import (
    Message,
    OutgoingCall,
    Payload,
    RecordedRun,
    RunPage,
    Step,
    read_request,
)
from app.services.run_records.tree import Placed, tree_of
from app.services.version_diff.lines import LineDiff, compare_lines
from app.workflows.registry import node_specs

TOLD_ELSEWHERE = ("step", "kind", "status", "flow")
DEEPEST = 6
"""Steps that stand deeper are drawn as deep as these."""


@dataclass(frozen=True)
class ShownRun:
    """flow: as the version has it now, None if it is gone."""

    run: RecordedRun
    flow: AnyFlow | None

    @cached_property
    def gone(self) -> set[str]:
        """Ids of nodes that the run came through and that the workflow has no more."""
        there = {str(node.get("id")) for node in self.flow.nodes} if self.flow else set()
        run = self.run
        return {one.node_id for one in run.steps if one.flow_id == run.flow_id} - there

    @property
    def is_of_older_edit(self) -> bool:
        return self.flow is not None and self.flow.last_updated > self.run.started

    @property
    def placed(self) -> list[Placed]:
        return [one._replace(depth=min(one.depth, DEEPEST)) for one in tree_of(self.run.steps)]

    @cached_property
    def messages(self) -> dict[int, list[Message]]:
        """By the number of the step."""
        return _by_step(self.run.messages)

    @cached_property
    def calls(self) -> dict[int, list[OutgoingCall]]:
        return _by_step(self.run.calls)

    @property
    def duration(self) -> float:
        """Milliseconds, of which each step had its share."""
        ends = [(one.began or 0) + (one.milliseconds or 0) for one in self.run.steps]
        return max([self.run.milliseconds or 0, *ends]) or 1

    @property
    def reply_text(self) -> str:
        """What an Endpoint Reply described: its body where that is all there is to tell."""
        told = {name: value for name, value in self.run.reply.items() if name not in TOLD_ELSEWHERE}
        kept = {name: value for name, value in told.items() if value not in ("", None, {}, [])}
        body = kept.get("body")
        return body if isinstance(body, str) and len(kept) == 1 else json_text(kept)

    def is_gone(self, step: Step) -> bool:
        return step.flow_id == self.run.flow_id and step.node_id in self.gone

    def step(self, wanted: str) -> Step | None:
        """With that number; else the one that failed, else the last."""
        steps = {str(one.number): one for one in self.run.steps}
        failed = [one for one in self.run.steps if one.error]
        last = self.run.steps[-1] if self.run.steps else None
        return steps.get(wanted) or (failed[-1] if failed else last)


@dataclass(frozen=True)
class ShownStep:
    """messages, calls: of this step. before, after: numbers of the steps beside it."""

    step: Step
    messages: list[Message]
    calls: list[OutgoingCall]
    before: int | None
    after: int | None

    @classmethod
    def of(cls, shown: ShownRun, step: Step) -> "ShownStep":
        numbers = [one.number for one in shown.run.steps]
        at = numbers.index(step.number)
        return cls(
            step,
            shown.messages.get(step.number, []),
            shown.calls.get(step.number, []),
            numbers[at - 1] if at else None,
            numbers[at + 1] if at + 1 < len(numbers) else None,
        )

    @property
    def diff(self) -> LineDiff | None:
        """None where one of both payloads is not kept."""
        one, other = self.step.before, self.step.payload
        if one is None or other is None or None in (one.value, other.value):
            return None
        return compare_lines(json_text(one.value), json_text(other.value))

    @property
    def way_out(self) -> str:
        """The output that the path left through, where there are several; "" if it ended here."""
        output, spec = self.step.output, node_specs().get(self.step.kind)
        if output is None or spec is None or (len(spec.outputs) < 2 and not spec.outputs_per):
            return ""
        named = len(spec.outputs)
        return spec.outputs[output] if output < named else f"case {output - named + 1}"

    @property
    def notes(self) -> list[str]:
        """What is not shown of the payloads, and why."""
        both = (("before", self.step.before), ("after", self.step.payload))
        found = [_missing(word, payload, self.step) for word, payload in both]
        number = len(list(_hidden(self.step.payload and self.step.payload.value)))
        if number:
            values = "1 value is hidden" if number == 1 else f"{number} values are hidden"
            found.append(f"{values}: by name or look a secret, and secrets are never recorded.")
        return [note for note in found if note]


@bp.get(RUN)
def run(bench: Bench, flow_id: str, run_id: str) -> ResponseReturnValue:
    shown = shown_run(bench, flow_id, run_id)
    step = shown.step(request.args.get("step", ""))
    return render_template(
        "admin/runs/show.html",
        shown=shown,
        row=row_of(bench, shown.run),
        step=step and ShownStep.of(shown, step),
        can_test=may_become_test(shown),
        may_run_on=may_run_on,
        request_record=read_request(runs_file(), shown.run.trace_id or ""),
    )


@bp.get(f"{RUN}/steps/<number>")
def run_step(bench: Bench, flow_id: str, run_id: str, number: str) -> ResponseReturnValue:
    """The part of the page that is about one step."""
    shown = shown_run(bench, flow_id, run_id)
    step = next((one for one in shown.run.steps if str(one.number) == number), None)
    if step is None:
        raise NotFound("Step")
    return render_template(
        "admin/runs/_step.html",
        shown=shown,
        step=ShownStep.of(shown, step),
        may_run_on=may_run_on,
    )


def shown_run(bench: Bench, flow_id: str, run_id: str) -> ShownRun:
    """Raises NotFound."""
    found = find_run(bench, flow_id, run_id)
    try:
        return ShownRun(found, find_flow(bench, flow_id))
    except NotFound:
        return ShownRun(found, None)


def may_become_test(shown: ShownRun) -> bool:
    """Of the workflow as it is now."""
    return isinstance(shown.flow, Flow) and shown.run.is_whole


def may_run_on(shown: ShownRun, step: Step) -> bool:
    is_own = step.flow_id == shown.run.flow_id and not shown.is_gone(step)
    return (
        isinstance(shown.flow, Flow)
        and is_own
        and step.before is not None
        and step.before.value is not None
    )


def row_of(bench: Bench, run: RecordedRun) -> Row:
    return listed(bench.application, RunPage([run], 1, 0)).rows[0]


def _by_step(entries: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for entry in entries:
        found.setdefault(entry.step, []).append(entry)
    return found


def _missing(word: str, payload: Payload | None, step: Step) -> str:
    """Of the payload before or after."""
    if payload is None:
        if word == "after" and step.milliseconds is None and not step.error:
            return "This step had not come to its end when the run was recorded."
        return f"The payload {word} it was not kept."
    if payload.value is None:
        return f"The payload {word} it was too large to keep: {payload.size:,} bytes."
    if payload.is_cut:
        return f"The payload {word} it had {payload.size:,} bytes: long texts and lists are cut."
    return ""


def _hidden(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield from [value] if HIDDEN in value else []
        case dict():
            for inner in value.values():
                yield from _hidden(inner)
        case list():
            for inner in value:
                yield from _hidden(inner)
