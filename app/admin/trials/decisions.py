"""A trace for people: each decision of the pipeline as a step with its reason and its losers.

Drawn by templates/components/decisions.html.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from app.admin.shell.markup import route as marked
from app.redaction import HIDDEN, is_sensitive, redacted_text
from app.routing import Outcome, Verdict
from app.services.run_records.reading import Decision as Recorded
from app.serving.pipeline.access import AccessDecision, way_in
from app.serving.pipeline.explain import REFUSED, SKIPPED, state_of
from app.serving.pipeline.flow_decision import FlowsDecision
from app.serving.pipeline.route import RouteDecision
from app.serving.pipeline.token import TokenDecision
from app.serving.snapshot.experience import Endpoint, Experience
from app.serving.trace import Decision, Trace

CANDIDATES = 5
WORDS = {"flows": "Workflows"}
VERDICT = re.compile(r"`(?P<method>\w+) (?P<route>[^`]+)` (?P<outcome>won|lost): (?P<reason>.+)")
"""The sentence of a route that was looked at, as it is recorded."""


@dataclass(frozen=True)
class Candidate:
    """A route that was looked at. endpoint_id: to link it, "" where the endpoint is gone."""

    method: str
    route: str
    endpoint_id: str
    reason: str
    won: bool


@dataclass(frozen=True)
class Step:
    """word: where in the pipeline. state: "", REFUSED or SKIPPED. more: candidates left out;
    chain: names from the user to the group that lets in."""

    word: str
    headline: str
    state: str = ""
    why: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    more: int = 0
    chain: list[str] = field(default_factory=list)


def steps_of(trace: Trace) -> list[Step]:
    experience = _experience(trace)
    steps = [_step(decision, experience, trace) for decision in trace.decisions]
    steps += [Step("Note", redacted_text(note)) for note in trace.notes]
    if trace.error:
        steps.append(Step("Error", redacted_text(trace.error), REFUSED))
    return steps


def recorded_steps(
    decisions: list[Recorded], endpoints: Mapping[tuple[str, str], str]
) -> list[Step]:
    """Of a trace that was kept in words. endpoints: ids by method and route, for the links."""
    return [_recorded(one, endpoints) for one in decisions]


def _recorded(decision: Recorded, endpoints: Mapping[tuple[str, str], str]) -> Step:
    step = Step(_word(decision.step), _sentence(decision.summary), decision.state)
    for line in decision.details:
        found = VERDICT.match(line)
        if found is None:
            step.why.append(_sentence(line))
            continue
        id = endpoints.get((found["method"], found["route"]), "")
        reason = _unquoted(found["reason"]).rstrip(".")
        step.candidates.append(
            Candidate(found["method"], found["route"], id, reason, found["outcome"] == "won")
        )
    step.candidates.sort(key=lambda one: not one.won)
    more = len(step.candidates) - CANDIDATES
    return replace(step, candidates=step.candidates[:CANDIDATES], more=max(more, 0))


def _experience(trace: Trace) -> Experience | None:
    return next((one.experience for one in trace.decisions if isinstance(one, RouteDecision)), None)


def _step(decision: Decision, experience: Experience | None, trace: Trace) -> Step:
    match decision:
        case RouteDecision():
            return _route(decision)
        case AccessDecision():
            return _access(decision, experience, trace)
        case FlowsDecision():
            return _flows(decision)
    return _plain(decision)


def _plain(decision: Decision) -> Step:
    why = [redacted_text(_sentence(line)) for line in decision.details]
    return Step(
        _word(decision.step), redacted_text(_sentence(decision.summary)), state_of(decision), why
    )


def _route(decision: RouteDecision) -> Step:
    verdicts = decision.explanation.verdicts
    told = sorted(
        (one for one in verdicts if one.outcome is not Outcome.OTHER_METHOD), key=_farness
    )
    candidates = [_candidate(one) for one in told[:CANDIDATES]]
    candidates += [_disabled(endpoint) for endpoint in decision.disabled]
    step = Step(
        "Route",
        _won(decision),
        state_of(decision),
        candidates=candidates,
        more=max(len(told) - CANDIDATES, 0),
    )
    step.why.extend(f"Nearest: {_unquoted(one.sentence)}" for one in decision.nearest)
    return step


def _farness(verdict: Verdict[Endpoint]) -> int:
    """Those that fit first, then those that part from the path late."""
    return -(verdict.segment or 0) if verdict.outcome is Outcome.DIFFERENT else -(10**6)


def _won(decision: RouteDecision) -> str:
    if decision.match is None:
        return f"No route fits {decision.method.upper()} {decision.path}"
    won = Markup('<code class="route">{}</code>').format(marked(str(decision.match.value.route)))
    params = [
        Markup("{} = <code>{}</code>").format(name, HIDDEN if is_sensitive(name) else value)
        for name, value in decision.match.params.items()
    ]
    return won + Markup(" with ") + Markup(", ").join(params) if params else won


def _candidate(verdict: Verdict[Endpoint]) -> Candidate:
    won = verdict.outcome is Outcome.WON
    route, id = str(verdict.route), verdict.value.id
    return Candidate(verdict.method, route, id, _unquoted(verdict.reason), won)


def _disabled(endpoint: Endpoint) -> Candidate:
    return Candidate(endpoint.method, endpoint.route, endpoint.id, "switched off", won=False)


def _access(decision: AccessDecision, experience: Experience | None, trace: Trace) -> Step:
    step = _plain(decision)
    groups = way_in(decision, experience) if experience else ()
    if groups:
        step.chain.extend([*_asking(trace), *(group.name for group in groups)])
    return step


def _asking(trace: Trace) -> list[str]:
    return [
        one.visitor.user["email"]
        for one in trace.decisions
        if isinstance(one, TokenDecision) and one.visitor
    ]


def _flows(decision: FlowsDecision) -> Step:
    if decision.runs or decision.dropped:
        return _plain(decision)
    names = ", ".join(dict.fromkeys(f"“{start.flow.name}”" for start in decision.starts))
    why = [_sentence(line) for line in decision.details]
    return Step("Workflows", f"Would start {names}, and did not", SKIPPED, why)


def _word(step: str) -> str:
    return WORDS.get(step, step.capitalize())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unquoted(text: str) -> str:
    return text.replace("`", "")
