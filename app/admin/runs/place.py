"""Where recorded runs are in the console, and how one is found."""

from app.admin.place import VERSION, Bench
from app.admin.recorded import runs_file
from app.admin.workflows.place import WORKFLOW
from app.errors import NotFound
from app.services.run_records.reading import RecordedRun, read_run

RUNS = f"{VERSION}/runs"
RUNS_OF_FLOW = f"{WORKFLOW}/runs"
RUN = f"{RUNS_OF_FLOW}/<run_id>"


def find_run(bench: Bench, flow_id: str, run_id: str) -> RecordedRun:
    """Of that workflow in that version, which both may be gone by now. Raises NotFound."""
    run = read_run(runs_file(), run_id)
    place = (bench.application.id, bench.version.name, flow_id)
    if run is None or (run.application_id, run.version, run.flow_id) != place:
        raise NotFound("Run")
    return run
