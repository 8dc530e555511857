"""A workflow of a kit together with the endpoints and pages that it needs. All or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Endpoint, Flow
from app.routing import RouteSyntaxError
from app.schemas import EndpointPost, ViewPost
from app.schemas.flow import FlowPost
from app.schemas.messages import read
from app.services.author import Author
from app.services.experience.endpoints import create_endpoint
from app.services.experience.views import create_view
from app.services.flows import create_flow
from app.services.lookup import develop_of, find_row
from app.services.plans.endpoint_plans import about
from app.services.starters.kits import KITS, EndpointPart, Place, check_part, kit_flow, kit_page
from app.services.transaction import transaction


class NewEndpoint(NamedTuple):
    route: str


class NewPage(NamedTuple):
    name: str
    layout_id: str | None = None


@dataclass(frozen=True)
class KitPlan:
    """kit: of app.services.starters.kits; endpoints, pages: by the kit's names for its parts, new
    ones or the ids of those that there are; flow: gives name and description."""

    kit: str
    flow: FlowPost
    endpoints: Mapping[str, NewEndpoint | str]
    pages: Mapping[str, NewPage | str]


def carry_out_kit(application: Application, plan: KitPlan, by: Author) -> Flow:
    """Raises an AppError whose field is a part of the plan: "endpoints.show", "pages.page" or one
    of the workflow's own."""
    kit = KITS[plan.kit]
    with transaction(application):
        places = {}
        for name, part in kit.endpoints.items():
            with about(f"endpoints.{name}"):
                places[name] = _place(application, part, plan.endpoints[name], by)
        routes = {name: place.route for name, place in places.items()}
        pages = {}
        for name, page in kit.pages.items():
            with about(f"pages.{name}"):
                pages[name] = _page(application, page.body, plan.pages[name], routes, by)
        post = kit_flow(plan.kit, plan.flow.name, places, pages)
        return create_flow(application, _described(post, plan.flow), by)


def _described(post: FlowPost, by: FlowPost) -> FlowPost:
    return post.model_copy(update={"description": by.description})


def _place(
    application: Application, part: EndpointPart, wanted: NewEndpoint | str, by: Author
) -> Place:
    try:
        if isinstance(wanted, NewEndpoint):
            check_part(part, wanted.route)
            post = read(EndpointPost, {"method": part.method, "route": wanted.route})
            endpoint = create_endpoint(application, post, by)
            db.session.flush()
        else:
            endpoint = _endpoint(application, wanted, part.method)
            check_part(part, endpoint.route)
    except RouteSyntaxError as error:
        raise ValidationError(f"This is no route: {error.reason}") from None
    return Place(endpoint.id, endpoint.method, endpoint.route)


def _endpoint(application: Application, id: str, method: str) -> Endpoint:
    version = develop_of(application.id)
    endpoint = find_row(Endpoint, "Endpoint", id=id, version_id=version.id, method=method)
    if endpoint.static_reply:
        raise ValidationError("It has a page or a redirect of its own, which would answer")
    return endpoint


def _page(
    application: Application,
    body: str,
    wanted: NewPage | str,
    routes: Mapping[str, str],
    by: Author,
) -> str:
    """Its id."""
    if isinstance(wanted, str):
        return wanted
    text = kit_page(body, routes, has_layout=wanted.layout_id is not None)
    given = {"name": wanted.name, "viewType": "page", "layoutId": wanted.layout_id, "body": text}
    page = create_view(application, read(ViewPost, given), by)
    db.session.flush()
    return page.id
