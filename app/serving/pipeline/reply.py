"""The reply that a version configures: a page or a redirect, and the chains of fallbacks."""

import re
from collections.abc import Iterable
from functools import lru_cache
from time import thread_time
from typing import Any, NamedTuple
from urllib.parse import quote

from app.rendering import UNSET, Rendered, RenderError, compile_text
from app.serving.pipeline.exchange import Exchange
from app.serving.request import Reply, WouldWait
from app.serving.snapshot.experience import Endpoint, Experience, ReplyConfig
from app.workflows.expressions import evaluator

EVALUATE = evaluator("jinja")
SLOW_RENDER = 0.005  # seconds; a page that takes longer is not rendered on the event loop

Context = dict[str, Any]


class ReplyDecision(NamedTuple):
    """where: whose setting it is; what: the page or address; passed: what was looked at first."""

    status: int
    where: str
    what: str
    passed: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        return "reply"

    @property
    def summary(self) -> str:
        return f"{self.status} {self.what}, from the {self.where}"

    @property
    def details(self) -> list[str]:
        return list(self.passed)


class Candidate(NamedTuple):
    """A place where a reply may be configured, and what its kinds answer by default."""

    where: str
    config: ReplyConfig | None
    page_status: int
    redirect_status: int


def static_candidates(endpoint: Endpoint) -> list[Candidate]:
    return [Candidate("static reply of the endpoint", endpoint.static_reply, 200, 301)]


def unauthorized_candidates(
    endpoint: Endpoint, experience: Experience, status: int
) -> list[Candidate]:
    """status: 401 or 403, which a page answers by default."""
    return [
        Candidate("unauthorized reply of the endpoint", endpoint.unauthorized_reply, status, 302),
        Candidate("unauthorized reply of the version", experience.unauthorized_reply, status, 302),
    ]


def not_found_candidates(experience: Experience) -> list[Candidate]:
    return [Candidate("not found reply of the version", experience.not_found_reply, 404, 302)]


def configured_reply(
    candidates: Iterable[Candidate], context: Context, exchange: Exchange
) -> Reply | None:
    """The first that is set; None if none is. Raises RenderError and WouldWait."""
    for where, config, page_status, redirect_status in candidates:
        if config is None:
            exchange.passed.append(f"{where}: not set")
        elif config.kind == "page":
            status = config.status_code or page_status
            return _page(config.value, status, where, context, exchange)
        else:
            status = config.status_code or redirect_status
            return _redirect(config.value, status, where, context, exchange)
    return None


def _page(view_id: str, status: int, where: str, context: Context, exchange: Exchange) -> Reply:
    rendered = render_page(view_id, context, exchange)
    name = exchange.opened.view_resources[view_id]["name"]
    exchange.decide(ReplyDecision(status, where, f"page “{name}”", tuple(exchange.passed)))
    body = rendered.body.encode(errors="replace")
    return Reply(status, body, [("content-type", rendered.content_type)])


def render_page(
    view_id: str, context: Context, exchange: Exchange, *, layout_id: str | None = None
) -> Rendered:
    """layout_id: None for the page's own.

    Raises RenderError, and WouldWait when the page is slow, or new and still to be compiled.
    """
    site, experience = exchange.site, exchange.opened
    if not exchange.may_wait and experience.pace.of(view_id) > SLOW_RENDER:
        raise WouldWait
    resource = experience.view_resources.get(view_id, {})
    context["experience"]["page"] = resource or None
    layout = layout_id or resource.get("layoutId", "")
    context["experience"]["layout"] = experience.view_resources.get(layout)
    begun = thread_time()  # not the wall clock: on a thread most of that is waiting for a turn
    try:
        rendered = experience.views.render_page(
            view_id, context, layout_id=layout_id or UNSET, budget=site.budget, evaluate=EVALUATE
        )
    finally:
        experience.pace.note(view_id, thread_time() - begun)
    exchange.trace.notes += [f"{note.view}: {note.message}" for note in rendered.notes]
    return rendered


def _redirect(
    template: str, status: int, where: str, context: Context, exchange: Exchange
) -> Reply:
    pace = exchange.opened.pace
    if not exchange.may_wait and pace.of(template) > SLOW_RENDER:
        raise WouldWait
    begun = thread_time()
    try:
        text = _compiled(template).render(context, exchange.site.budget, evaluate=EVALUATE)
    finally:
        pace.note(template, thread_time() - begun)
    location = text.strip(" ")
    if not location:
        raise RenderError(f"The redirect {template!r} came out empty, so there is nowhere to go.")
    exchange.decide(ReplyDecision(status, where, f"redirect to {location}", tuple(exchange.passed)))
    return Reply(status, b"", [("location", sendable(location))])


def sendable(location: str) -> str:
    """Percent-encode what a URL cannot hold, but leave control characters to be refused."""
    return _outside_url.sub(lambda found: quote(found[0]), location)


_outside_url = re.compile(r"[^\x00-\x20!#-;=?-\[\]_a-z~\x7f]| ")
_compiled = lru_cache(maxsize=512)(compile_text)
