"""The straight line of a public request: values in, a value out, each step a recorded decision."""

import logging
from time import time

from app.rendering import RenderError
from app.routing import BadPath
from app.serving.access import decide_access
from app.serving.body import BadLength, BodyTooLarge, decide_body
from app.serving.build import build_experience
from app.serving.builtin import builtin_reply
from app.serving.context import page_context
from app.serving.counters import NOT_FOUND, Key
from app.serving.exchange import Exchange
from app.serving.experience import Experience
from app.serving.headers import BadHeader, BadStatus, dress
from app.serving.host import NoVersion, decide_host
from app.serving.reply import (
    Candidate,
    Context,
    ReplyDecision,
    WouldWait,
    configured_reply,
    not_found_candidates,
    static_candidates,
    unauthorized_candidates,
)
from app.serving.request import PublicRequest, Reply
from app.serving.route import decide_route
from app.serving.site import Site
from app.serving.token import identify

log = logging.getLogger(__name__)


def serve(
    request: PublicRequest, site: Site, *, may_wait: bool = True, count: bool = True
) -> Reply:
    """Never fails: what goes wrong becomes a 500 with a trace.

    Raises only WouldWait, and only where may_wait is False; nothing has happened then.
    """
    exchange = Exchange(request, site, may_wait)
    try:
        reply = _answer(exchange)
        dress(reply, request, exchange.experience, exchange.trace.id)
    except WouldWait:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the visitor gets a clean answer
        reply = _broken(exchange, error)
    exchange.trace.end()
    reply.trace = exchange.trace
    if count:
        _count(exchange, reply)
    return reply


def _answer(exchange: Exchange) -> Reply:
    request, site = exchange.request, exchange.site
    if not (site.store.is_local or exchange.may_wait):
        raise WouldWait
    reads = site.store.reads()
    exchange.host = decide_host(request.host, site.settings.host, reads)
    exchange.decide(exchange.host)
    experience = exchange.experience = _experience(exchange)
    if experience is None:
        return _builtin(exchange, 404, "No experience answers at this address")
    try:
        body = decide_body(request, site.settings.body_limit)
        exchange.decide(body)
        route = decide_route(experience, request.method, request.path)
        exchange.decide(route)
    except BodyTooLarge:
        return _builtin(exchange, 413)
    except (BadPath, BadLength) as error:
        return _builtin(exchange, 400, str(error))
    exchange.routed = True
    if route.match is None and request.method == "options" and experience.default_cors:
        return _automatic_cors(exchange)
    now = exchange.trace.started
    token = identify(request, experience, reads, now)
    exchange.decide(token)
    exchange.visitor = token.visitor
    context = page_context(request, experience, route.match, token.visitor, body.value, now)
    if route.match is None:
        return _fallback(exchange, not_found_candidates(experience), context, 404)
    endpoint = exchange.endpoint = route.match.value
    access = decide_access(endpoint, token.visitor, experience)
    exchange.decide(access)
    if not access.granted:
        candidates = unauthorized_candidates(endpoint, experience, access.status)
        return _fallback(exchange, candidates, context, access.status)
    reply = configured_reply(static_candidates(endpoint), context, exchange)
    return reply or _builtin(exchange, 404, "This endpoint has no reply")


def _experience(exchange: Exchange) -> Experience | None:
    """The snapshot of the host's version; built now if there is none of this revision."""
    host, site = exchange.host, exchange.site
    if host is None or host.version is None:
        return None
    kept = site.experiences.get(host.application_id, host.version, host.revision)
    if kept:
        return kept
    if not exchange.may_wait:
        raise WouldWait
    built = build_experience(site.store.engine, host.application_id, host.version)
    if built:
        site.experiences.keep(built)
    else:
        exchange.decide(NoVersion(host.version))
    return built


def _fallback(
    exchange: Exchange, candidates: list[Candidate], context: Context, status: int
) -> Reply:
    """A fallback that cannot be drawn must not hide the answer: the built-in reply takes over."""
    try:
        reply = configured_reply(candidates, context, exchange)
    except RenderError as error:
        exchange.passed.append(f"it cannot be drawn: {error}")
        _log(exchange, error)
        reply = None
    return reply or _builtin(exchange, status)


def _builtin(exchange: Exchange, status: int, error: str | None = None) -> Reply:
    what = "built-in reply" + (f": {error}" if error else "")
    exchange.decide(ReplyDecision(status, "server", what, tuple(exchange.passed)))
    return builtin_reply(status, exchange, error)


def _automatic_cors(exchange: Exchange) -> Reply:
    exchange.decide(ReplyDecision(204, "version's CORS setting", "automatic answer to OPTIONS"))
    return Reply(204)


def _broken(exchange: Exchange, error: Exception) -> Reply:
    """A 500 whose trace knows why. A version's own headers may be what broke, so none of them."""
    _log(exchange, error)
    reply = _builtin(exchange, 500)
    dress(reply, exchange.request, None, exchange.trace.id)
    return reply


def _log(exchange: Exchange, error: Exception) -> None:
    """The author's mistakes in one line, ours with their stack."""
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


def _count(exchange: Exchange, reply: Reply) -> None:
    """Matched or not; requests that were refused before the router are nobody's."""
    host = exchange.host
    if exchange.experience is None or host is None or not exchange.routed:
        return
    exchange.site.counters.add(
        Key(
            host.application_id,
            int(time()) // 60,
            exchange.endpoint.id if exchange.endpoint else NOT_FOUND,
            exchange.experience.version,
            host.host,
            reply.status,
        )
    )
