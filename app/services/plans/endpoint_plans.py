"""An endpoint together with what it needs: groups, a page, a workflow, a slug. All or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.errors import AppError, NotFound
from app.extensions import db
from app.models import Application, Endpoint, Flow, View
from app.schemas import EndpointPost, GroupPost, ReplyObject, SlugPost, ViewPost
from app.schemas.flow import FlowPatch, FlowPost
from app.schemas.texts import NAME_LENGTH
from app.services.author import Author
from app.services.experience.endpoints import create_endpoint
from app.services.experience.groups import create_group
from app.services.experience.slugs import create_slug
from app.services.experience.views import create_view
from app.services.flows import create_flow, update_flow
from app.services.starters import SHOW_PAGE, WATCH, starter_flow
from app.services.transaction import transaction
from app.workflows.complete import new_id

APART = 280
"""Between what a workflow has and what is added to it, on the canvas."""

Part = dict[str, Any]


@dataclass(frozen=True)
class FlowPlan:
    """starter: of app.services.starters; flow_id: of the workflow that takes it in; None for a new
    one, called after the endpoint unless there is a name. data: JSON that it hands to the page."""

    starter: str
    name: str = ""
    flow_id: str | None = None
    data: str = "{}"


@dataclass(frozen=True)
class EndpointPlan:
    """groups: new ones, which may enter beside those of the endpoint; page: a new one, or the id of
    one. The endpoint shows it by itself unless there is a workflow, which does then."""

    endpoint: EndpointPost
    groups: tuple[GroupPost, ...] = ()
    page: ViewPost | str | None = None
    flow: FlowPlan | None = None
    slug: SlugPost | None = None


@dataclass(frozen=True)
class Carried:
    """page: only if it is new."""

    endpoint: Endpoint
    page: View | None = None
    flow: Flow | None = None


def carry_out(application: Application, plan: EndpointPlan, by: Author) -> Carried:
    """Raises an AppError whose field is a part of the plan: "groups", "page", "endpoint" …"""
    with transaction(application):
        with about("groups"):
            new = [create_group(application, post, by).id for post in plan.groups]
        with about("page"):
            page, page_id = _page(application, plan, by)
        with about("endpoint"):
            endpoint = create_endpoint(application, _endpoint(plan, new, page_id), by)
            db.session.flush()
        with about("flow"):
            flow = _flow(application, plan.flow, endpoint, page_id or "", by)
        with about("slug"):
            if plan.slug:
                create_slug(application, plan.slug, by)
    return Carried(endpoint, page, flow)


def add_starter_flow(endpoint: Endpoint, application: Application, by: Author) -> Flow:
    """A workflow that the endpoint starts: one that answers, or only looks on where the endpoint
    has a reply of its own."""
    plan = FlowPlan(WATCH if endpoint.static_reply else "object")
    with transaction(endpoint):
        return create_flow(application, _starter(plan, endpoint, ""), by)


def label_of(endpoint: Endpoint) -> str:
    return f"{endpoint.method.upper()} {endpoint.route}"


def _page(
    application: Application, plan: EndpointPlan, by: Author
) -> tuple[View | None, str | None]:
    """The page if it is new, and its id anyway."""
    if plan.page is None or isinstance(plan.page, str):
        return None, plan.page
    page = create_view(application, plan.page, by)
    db.session.flush()
    return page, page.id


def _endpoint(plan: EndpointPlan, new_groups: list[str], page_id: str | None) -> EndpointPost:
    shown = page_id if plan.flow is None else None
    reply = ReplyObject(kind="page", value=shown) if shown else plan.endpoint.static_reply
    ids = [*plan.endpoint.experience_group_ids, *new_groups]
    return plan.endpoint.model_copy(update={"experience_group_ids": ids, "static_reply": reply})


def _flow(
    application: Application, plan: FlowPlan | None, endpoint: Endpoint, page_id: str, by: Author
) -> Flow | None:
    if plan is None:
        return None
    post = _starter(plan, endpoint, page_id)
    if plan.flow_id is None:
        return create_flow(application, post, by)
    flow = db.session.get(Flow, plan.flow_id)
    if flow is None or flow.application_id != application.id or flow.deleted_in_develop:
        raise NotFound("Workflow")
    return update_flow(flow, _beside(flow, post), by)


def _starter(plan: FlowPlan, endpoint: Endpoint, page_id: str) -> FlowPost:
    if plan.starter == SHOW_PAGE and not page_id:
        raise ValueError("a workflow that shows a page needs one")
    return starter_flow(
        plan.starter,
        plan.name or label_of(endpoint)[:NAME_LENGTH],
        endpoint.id,
        label_of(endpoint),
        page_id=page_id,
        data=plan.data,
    )


def _beside(flow: Flow, post: FlowPost) -> FlowPatch:
    """The starter at the right of what the workflow has, with ids of its own."""
    right = max((_x(part) for part in [*flow.triggers, *flow.nodes]), default=-APART) + APART
    left = min(_x(part) for part in [*post.triggers, *post.nodes])
    ids = {node["id"]: new_id() for node in post.nodes}
    triggers, nodes = (
        [_moved(part, right - left, ids) for part in parts] for parts in (post.triggers, post.nodes)
    )
    return FlowPatch(triggers=[*flow.triggers, *triggers], nodes=[*flow.nodes, *nodes])


def _moved(part: Part, by: float, ids: dict[str, str]) -> Part:
    outputs = [[ids[id] for id in output] for output in part["outputIds"]]
    moved = part | {"meta": part["meta"] | {"x": _x(part) + by}, "outputIds": outputs}
    return moved | ({"id": ids[part["id"]]} if "id" in part else {})


def _x(part: Part) -> float:
    x = (part.get("meta") or {}).get("x", 0)
    return x if isinstance(x, int | float) else 0


@contextmanager
def about(part: str) -> Iterator[None]:
    """Whatever is refused meanwhile is about that part."""
    try:
        yield
    except AppError as error:
        error.field = part
        raise
