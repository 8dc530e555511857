"""What the records keep of a request: where its runs came from, how its reply came about."""

from app.rendering import RenderError
from app.services.run_records.drafts import FailedView, Origin, RequestDraft
from app.serving.pipeline.exchange import Exchange
from app.serving.pipeline.explain import in_words
from app.serving.request import Reply


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
