"""A recorded run that failed, with its request, as the demo's visitors may leave one; and a saved
test that failed."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.models import FlowTest, new_id
from app.services.author import dated
from app.services.clock import now
from app.services.run_records.drafts import (
    CallDraft,
    MessageDraft,
    Origin,
    RequestDraft,
    RunDraft,
    StepDraft,
    snapshot,
)
from app.services.run_records.file import RunFile
from app.services.run_records.packing import request_row, run_row
from app.services.run_records.reading import runs_path
from app.workflows.engine.run import RunError
from app.workflows.errors import NodeError
from app.workflows.flow import Flow, FlowNode, Trigger, compile_flow

BODY = {"email": "ida@northlight.example", "password": "hidden from all"}
MEGABYTES = 16


def keep_run(flow: dict[str, Any], application_id: str, data: Path) -> RunDraft:
    """flow: as the API has it; data: the server's folder."""
    compiled = compile_flow(flow)
    path = way_through(compiled)
    error = NodeError("The mail server did not answer in time.", "TimeoutError")
    origin = Origin(application_id, new_id(), "post", "/login")
    steps = [
        StepDraft(
            number,
            number - 1,
            node,
            compiled,
            (),
            began=0.002 * number,
            seconds=0.0015 * number,
            output=0,
            before=snapshot({"data": {"body": BODY}}) if number == 1 else None,
            payload=snapshot({"data": {"body": BODY}, "working": {"step": number}}),
            error=error if node is path[-1] else None,
        )
        for number, node in enumerate(path, start=1)
    ]
    last = path[-1]
    call = CallDraft(len(path), "mail", "send", 0.004, ({"to": "ida"},), 0.01, error="timeout")
    draft = RunDraft(
        id=new_id(),
        flow=compiled,
        trigger=Trigger("endpoint", "all", {}, {}, ()),
        origin=origin,
        started=now(),
        limit=60.0,
        seconds=0.02,
        error=RunError(error, last.id, last.kind, last.label),
        steps=steps,
        messages=[MessageDraft(1, 0.002, "warn", "Half way", snapshot({"count": 3}))],
        calls=[call],
    )
    request = RequestDraft(
        origin.trace_id or "",
        application_id,
        draft.started,
        0.021,
        "post",
        "http://demo.localhost/login",
        500,
        decisions,
    )
    file = RunFile(runs_path(data), MEGABYTES * 1024 * 1024)
    file.write([("runs", run_row(draft)), ("requests", request_row(request))])
    file.close()
    return draft


def way_through(flow: Flow, most: int = 4) -> list[FlowNode]:
    """From its first trigger, always through the first wire."""
    path, ids = [], flow.triggers[0].first
    while ids and len(path) < most:
        path.append(flow.nodes[ids[0]])
        ids = next((wire for wire in path[-1].wires if wire), ())
    return path


def decisions() -> list[dict[str, Any]]:
    lost = "`post /logout` lost: segment 1: `login` is not `logout`."
    details = ["`post /login` won: it fits, and no more specific route does.", lost]
    return [
        {"step": "route", "summary": "POST /login", "details": details, "state": ""},
        {"step": "token", "summary": "no token", "details": [], "state": "skipped"},
        {"step": "reply", "summary": "500: it failed", "details": [], "state": "refused"},
    ]


def keep_test(flow: dict[str, Any], data: Path) -> str:
    """Id of a saved test that has failed."""
    result = {
        "passed": False,
        "version": "develop",
        "time": "2025-03-01T12:00:00Z",
        "milliseconds": 12.0,
        "run_id": None,
        "problems": ["The run halted at “Check” with NotFound: nobody."],
        "differences": [
            {"where": "status", "expected": "200", "got": "401"},
            {"where": "body", "expected": '{\n  "n": 1\n}', "got": '{\n  "n": 2\n}'},
        ],
    }
    id = new_id()
    test = FlowTest(
        id=id,
        application_id=flow["applicationId"],
        flow_id=flow["flowId"],
        name="POST /login → 303",
        trigger=flow["triggers"][0]["key"],
        payload={"data": {"body": {"password": "[redacted]"}}},
        stubs=[],
        expected={"status": 200},
        last_result=result,
        **dated(),
    )
    engine = create_engine(f"sqlite:///{data / 'foyer.db'}")
    with Session(engine) as session, session.begin():
        session.add(test)
    engine.dispose()
    return id
