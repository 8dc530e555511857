"""What a preview can show instead of invented data: what a workflow gave the page for a visitor."""

from typing import Any, NamedTuple

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.place import Bench
from app.admin.recorded import runs_file
from app.admin.views.place import VIEW, find_view
from app.errors import NotFound
from app.services.run_records.reading import (
    RecordedRun,
    RunFilter,
    find_runs,
    read_run,
)

SHOWN = 10
OF_REQUEST = ("path", "method", "params", "query", "headers", "cookies", "body")


class Recorded(NamedTuple):
    id: str
    label: str


def recorded_for(bench: Bench, page_id: str) -> list[Recorded]:
    """The last runs that answered with that page, in any version."""
    wanted = RunFilter(page_id=page_id)
    runs = (
        find_runs(runs_file(), bench.application.id, wanted, per_page=SHOWN).items
        if page_id
        else []
    )
    return [
        Recorded(run.id, f"{run.started:%d %b %H:%M:%S} {(run.method or '').upper()} {run.path}")
        for run in runs
        if run.is_whole and run.path
    ]


@bp.get(f"{VIEW}/recorded/<run_id>")
def recorded_data(bench: Bench, kind: str, view_id: str, run_id: str) -> ResponseReturnValue:
    """sample: to be laid over the context."""
    find_view(bench, kind, view_id)
    run = read_run(runs_file(), run_id)
    if run is None or run.application_id != bench.application.id:
        raise NotFound("Recorded run")
    return jsonify(sample=sample_of(run))


def sample_of(run: RecordedRun) -> dict[str, Any]:
    """Of a run that answered a request with a page. What is secret in it was never recorded."""
    first = run.steps[0].before if run.steps else None
    began = first.value if first and isinstance(first.value, dict) else {}
    asked = began.get("data")
    request = asked if isinstance(asked, dict) else {}
    reply = run.reply if isinstance(run.reply, dict) else {}
    return {
        "pageData": reply.get("data"),
        "request": {name: request[name] for name in OF_REQUEST if name in request},
    }
