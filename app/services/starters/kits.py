"""Workflows to begin with that need more than one endpoint: each of them works as soon as it is
there."""

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import escape

from app.errors import ValidationError
from app.routing import Route, parse_route
from app.routing.segments import Literal, Param
from app.schemas.flow import FlowPost
from app.services.starters import FLOWS_FOLDER, PAGES_FOLDER, in_document, read_starter
from app.services.starters.files import filled


class EndpointPart(NamedTuple):
    """route: what it may be called; about: what happens there; has_parameter: its route has one,
    by which the workflow tells what is asked for."""

    method: str
    route: str
    about: str
    has_parameter: bool = False


class PagePart(NamedTuple):
    """name: what it may be called; body: of app/services/starters/pages."""

    name: str
    body: str


class Kit(NamedTuple):
    title: str
    about: str
    endpoints: Mapping[str, EndpointPart]
    pages: Mapping[str, PagePart] = {}


KITS = {
    "login": Kit(
        "Log-in",
        "A form, a password that is compared, and a cookie that lets the user in.",
        {
            "show": EndpointPart("get", "/login", "Shows the form"),
            "send": EndpointPart("post", "/login", "Takes it, and lets in or asks again"),
        },
        {"page": PagePart("Sign in", "sign-in")},
    ),
    "form": Kit(
        "Form",
        "A page with fields; what is sent is checked, kept and thanked for.",
        {
            "show": EndpointPart("get", "/contact", "Shows the form"),
            "send": EndpointPart("post", "/contact", "Checks what was typed, and answers"),
        },
        {"page": PagePart("Contact", "message")},
    ),
    "api": Kit(
        "JSON API",
        "A list and each of its items as JSON, and 404 for others.",
        {
            "list": EndpointPart("get", "/api/items", "Lists all"),
            "one": EndpointPart("get", "/api/items/{id}", "Gives one", has_parameter=True),
        },
    ),
    "stream": Kit(
        "Live messages",
        "A page that stays up to date: what anybody sends appears for everybody at once.",
        {
            "show": EndpointPart("get", "/live", "Shows the page"),
            "listen": EndpointPart("get", "/live/messages", "Stays open, and tells what is sent"),
            "send": EndpointPart("post", "/live/messages", "Sends a message to all who listen"),
        },
        {"page": PagePart("Live", "live")},
    ),
}


class Place(NamedTuple):
    """An endpoint that has the part of a kit."""

    id: str
    method: str
    route: str


def kit_flow(
    kit: str, name: str, endpoints: Mapping[str, Place], pages: Mapping[str, str]
) -> FlowPost:
    """pages: their ids."""
    values = dict(pages)
    for part, place in endpoints.items():
        values[part] = place.id
        values[f"{part} label"] = f"{place.method.upper()} {place.route}"
        values[f"{part} route"] = place.route
        values[f"{part} parameter"] = parameter_of(parse_route(place.route))
    return read_starter(FLOWS_FOLDER / f"{kit}.json", values, name)


def kit_page(body: str, routes: Mapping[str, str], *, has_layout: bool) -> str:
    """routes: of the kit's endpoints."""
    addresses = {part: str(escape(route)) for part, route in routes.items()}
    text = filled(PAGES_FOLDER / f"{body}.html", addresses)
    return text if has_layout else in_document(text)


def check_part(part: EndpointPart, route: str) -> None:
    """Raises ValidationError for a route that the workflow could not serve, RouteSyntaxError."""
    read = parse_route(route)
    if part.has_parameter and not parameter_of(read):
        raise ValidationError(f"A parameter is missing, such as in `{part.route}`")
    if not part.has_parameter and not all(isinstance(one, Literal) for one in read.segments):
        raise ValidationError("This route cannot have parameters: the workflow leads to it")


def parameter_of(route: Route) -> str:
    """The name of the last one; blank if there is none."""
    names = [one.name for one in route.segments if isinstance(one, Param)]
    return names[-1] if names else ""
