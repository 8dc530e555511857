"""The straight line of a public request: values in, a value out, each step a recorded decision.

A reply that flows owe may take its time, so each adapter waits for it in its own way; begin() and
finish() are what happens before and after.
"""

from collections.abc import Callable
from concurrent.futures import wait
from time import time

from app.serving.counters import NOT_FOUND, Key
from app.serving.pipeline.answer import Owed, answer, builtin, log_failure
from app.serving.pipeline.exchange import Exchange
from app.serving.pipeline.headers import dress
from app.serving.pipeline.host import HostDecision
from app.serving.pipeline.record import record_request
from app.serving.request import PublicRequest, Reply, WouldWait
from app.serving.site import Site


class Pending:
    """A reply that flows owe. Wait for `future`, but no longer than `seconds`; then finish()."""

    def __init__(self, exchange: Exchange, owed: Owed) -> None:
        self.future = owed.firing.future
        self.seconds = exchange.site.settings.reply_seconds
        self._exchange = exchange
        self._owed = owed

    def finish(self, *, may_wait: bool = True) -> Reply:
        """Raises only WouldWait, and only where may_wait is False; try again then."""
        self._exchange.may_wait = may_wait
        reply = _guarded(self._exchange, self._owed.reply)
        if isinstance(reply, Pending):
            raise TypeError("a reply that was owed cannot be owed again")
        return reply

    def close(self) -> None:
        """For a request that nobody waits for any more."""
        self._owed.firing.close()


def serve(
    request: PublicRequest,
    site: Site,
    *,
    count: bool = True,
    run_flows: bool = True,
    host: HostDecision | None = None,
) -> Reply:
    """On a thread that may wait. Never fails: what goes wrong becomes a 500 with a trace."""
    reply = begin(request, site, count=count, run_flows=run_flows, host=host)
    if isinstance(reply, Pending):
        wait([reply.future], reply.seconds)
        return reply.finish()
    return reply


def begin(
    request: PublicRequest,
    site: Site,
    *,
    may_wait: bool = True,
    count: bool = True,
    run_flows: bool = True,
    host: HostDecision | None = None,
) -> Reply | Pending:
    """Raises only WouldWait, and only where may_wait is False; nothing has happened then.

    count: among the requests of the application; run_flows: False to tell only which would run;
    host: what was decided about it already.
    """
    exchange = Exchange(request, site, may_wait, count, run_flows, host=host)
    return _guarded(exchange, answer)


def _guarded(exchange: Exchange, draw: Callable[[Exchange], Reply | Owed]) -> Reply | Pending:
    """The reply with its headers and its trace, and counted."""
    try:
        reply = draw(exchange)
        if isinstance(reply, Owed):
            return Pending(exchange, reply)
        dress(reply, exchange.request, exchange.experience, exchange.trace.id)
    except WouldWait:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the visitor gets a clean answer
        reply = _broken(exchange, error)
    exchange.trace.end()
    reply.trace = exchange.trace
    record_request(exchange, reply)
    if exchange.counts:
        _count(exchange, reply)
    return reply


def _broken(exchange: Exchange, error: Exception) -> Reply:
    """A 500 whose trace knows why. A version's own headers may be what broke, so none of them."""
    log_failure(exchange, error)
    reply = builtin(exchange, 500)
    dress(reply, exchange.request, None, exchange.trace.id)
    return reply


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
