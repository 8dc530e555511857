"""Drafts of runs, made by hand, and a file for them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.models import new_id
from app.services.clock import now
from app.services.run_records.drafts import Origin, RunDraft, StepDraft, snapshot
from app.services.run_records.file import RunFile
from app.services.run_records.writer import RunRecords
from app.workflows.flow import FlowNode, Trigger, compile_flow

APPLICATION_ID = "a" * 24
FLOW = compile_flow(
    {
        "id": "f" * 24,
        "name": "Greet",
        "nodes": [{"id": "n1", "type": "DebugNode", "outputIds": []}],
    }
)
NODE: FlowNode = FLOW.nodes["n1"]
TRIGGER = Trigger("endpoint", "all", {}, {}, ())
MEGABYTE = 1024 * 1024

Make = Callable[..., RunDraft]


def make_draft(payload: Any = None, **overrides: Any) -> RunDraft:
    """One step with that payload after it."""
    step = StepDraft(1, 0, NODE, FLOW, (), 0.0, 0.001, 0, payload=snapshot(payload))
    values: dict[str, Any] = {
        "id": new_id(),
        "flow": FLOW,
        "trigger": TRIGGER,
        "origin": Origin(APPLICATION_ID, method="get", path="/"),
        "started": now(),
        "limit": 60.0,
        "seconds": 0.002,
        "steps": [step],
        "size": len(step.payload or b""),
    }
    return RunDraft(**(values | overrides))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


@pytest.fixture
def file(path: Path) -> Iterator[RunFile]:
    file = RunFile(path, 16 * MEGABYTE)
    yield file
    file.close()


@pytest.fixture
def records(file: RunFile) -> RunRecords:
    return RunRecords(file, timedelta(days=7))
