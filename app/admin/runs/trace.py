"""How a request came to its reply: one that started a recorded run, or whose page broke."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.endpoints.place import endpoints_of
from app.admin.place import VERSION, Bench
from app.admin.recorded import runs_file
from app.admin.runs.index import listed
from app.admin.trials.decisions import recorded_steps
from app.errors import NotFound
from app.services.run_records.reading import RunFilter, find_runs, read_request


@bp.get(f"{VERSION}/requests/<trace_id>")
def request_trace(bench: Bench, trace_id: str) -> ResponseReturnValue:
    record = read_request(runs_file(), trace_id)
    if record is None or record.application_id != bench.application.id:
        raise NotFound("Request")
    wanted = RunFilter(trace_id=trace_id, version=bench.version.name)
    found = find_runs(runs_file(), bench.application.id, wanted)
    ids = {(one.method, one.route): one.id for one in endpoints_of(bench)}
    return render_template(
        "admin/runs/trace.html",
        record=record,
        steps=recorded_steps(record.decisions, ids),
        listed=listed(bench.application, found),
    )
