"""The live preview: unsaved text in, problems and a drawn page out.

The page's own markup never meets the console: it is drawn inside the stage, a frame without an
origin. docs/decisions/008-preview.md tells why.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from flask import Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import escape
from sqlalchemy import select

from app.admin.blueprint import bp
from app.admin.place import Bench, for_frozen_too
from app.admin.publishing.addresses import hosts_at
from app.admin.views.place import VIEW, find_view, views_named
from app.admin.views.recorded import Recorded, recorded_for
from app.extensions import db
from app.models import Endpoint, User, View
from app.rendering import Rendered, RenderError, ViewSource
from app.routing import order_key
from app.services.experience.endpoints import parsed_route
from app.services.experience.linked import linked_to_view
from app.services.experience.view_check import Problem, problems_in
from app.serving.preview import Occasion, draw_preview
from app.serving.site import Site
from app.serving.snapshot.build import DEFAULT_CONTENT_TYPE

USERS_SHOWN = 100
IN_FRAME = ("text/html", "application/xhtml+xml", "image/svg+xml")
HEAD = re.compile(r"\s*(<!doctype[^>]*>)?\s*(<html[^>]*>)?\s*(<head[^>]*>)?", re.I)
NOWHERE = "https://preview.invalid/"
"""Where addresses of the page lead when no host serves its version: nowhere."""

STAGE_POLICY = (
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; "
    "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'; "
    "form-action 'none'; frame-ancestors 'self'"
)


class Asker(NamedTuple):
    """An endpoint. params: names of its route; fits: it answers with the page that is shown."""

    id: str
    method: str
    route: str
    params: list[str]
    fits: bool


class Choices(NamedTuple):
    """What the preview can show, and what the address asks for. pages: (id, name), for layouts
    and components, those that use it first; recorded: runs that showed the page."""

    pages: list[tuple[str, str]]
    page: str
    endpoints: list[Asker]
    endpoint: str
    users: list[tuple[str, str]]
    user: str
    recorded: list[Recorded]


@bp.post(f"{VIEW}/preview")
@for_frozen_too
def try_view(bench: Bench, kind: str, view_id: str) -> ResponseReturnValue:
    """problems: each at its line; data: what is wrong with the sample; preview: null when there is
    nothing new to show; elsewhere: why, if that is not in this view."""
    view = find_view(bench, kind, view_id)
    body = request.form.get("text", "").replace("\r\n", "\n")
    components = {name for _, name in views_named(bench, "component")}
    problems = problems_in(body, view.view_type, components)
    sample, data = read_sample(request.form.get("sample", ""))
    answer: dict[str, Any] = {"data": data, "preview": None, "elsewhere": None}
    if sample is not None and not any(problem.is_error for problem in problems):
        drawn = draw_preview(
            Site.of(current_app),
            bench.application,
            bench.version.name,
            source_of(view, body),
            occasion_of(sample),
        )
        if drawn.rendered:
            answer["preview"] = shown(drawn.rendered, drawn.seconds, base_of(bench))
        elif drawn.error and drawn.error.view_id == view.id:
            problems.append(problem_of(drawn.error))
        else:
            answer["elsewhere"] = str(drawn.error)
    return jsonify(problems=[problem._asdict() for problem in problems], **answer)


@bp.get("/stage")
def stage() -> Response:
    """An empty page that draws what the console hands to it. It holds nothing, so it is open."""
    response = make_response(render_template("admin/views/stage.html"))
    response.headers["Content-Security-Policy"] = STAGE_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"  # or a sandbox is not shown
    return response


def read_sample(text: str) -> tuple[dict[str, Any] | None, str]:
    """The sample data, or None and what is wrong with it."""
    try:
        sample = orjson.loads(text) if text.strip() else {}
    except orjson.JSONDecodeError as error:
        return None, f"This is no JSON: {error.msg}, line {error.lineno}, column {error.colno}."
    if not isinstance(sample, dict):
        return None, 'Write an object, such as {"pageData": {}}.'
    return sample, ""


def source_of(view: View, body: str) -> ViewSource:
    return ViewSource(
        id=view.id,
        name=view.name,
        view_type=view.view_type,  # type: ignore[arg-type]
        body=body,
        layout_id=request.form.get("layout_id", view.layout_id) or None,
        content_type=(view.headers or {}).get("content-type") or DEFAULT_CONTENT_TYPE,
    )


def occasion_of(sample: dict[str, Any]) -> Occasion:
    wanted = request.form
    return Occasion(wanted.get("page"), wanted.get("endpoint"), wanted.get("user"), sample)


def shown(rendered: Rendered, seconds: float, base: str) -> dict[str, Any]:
    """html: for the stage; text: of what is no page for a browser."""
    in_frame = rendered.content_type.partition(";")[0].strip().lower() in IN_FRAME
    body = rendered.body
    return {
        "html": with_base(body, base) if in_frame else None,
        "text": None if in_frame else body,
        "milliseconds": round(seconds * 1000, 1),
        "bytes": len(body.encode(errors="replace")),
        "notes": [note.message for note in rendered.notes],
    }


def with_base(html: str, base: str) -> str:
    """Its pictures and styles come from the host it is published on, and links open there."""
    found = HEAD.match(html)
    at = found.end() if found else 0
    return f'{html[:at]}<base href="{escape(base)}" target="_blank">{html[at:]}'


def base_of(bench: Bench) -> str:
    """Of a slug first: whoever reaches the console reaches those."""
    hosts = hosts_at(bench.application, bench.version.name)
    hosts.sort(key=lambda host: host.is_domain)
    return next((host.url for host in hosts if host.url), NOWHERE)


def problem_of(error: RenderError) -> Problem:
    return Problem(error.message, error.line or 1, error.column or 1, is_error=True)


def choices_for(bench: Bench, view: View, asked: Mapping[str, str]) -> Choices:
    pages = [] if view.view_type == "page" else pages_for(bench, view)
    default = pages[0][0] if pages else ""
    page = asked.get("page", default)
    shown_id = view.id if view.view_type == "page" else page
    endpoints = askers(bench, shown_id)
    first = next((one.id for one in endpoints if one.fits), "")
    return Choices(
        pages,
        page,
        endpoints,
        asked.get("endpoint", first),
        users_of(bench),
        asked.get("user", ""),
        recorded_for(bench, shown_id),
    )


def pages_for(bench: Bench, view: View) -> list[tuple[str, str]]:
    """Of a layout its pages; of a component those that call it, themselves or by their layout."""
    users = linked_to_view(bench.application, view, bench.version).get("experienceViews", [])
    layouts = [one.id for one in users if one.view_type == "layout"]
    query = select(View.id, View.name).filter_by(version_id=bench.version.id, view_type="page")
    inside = db.session.execute(query.where(View.layout_id.in_(layouts)).order_by(View.name))
    found = {one.id: one.name for one in users if one.view_type == "page"}
    return list((found | {row.id: row.name for row in inside}).items())


def askers(bench: Bench, page_id: str) -> list[Asker]:
    """Those that answer with that page first, then as the router tries them."""
    columns = Endpoint.id, Endpoint.method, Endpoint.route
    query = select(*columns, Endpoint.static_reply, Endpoint.unauthorized_reply)
    rows = db.session.execute(query.filter_by(version_id=bench.version.id, enabled=True)).all()
    found = [_asker(row, page_id) for row in rows]
    return sorted(
        found, key=lambda one: (not one.fits, order_key(parsed_route(one.route)), one.method)
    )


def _asker(row: Any, page_id: str) -> Asker:
    replies: Sequence[dict[str, Any] | None] = row.static_reply, row.unauthorized_reply
    fits = any(reply["type"] == "page" and reply["value"] == page_id for reply in replies if reply)
    return Asker(row.id, row.method, row.route, re.findall(r"\{(\w+)[*?]?\}", row.route), fits)


def users_of(bench: Bench) -> list[tuple[str, str]]:
    """(id, e-mail) of the first of them."""
    query = select(User.id, User.email).filter_by(application_id=bench.application.id)
    rows = db.session.execute(query.order_by(User.email).limit(USERS_SHOWN))
    return [(row.id, row.email) for row in rows]
