"""A trace in words: what `flask explain` prints and the console shows."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from app.redaction import redacted_text
from app.serving.pipeline.access import AccessDecision
from app.serving.pipeline.body import BodyDecision
from app.serving.pipeline.flow_decision import FlowsDecision
from app.serving.pipeline.reply import ReplyDecision
from app.serving.pipeline.route import RouteDecision
from app.serving.pipeline.token import TokenDecision
from app.serving.request import PublicRequest, Reply
from app.serving.trace import Decision, Trace

REFUSED, SKIPPED = "refused", "skipped"
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
    """step, summary, details and state of each decision, then notes and what went wrong. Keeps
    nothing of what the decisions refer to."""
    words = [
        {"step": one.step, "summary": one.summary, "details": one.details, "state": state_of(one)}
        for one in trace.decisions
    ]
    words += [{"step": "note", "summary": note, "details": []} for note in trace.notes]
    if trace.error:
        words.append({"step": "error", "summary": trace.error, "details": [], "state": REFUSED})
    return words


def state_of(decision: Decision) -> str:
    """What it meant for the request: REFUSED, SKIPPED, or "" where that went on."""
    match decision:
        case RouteDecision(match=None) | AccessDecision(granted=False):
            return REFUSED
        case ReplyDecision(status=status) if status >= 400:
            return REFUSED
        case TokenDecision(source=source, visitor=None):
            return SKIPPED if source is None else REFUSED
        case BodyDecision(size=0):
            return SKIPPED
        case FlowsDecision() if not decision.runs and not decision.dropped:
            return SKIPPED
    return ""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
