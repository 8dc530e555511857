"""The route laboratory: which endpoint a request would reach, and why the others lose it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.endpoints.place import METHODS
from app.admin.forms.reply import ShownReply, shown_reply
from app.admin.place import VERSION, Bench
from app.routing import BadPath, Explanation, Near
from app.services.lookup import user_by_email
from app.serving.pipeline.access import AccessDecision, decide_access, way_in
from app.serving.pipeline.reply import (
    Candidate,
    not_found_candidates,
    static_candidates,
    unauthorized_candidates,
)
from app.serving.pipeline.route import RouteDecision, decide_route
from app.serving.pipeline.token import Visitor
from app.serving.site import Site
from app.serving.snapshot.experience import Endpoint, Experience, Group
from app.workflows.flow import Flow

ANY_METHOD = (*METHODS, "head")


@dataclass(frozen=True)
class Answer:
    """reply: kind "none" if no setting answers; where: whose setting; flows: that would run."""

    reply: ShownReply
    where: str = ""
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class Trial:
    """One request, tried. chain: from the visitor's group to the one that lets in."""

    route: RouteDecision
    explanation: Explanation[Endpoint]
    near: tuple[Near[Endpoint], ...]
    disabled: list[Endpoint]
    visitor: Visitor | None
    access: AccessDecision | None
    chain: tuple[Group, ...]
    answer: Answer


@dataclass(frozen=True)
class Asked:
    """As typed; problems by field."""

    method: str
    path: str
    user: str
    problems: dict[str, str]


@bp.get(f"{VERSION}/laboratory")
def laboratory(bench: Bench) -> ResponseReturnValue:
    asked, trial = ask(bench)
    return render_template("admin/laboratory.html", asked=asked, trial=trial, methods=ANY_METHOD)


def ask(bench: Bench) -> tuple[Asked, Trial | None]:
    method = request.args.get("method", "get")
    asked = Asked(
        method if method in ANY_METHOD else "get",
        path_in(request.args.get("path", "")),
        request.args.get("user", "").strip(),
        {},
    )
    if not asked.path:
        return asked, None
    experience = Site.of(current_app).experiences.open(
        bench.application.id, bench.version.name, bench.application.revision
    )
    if experience is None:
        return asked, None
    try:
        return asked, attempt(experience, asked, visitor_for(bench, asked))
    except BadPath as error:
        asked.problems["path"] = error.reason
        return asked, None


def attempt(experience: Experience, asked: Asked, visitor: Visitor | None) -> Trial:
    """Raises BadPath."""
    route = decide_route(experience, asked.method, asked.path)
    access = decide_access(route.match.value, visitor, experience) if route.match else None
    return Trial(
        route,
        route.explanation,
        route.nearest,
        route.disabled,
        visitor,
        access,
        way_in(access, experience) if access else (),
        answer_of(experience, route, access),
    )


def answer_of(
    experience: Experience, route: RouteDecision, access: AccessDecision | None
) -> Answer:
    """What public requests are answered with, as far as settings and not workflows decide it."""
    if route.match is None or access is None:
        flows = tuple(start.flow for start in experience.flows.started_by(None))
        if route.method == "options" and experience.default_cors:
            return Answer(ShownReply("none", status="204"), "CORS setting of the version")
        return _configured(experience, not_found_candidates(experience), "404", flows)
    endpoint = route.match.value
    if not access.granted:
        candidates = unauthorized_candidates(endpoint, experience, access.status)
        return _configured(experience, candidates, str(access.status))
    flows = tuple(start.flow for start in experience.flows.started_by(endpoint.id))
    return _configured(experience, static_candidates(endpoint), "" if flows else "404", flows)


def _configured(
    experience: Experience,
    candidates: list[Candidate],
    builtin: str,
    flows: tuple[Flow, ...] = (),
) -> Answer:
    """builtin: the status where none of the candidates is set."""
    pages = {id: str(view["name"]) for id, view in experience.view_resources.items()}
    for where, config, page_status, redirect_status in candidates:
        if config:
            stored = {
                "type": config.kind,
                "value": config.value,
                "statusCode": config.status_code,
            }
            reply = shown_reply(stored, pages, str(page_status), str(redirect_status))
            return Answer(reply, where, flows)
    return Answer(ShownReply("none", status=builtin), "built-in answer", flows)


def visitor_for(bench: Bench, asked: Asked) -> Visitor | None:
    if not asked.user:
        return None
    user = user_by_email(bench.application.id, asked.user)
    known = Site.of(current_app).store.reads().user(bench.application.id, user.id) if user else None
    if known is None:
        asked.problems["user"] = "Nobody has this e-mail. Leave it empty for somebody unknown."
        return None
    return Visitor(known.resource, known.group_ids, {})


def path_in(text: str) -> str:
    """Of what was typed or pasted: a path, with or without its query, or a whole address."""
    text = text.strip()
    if "://" in text:
        text = urlsplit(text).path or "/"
    text = text.partition("?")[0].partition("#")[0]
    return text if not text or text.startswith("/") else f"/{text}"
