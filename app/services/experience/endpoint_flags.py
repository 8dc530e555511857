"""Endpoints that cannot do what they are there for, and why."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from app.models import Endpoint
from app.routing import Router, takers
from app.services.experience.endpoint_flows import Starts
from app.services.experience.endpoints import parsed_route


def flags_of(
    endpoints: Sequence[Endpoint], page_ids: Collection[str], starts: Starts
) -> dict[str, list[str]]:
    """By id, in sentences. endpoints: all of a version, with their groups; page_ids: of its
    pages. What is off does nothing, so there is nothing wrong with it."""
    router = router_of(endpoints)
    found: dict[str, list[str]] = {}
    for endpoint in endpoints:
        if endpoint.enabled:
            sentences = [*_flags(endpoint, page_ids, starts), *_shadow(endpoint, router)]
            if sentences:
                found[endpoint.id] = sentences
    return found


def router_of(
    endpoints: Sequence[Endpoint], but: Callable[[Endpoint], bool] = lambda _: False
) -> Router[Endpoint]:
    """Of those that are on. but: which to leave out."""
    return Router(
        (one.method, parsed_route(one.route), one)
        for one in endpoints
        if one.enabled and not but(one)
    )


def _flags(endpoint: Endpoint, page_ids: Collection[str], starts: Starts) -> Iterator[str]:
    if endpoint.access == "group" and not endpoint.groups:
        yield "Nobody may call it: no group is chosen."
    if endpoint.access == "device":
        yield "Nobody may call it: access by device needs devices, which Foyer does not have yet."
    if _is_gone(endpoint.static_reply, page_ids):
        yield "Its page was deleted: visitors get an error."
    if endpoint.access != "public" and _is_gone(endpoint.unauthorized_reply, page_ids):
        yield "The page for refused visitors was deleted: they get the built-in answer."
    if endpoint.static_reply is None and not starts.may_answer(endpoint.id):
        yield "Nothing answers: it has no reply and starts no workflow, so visitors get 404."


def _is_gone(reply: dict[str, Any] | None, page_ids: Collection[str]) -> bool:
    return reply is not None and reply["type"] == "page" and reply["value"] not in page_ids


def _shadow(endpoint: Endpoint, router: Router[Endpoint]) -> Iterator[str]:
    if others := takers(router, endpoint.method, parsed_route(endpoint.route)):
        names = " and ".join(f"`{one.route}`" for one in others)
        verb = "takes" if len(others) == 1 else "take"
        yield f"Never asked: {names} {verb} every request that it could match."
