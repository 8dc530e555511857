"""A view drawn from text that nobody has saved yet, as a visitor would get it.

The snapshot of its version with that one view replaced; no flow runs and nothing is counted.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, NamedTuple

from app.errors import NotFound
from app.models import Application
from app.rendering import Rendered, RenderError, ViewSource
from app.routing import Match, parse_route
from app.serving.pipeline.context import page_context
from app.serving.pipeline.exchange import Exchange
from app.serving.pipeline.reply import Context, render_page
from app.serving.pipeline.token import Visitor
from app.serving.request import PublicRequest
from app.serving.site import Site
from app.serving.snapshot.experience import Endpoint, Experience, Pace

STAND_IN = "preview"
"""Id of the page around a layout or a component that is shown without one."""

PLACE = "<h1>The page</h1>\n<p>Whatever page uses this layout stands here.</p>"
PARAMETER = re.compile(r"\{(\w+)[*?]?\}")


@dataclass(frozen=True)
class Occasion:
    """Who asks for what. page_id: where a layout or component is shown, None for by itself.

    sample: laid over the context, field by field; `this` and `args` are what a component that is
    shown by itself is called with.
    """

    page_id: str | None = None
    endpoint_id: str | None = None
    user_id: str | None = None
    sample: Mapping[str, Any] | None = None


class Preview(NamedTuple):
    """One of rendered and error. seconds: what drawing took."""

    rendered: Rendered | None
    error: RenderError | None
    seconds: float


def draw_preview(
    site: Site, application: Application, version: str, draft: ViewSource, occasion: Occasion
) -> Preview:
    """What the occasion names and is not there counts as not given."""
    experience = site.experiences.open(application.id, version, application.revision)
    if experience is None:
        raise NotFound("Version")
    sample = dict(occasion.sample or {})
    endpoint = next((one for one in experience.endpoints if one.id == occasion.endpoint_id), None)
    exchange = Exchange(_request(endpoint, sample), site, may_wait=True, counts=False)
    visitor = _visitor(site, application.id, occasion.user_id)
    context = _context(exchange, experience, endpoint, visitor, sample)
    page_id, layout_id, views = _stage(experience, draft, occasion.page_id, sample)
    exchange.experience = replace(
        experience,
        views=views,
        view_resources=_resources(experience, draft),
        pace=Pace(),  # what a draft takes says nothing about what is published
    )
    begun = perf_counter()
    try:
        rendered = render_page(page_id, context, exchange, layout_id=layout_id)
        return Preview(rendered, None, perf_counter() - begun)
    except RenderError as error:
        return Preview(None, error, perf_counter() - begun)


def _request(endpoint: Endpoint | None, sample: Mapping[str, Any]) -> PublicRequest:
    """To the endpoint's route, with the parameters that the sample gives."""
    given = sample.get("request")
    params = given.get("params") if isinstance(given, dict) else None
    values = params if isinstance(params, dict) else {}
    route = endpoint.route if endpoint else "/"
    path = PARAMETER.sub(lambda found: str(values.get(found[1], found[0])), route)
    method = endpoint.method if endpoint else "get"
    return PublicRequest(method=method, host="", path=path, headers={})


def _visitor(site: Site, application_id: str, user_id: str | None) -> Visitor | None:
    known = site.store.reads().user(application_id, user_id) if user_id else None
    return Visitor(known.resource, known.group_ids, {}) if known else None


def _context(
    exchange: Exchange,
    experience: Experience,
    endpoint: Endpoint | None,
    visitor: Visitor | None,
    sample: Mapping[str, Any],
) -> Context:
    match = Match(endpoint, {}, parse_route(endpoint.route)) if endpoint else None
    context = page_context(
        exchange.request, experience, match, visitor, None, exchange.trace.started
    )
    return _laid_over(context, sample) | {"sample": sample}


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        under = merged.get(name)
        if isinstance(under, Mapping) and isinstance(value, Mapping):
            value = _laid_over(under, value)
        merged[name] = value
    return merged


def _stage(
    experience: Experience, draft: ViewSource, page_id: str | None, sample: Mapping[str, Any]
) -> tuple[str, str | None, Any]:
    """The page to draw, its layout if it is not its own, and the views to draw it from."""
    views = experience.views.replacing(draft)
    if draft.view_type == "page":
        return draft.id, None, views
    layout_id = draft.id if draft.view_type == "layout" else None
    if page_id in experience.view_resources:
        return str(page_id), layout_id, views
    body = PLACE if layout_id else _call(draft.name, sample)
    stand_in = ViewSource(STAND_IN, "Preview", "page", body)
    return STAND_IN, layout_id, views.replacing(stand_in)


def _call(component: str, sample: Mapping[str, Any]) -> str:
    """A template that calls it with what the sample gives."""
    given = sample.get("args")
    names = [name for name in given if name.isidentifier()] if isinstance(given, dict) else []
    this = ["root.sample.this"] if "this" in sample else []
    arguments = [
        json.dumps(component),
        *this,
        *(f"{name}=root.sample.args.{name}" for name in names),
    ]
    return "{{ component(" + ", ".join(arguments) + ") }}"


def _resources(experience: Experience, draft: ViewSource) -> dict[str, Any]:
    """As templates see them: a page has the layout that was chosen for it."""
    known = experience.view_resources
    own = known.get(draft.id, {}) | {"layoutId": draft.layout_id}
    return known | {draft.id: own}
