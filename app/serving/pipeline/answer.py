"""The steps of a public request in their order, each a recorded decision, up to its reply."""

import logging
from typing import NamedTuple

from app.rendering import RenderError
from app.routing import BadPath
from app.serving.pipeline.access import decide_access
from app.serving.pipeline.body import BadLength, BodyTooLarge, decide_body
from app.serving.pipeline.builtin import builtin_reply
from app.serving.pipeline.context import page_context
from app.serving.pipeline.exchange import Exchange
from app.serving.pipeline.flow_reply import flow_reply
from app.serving.pipeline.flows import Firing, plan_flows
from app.serving.pipeline.headers import BadHeader, BadStatus, check_headers
from app.serving.pipeline.host import NoVersion, decide_host
from app.serving.pipeline.reply import (
    Candidate,
    Context,
    ReplyDecision,
    configured_reply,
    not_found_candidates,
    static_candidates,
    unauthorized_candidates,
)
from app.serving.pipeline.route import decide_route
from app.serving.pipeline.token import identify
from app.serving.request import Reply, WouldWait
from app.serving.snapshot.experience import Endpoint, Experience
from app.workflows.errors import Busy
from app.workflows.values import PayloadTooDeep

log = logging.getLogger(__name__)

NO_REPLY = "This endpoint has no reply"
NOT_RUN = "The workflows were not run"
NOBODY_REPLIED = "No workflow replied"
TOO_DEEP = "The body is nested too deeply"
RETRY_AFTER = "1"  # seconds


class Owed(NamedTuple):
    """The reply is up to the flows that the request has started."""

    firing: Firing
    context: Context

    def reply(self, exchange: Exchange) -> Reply:
        """As they have answered by now, or as if nobody will. Raises as flow_reply() does."""
        described = self.firing.close()
        if described is None:
            return _unanswered(exchange, self)
        flow = self.firing.decision.answered_by
        try:
            return flow_reply(described, flow, self.context, exchange)
        except Busy:
            return _busy(exchange)


def answer(exchange: Exchange) -> Reply | Owed:
    """Raises WouldWait, nothing done, and whatever breaks."""
    request, site = exchange.request, exchange.site
    if not (site.store.is_local or exchange.may_wait):
        raise WouldWait
    reads = site.store.reads()
    exchange.host = exchange.host or decide_host(request.host, site.settings.host, reads)
    exchange.decide(exchange.host)
    experience = exchange.experience = _experience(exchange)
    if experience is None:
        return builtin(exchange, 404, "No experience answers at this address")
    try:
        body = decide_body(request, site.settings.body_limit)
        exchange.decide(body)
        route = decide_route(experience, request.method, request.path)
        exchange.decide(route)
    except BodyTooLarge:
        return builtin(exchange, 413)
    except (BadPath, BadLength) as error:
        return builtin(exchange, 400, str(error))
    exchange.routed = True
    if route.match is None and request.method == "options" and experience.default_cors:
        return _automatic_cors(exchange)
    now = exchange.trace.started
    token = identify(request, experience, reads, now)
    exchange.decide(token)
    exchange.visitor = token.visitor
    context = page_context(request, experience, route.match, token.visitor, body.value, now)
    try:
        if route.match is None:
            return _start_flows(exchange, context) or _not_found(exchange, context)
        return _enter(exchange, route.match.value, context)
    except PayloadTooDeep:
        return builtin(exchange, 400, TOO_DEEP)
    except Busy:
        return _busy(exchange)


def _enter(exchange: Exchange, endpoint: Endpoint, context: Context) -> Reply | Owed:
    exchange.endpoint = endpoint
    access = decide_access(endpoint, exchange.visitor, exchange.opened)
    exchange.decide(access)
    if not access.granted:
        candidates = unauthorized_candidates(endpoint, exchange.opened, access.status)
        return _fallback(exchange, candidates, context, access.status)
    if endpoint.static_reply:
        return _static(exchange, endpoint, context)
    exchange.passed += [f"{candidate.where}: not set" for candidate in static_candidates(endpoint)]
    return _start_flows(exchange, context) or _no_reply(exchange)


def _static(exchange: Exchange, endpoint: Endpoint, context: Context) -> Reply:
    """Its flows run all the same, even if the page cannot be drawn."""
    firing = plan_flows(exchange, context, answers=False)
    try:
        reply = configured_reply(static_candidates(endpoint), context, exchange)
    except WouldWait:
        raise  # they start when it is tried again
    except Exception:
        if firing:
            firing.start()
        raise
    if firing:
        firing.start()
    return reply or _no_reply(exchange)


def _start_flows(exchange: Exchange, context: Context) -> Owed | None:
    """None if there are none to run."""
    firing = plan_flows(exchange, context, answers=True)
    if firing is None:
        return None
    firing.start()
    return Owed(firing, context)


def _unanswered(exchange: Exchange, owed: Owed) -> Reply:
    if owed.firing.busy:
        return _busy(exchange)
    if exchange.endpoint is None:
        return _not_found(exchange, owed.context)
    if not owed.firing.own:
        return _no_reply(exchange)
    return builtin(exchange, 504, NOBODY_REPLIED if owed.firing.future.done() else None)


def _no_reply(exchange: Exchange) -> Reply:
    endpoint = exchange.endpoint
    starts = exchange.opened.flows.started_by(endpoint.id) if endpoint else ()
    if not exchange.runs_flows and any(start.own for start in starts):
        return builtin(exchange, 504, NOT_RUN)
    return builtin(exchange, 404, NO_REPLY)


def _not_found(exchange: Exchange, context: Context) -> Reply:
    return _fallback(exchange, not_found_candidates(exchange.opened), context, 404)


def _busy(exchange: Exchange) -> Reply:
    reply = builtin(exchange, 503)
    reply.headers.append(("retry-after", RETRY_AFTER))
    return reply


def _experience(exchange: Exchange) -> Experience | None:
    """The snapshot of the host's version; built now if there is none of this revision."""
    host = exchange.host
    if host is None or host.version is None:
        return None
    found = exchange.site.experiences.open(
        host.application_id, host.version, host.revision, may_wait=exchange.may_wait
    )
    if found is None:
        exchange.decide(NoVersion(host.version))
    return found


def _fallback(
    exchange: Exchange, candidates: list[Candidate], context: Context, status: int
) -> Reply:
    """A fallback that cannot be drawn must not hide the answer: the built-in reply takes over."""
    try:
        reply = configured_reply(candidates, context, exchange)
        if reply:
            check_headers(reply.headers)
    except (RenderError, BadHeader) as error:
        exchange.passed.append(f"it cannot be drawn: {error}")
        log_failure(exchange, error)
        reply = None
    return reply or builtin(exchange, status)


def builtin(exchange: Exchange, status: int, error: str | None = None) -> Reply:
    what = "built-in reply" + (f": {error}" if error else "")
    exchange.decide(ReplyDecision(status, "server", what, tuple(exchange.passed)))
    return builtin_reply(status, exchange, error)


def _automatic_cors(exchange: Exchange) -> Reply:
    exchange.decide(ReplyDecision(204, "version's CORS setting", "automatic answer to OPTIONS"))
    return Reply(204)


def log_failure(exchange: Exchange, error: Exception) -> None:
    """The author's mistakes in one line, ours with their stack."""
    exchange.failure = error
    exchange.trace.error = str(error)
    authors = isinstance(error, RenderError | BadHeader | BadStatus)
    log.log(
        logging.WARNING if authors else logging.ERROR,
        "trace %s: %s %s: %s",
        exchange.trace.id,
        exchange.request.method.upper(),
        exchange.request.path,
        error,
        exc_info=not authors,
    )
