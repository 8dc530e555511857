"""What watches each run: counts and errors for the statistics, and its record."""

from app.services.flows.records import CountKey, Counts, ErrorRecord
from app.services.run_records.drafts import Origin
from app.serving.counters import Counters
from app.serving.runs.recorder import ErrorRecorder, Recorder
from app.serving.site import Site
from app.workflows.engine.hooks import Hook
from app.workflows.engine.run import Run
from app.workflows.flow import Flow

CANCELLED = "Cancelled"
"""The server stopped: no error of the flow."""


def watchers(site: Site, flow: Flow, origin: Origin) -> tuple[Hook, ...]:
    """The hooks of one run. They count it, and record it as often as there is time for that."""
    counting = (FlowCounter(site.counters),) if not origin.is_trial else ()
    if not site.records.is_on:
        return counting
    if origin.is_trial or site.sampler.takes(flow.id):
        return *counting, Recorder(site.records, origin)
    return *counting, ErrorRecorder(site.records, origin, site.sampler)


class FlowCounter(Hook):
    """For the statistics of the flow, and its list of errors."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def on_run_start(self, run: Run) -> None:
        self._started = run.ports.clock.now()

    def on_run_end(self, run: Run) -> None:
        flow, failed = run.flow, run.error
        key = CountKey(flow.id, int(self._started.timestamp()) // 60, flow.version)
        wall_time = round(run.seconds_passed * 1000)
        self._counters.add_run(key, Counts(1, run.paths_completed, run.paths_failed, wall_time))
        if failed and failed.error.name != CANCELLED:
            self._counters.add_error(
                ErrorRecord(
                    flow_id=flow.id,
                    version=flow.version,
                    time=run.ports.clock.now(),
                    name=failed.error.name,
                    message=failed.error.message,
                    node_id=failed.node_id or None,
                    node_label=failed.node_label or None,
                )
            )
