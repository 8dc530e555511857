"""A trace in words: what `flask explain` prints and the console shows."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from app.redaction import redacted_text
from app.serving.request import PublicRequest, Reply
from app.serving.trace import Trace

WIDTH = 7  # of the longest name of a step, "version"


def explain_lines(request: PublicRequest, reply: Reply, trace: Trace) -> Iterator[str]:
    query = f"?{redacted_text(request.query_string)}" if request.query_string else ""
    yield f"{request.method.upper()} {request.scheme}://{request.host}{request.path}{query}"
    yield ""
    for decision in in_words(trace):
        yield f"{decision['step']:>{WIDTH}}  {decision['summary']}"
        yield from (f"{'':{WIDTH}}    · {detail}" for detail in decision["details"])
    yield ""
    yield f"{reply.status} {_phrase(reply.status)} · {len(reply.body):,} bytes · " + (
        f"{trace.seconds * 1000:.1f} ms · trace {trace.id}"
    )


def in_words(trace: Trace) -> list[dict[str, Any]]:
    """step, summary and details of each decision, then notes and what went wrong. Keeps nothing of
    what the decisions refer to."""
    words = [
        {"step": one.step, "summary": one.summary, "details": one.details}
        for one in trace.decisions
    ]
    words += [{"step": "note", "summary": note, "details": []} for note in trace.notes]
    if trace.error:
        words.append({"step": "error", "summary": trace.error, "details": []})
    return words


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
