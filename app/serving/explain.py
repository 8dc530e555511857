"""A trace in words: what `flask explain` prints and the console shows."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from app.serving.request import PublicRequest, Reply
from app.serving.trace import Trace

WIDTH = 7  # of the longest name of a step, "version"


def explain_lines(request: PublicRequest, reply: Reply, trace: Trace) -> Iterator[str]:
    query = f"?{_masked(request.query_string)}" if request.query_string else ""
    yield f"{request.method.upper()} {request.scheme}://{request.host}{request.path}{query}"
    yield ""
    for decision in trace.decisions:
        yield f"{decision.step:>{WIDTH}}  {decision.summary}"
        yield from (f"{'':{WIDTH}}    · {detail}" for detail in decision.details)
    for note in trace.notes:
        yield f"{'note':>{WIDTH}}  {note}"
    if trace.error:
        yield f"{'error':>{WIDTH}}  {trace.error}"
    yield ""
    yield f"{reply.status} {_phrase(reply.status)} · {len(reply.body):,} bytes · " + (
        f"{trace.seconds * 1000:.1f} ms · trace {trace.id}"
    )


def _masked(query_string: str) -> str:
    """Whoever reads along must not be able to sign in with it."""
    return re.sub(r"(^|&)(authorization=)[^&]*", r"\1\2…", query_string)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
