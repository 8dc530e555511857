"""Routes and replies: what a visitor would meet that was not so before."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.models import Endpoint
from app.routing import Router, successors
from app.services.experience.endpoint_flags import router_of
from app.services.experience.endpoints import parsed_route
from app.services.version_diff.changes import (
    EndpointChange,
    Note,
    Pair,
    Turn,
    changed,
    turn,
)

Requests = Mapping[str, int]
Pages = Mapping[str, str]

LOST = "would get 404"


def route_changes(pairs: Iterable[Pair], requests: Requests) -> list[EndpointChange]:
    """requests: of the last day in the old version, by endpoint id."""
    pairs = list(pairs)
    router = router_of([pair.new for pair in pairs if pair.new])
    found = []
    for pair in pairs:
        turns = _turns(pair.old, pair.new) if pair.kind == "changed" else []
        if turns or pair.kind != "changed":
            notes = [*_lost(pair, router, requests), *_off(pair)]
            found.append(_change(pair, turns, notes))
    return found


def reply_changes(pairs: Iterable[Pair], old: Pages, new: Pages) -> list[EndpointChange]:
    """Of endpoints that are in both versions. old, new: names of pages by id."""
    found = []
    for pair in pairs:
        if pair.kind != "changed":
            continue
        turns = [
            *turn("reply", *_words(pair, "static_reply", old, new, "a workflow answers")),
            *turn("refused", *_words(pair, "unauthorized_reply", old, new, "the version's own")),
        ]
        if turns:
            found.append(_change(pair, turns))
    return found


def reply_words(reply: dict[str, Any] | None, pages: Pages, none: str) -> str:
    if reply is None:
        return none
    status = f", {reply['statusCode']}" if reply.get("statusCode") else ""
    if reply["type"] == "redirect":
        return f"redirect to {reply['value']}{status}"
    name = pages.get(reply["value"])
    return f"page {name}{status}" if name else f"a page that is gone{status}"


def lost_requests(changes: Iterable[EndpointChange], requests: Requests) -> int:
    """How many requests of the last day would get 404."""
    return sum(
        requests.get(change.id, 0)
        for change in changes
        if any(note.text.endswith(LOST) for note in change.notes)
    )


def _change(pair: Pair, turns: list[Turn], notes: Iterable[Note] = ()) -> EndpointChange:
    one: Endpoint = pair.either
    return EndpointChange(pair.kind, one.id, one.method, one.route, turns, list(notes))


def _turns(old: Endpoint, new: Endpoint) -> list[Turn]:
    return [
        *turn("route", _name(old), _name(new)),
        *turn("", "on" if old.enabled else "off", "on" if new.enabled else "off"),
        *changed("description", old.description or "", new.description or ""),
        *changed("tags", old.endpoint_tags, new.endpoint_tags),
    ]


def _off(pair: Pair) -> list[Note]:
    return [Note("off")] if pair.kind == "added" and not pair.new.enabled else []


def _lost(pair: Pair, router: Router[Endpoint], requests: Requests) -> list[Note]:
    """What becomes of requests that the endpoint answered."""
    old: Endpoint | None = pair.old
    if old is None or not old.enabled:
        return []
    if _still_there(pair):
        return []
    heirs = successors(router, old.method, parsed_route(old.route))
    if pair.new and heirs == (pair.new,):
        return []
    number = requests.get(old.id, 0)
    who = f"{number} request{'' if number == 1 else 's'} a day" if number else "requests"
    ends = [f"go to {_name(heir)}" if heir else "get 404" for heir in heirs]
    return [Note(f"{who} would {' or '.join(ends)}", is_warning=None in heirs)]


def _still_there(pair: Pair) -> bool:
    new: Endpoint | None = pair.new
    return new is not None and new.enabled and _name(new) == _name(pair.old)


def _name(endpoint: Endpoint) -> str:
    return f"{endpoint.method.upper()} {endpoint.route}"


def _words(pair: Pair, column: str, old: Pages, new: Pages, none: str) -> tuple[str, str]:
    """The same words twice if nothing changed, even if the page has another name by now."""
    before, after = getattr(pair.old, column), getattr(pair.new, column)
    was, becomes = reply_words(before, old, none), reply_words(after, new, none)
    is_kept = before == after and (before or {}).get("value") in new
    return (becomes if is_kept else was), becomes
