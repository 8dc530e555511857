"""What watches each run: counts and errors for the statistics, and its record."""

from app.rendering import RenderError
from app.services.flow_records import CountKey, Counts, ErrorRecord
from app.services.run_records.drafts import FailedView, Origin, RequestDraft
from app.serving.counters import Counters
from app.serving.exchange import Exchange
from app.serving.explain import in_words
from app.serving.recorder import ErrorRecorder, Recorder
from app.serving.request import Reply
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


def origin_of(exchange: Exchange) -> Origin:
    """For the runs that a request starts."""
    request, endpoint, visitor = exchange.request, exchange.endpoint, exchange.visitor
    return Origin(
        application_id=exchange.opened.application_id,
        trace_id=exchange.trace.id,
        method=request.method,
        path=request.path,
        endpoint_id=endpoint.id if endpoint else None,
        user_id=visitor.user["id"] if visitor else None,
        is_trial=not exchange.counts,
    )


def record_request(exchange: Exchange, reply: Reply) -> None:
    """How its reply came about, if a run of it is recorded, or if that broke."""
    failed = _failed_view(exchange)
    if not (exchange.origin and exchange.origin.recorded) and not failed:
        return
    request, trace = exchange.request, exchange.trace
    host = request.headers.get("host", request.host)
    query = f"?{request.query_string}" if request.query_string else ""
    exchange.site.records.add(
        RequestDraft(
            trace_id=trace.id,
            application_id=exchange.opened.application_id,
            started=trace.started,
            seconds=trace.seconds,
            method=request.method,
            url=f"{request.scheme}://{host}{request.path}{query}",
            status=reply.status,
            explain=lambda: in_words(trace),
            failed=failed,
        )
    )


def _failed_view(exchange: Exchange) -> FailedView | None:
    """Unless there are too many of them to record, or it has been only tried."""
    error = exchange.failure
    if not isinstance(error, RenderError) or not error.view_id or not exchange.counts:
        return None
    if not exchange.site.records.is_on or not exchange.site.sampler.takes_failed(error.view_id):
        return None
    return FailedView(error.view_id, exchange.opened.version, error.message, error.line)


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
