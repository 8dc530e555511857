"""The payload paths that can be read at a node, as its newest recorded run shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services.run_records.reading import (
    RecordedRun,
    RunFilter,
    Step,
    find_runs,
    read_run,
)
from app.workflows.given import given_paths
from app.workflows.paths import INDEX, SEGMENT
from app.workflows.values import dump_json

RUNS = 8
"""So many are looked through, the newest first."""
MOST = 400
LONGEST = 60
"""Characters of a sample."""
FIRST_ITEM = 1
"""Of a list its first item shows what the others are like."""

Json = Any


@dataclass(frozen=True)
class PayloadPaths:
    """run_id: whose payload it was, None if there is no run; paths: each with a sample of what was
    there, None for those that are only known from the trigger."""

    run_id: str | None
    paths: list[tuple[str, str | None]]


@dataclass(frozen=True)
class Place:
    """Where in a flow: at a node, or after one of those that lead to it, the nearest first.
    triggers: kinds of those that start it."""

    node_id: str | None
    after: Sequence[str]
    triggers: Sequence[str]


def payload_paths(
    runs: Path, application_id: str, flow_id: str, version: str, place: Place
) -> PayloadPaths:
    """runs: the file of recorded runs."""
    found = _newest(runs, application_id, flow_id, version, place)
    shown = dict(list(_paths_in(found[1]))) if found else {}
    given = dict.fromkeys(given_paths(place.triggers))
    return PayloadPaths(found[0] if found else None, list((given | shown).items())[:MOST])


def _newest(
    runs: Path, application_id: str, flow_id: str, version: str, place: Place
) -> tuple[str, Json] | None:
    """A run, and the payload in it that is nearest to the place."""
    wanted = RunFilter(flow_id=flow_id, version=version)
    page = find_runs(runs, application_id, wanted, per_page=RUNS)
    read = [run for item in page.items if (run := read_run(runs, item.id))]
    for id in filter(None, (place.node_id, *place.after)):
        for run in read:
            if payload := _payload_at(run, id, is_before=id == place.node_id):
                return run.id, payload
    for run in read:
        if run.trigger_kind in place.triggers and (payload := _start_of(run)):
            return run.id, payload
    return None


def _payload_at(run: RecordedRun, node_id: str, *, is_before: bool) -> Json:
    steps = [step for step in run.steps if step.node_id == node_id and step.flow_id == run.flow_id]
    return next((value for step in reversed(steps) if (value := _value(step, is_before))), None)


def _start_of(run: RecordedRun) -> Json:
    return _value(run.steps[0], is_before=True) if run.steps else None


def _value(step: Step, is_before: bool) -> Json:
    payload = step.before if is_before else step.payload
    return payload.value if payload else None


def _paths_in(payload: Json, above: str = "") -> Iterator[tuple[str, str]]:
    """With samples; first an object, then what is in it."""
    pairs: Iterator[tuple[str, Json]] = iter(())
    if isinstance(payload, dict):
        pairs = ((_segment(name), value) for name, value in payload.items())
    elif isinstance(payload, list):
        pairs = ((f"[{place}]", value) for place, value in enumerate(payload[:FIRST_ITEM]))
    for segment, value in pairs:
        path = f"{above}.{segment}" if above else segment
        yield path, _sample(value)
        yield from _paths_in(value, path)


def _segment(name: str) -> str:
    """A name as it stands in a path."""
    is_plain = SEGMENT.fullmatch(name) and not name.startswith("[") and not INDEX.fullmatch(name)
    return name if is_plain else f"[{name}]"


def _sample(value: Json) -> str:
    if isinstance(value, list) and value:
        return "1 item" if len(value) == 1 else f"{len(value)} items"
    text = value if isinstance(value, str) and value else dump_json(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
