"""What a method and a route would mean among the endpoints of a version, before they are saved."""

from dataclasses import dataclass, field

from sqlalchemy import select

from app.extensions import db
from app.models import Endpoint
from app.routing import (
    Conflict,
    Neighbour,
    Route,
    Router,
    RouteSyntaxError,
    find_conflict,
    parse_route,
    taken_from,
    takers,
)
from app.routing.segments import Literal, Param, Wildcard
from app.services.experience.endpoint_flags import router_of
from app.services.experience.endpoints import parsed_route


@dataclass(frozen=True)
class RouteCheck:
    """route: as it would be stored, or as typed where that is refused. refusal: why it is no route,
    a sentence; rival: whose route it conflicts with; free: similar routes that do not.

    taken: whose requests it would get; takers: who would take all of its own; silenced: who would
    get none any more.
    """

    method: str
    route: str
    refusal: str = ""
    rival: Endpoint | None = None
    conflict: Conflict | None = None
    free: tuple[str, ...] = ()
    taken: list[Neighbour[Endpoint]] = field(default_factory=list)
    takers: tuple[Endpoint, ...] = ()
    silenced: tuple[Endpoint, ...] = ()

    @property
    def is_free(self) -> bool:
        return not self.refusal and self.rival is None


def check_route(version_id: str, method: str, route: str, but: str | None = None) -> RouteCheck:
    """but: the id of the endpoint that is being edited."""
    try:
        new = parse_route(route)
    except RouteSyntaxError as error:
        return RouteCheck(method, route, refusal=error.reason)
    query = select(Endpoint).filter_by(version_id=version_id, method=method)
    others = [one for one in db.session.scalars(query) if one.id != but]
    for one in others:
        if conflict := find_conflict(new, parsed_route(one.route)):
            free = tuple(str(near) for near in _similar(new) if not _conflicts(near, others))
            return RouteCheck(method, str(new), rival=one, conflict=conflict, free=free)
    return _effects(method, new, others)


def _effects(method: str, new: Route, others: list[Endpoint]) -> RouteCheck:
    before = router_of(others)
    after: Router[Endpoint | None] = Router([*before.entries, (method, new, None)])
    return RouteCheck(
        method,
        str(new),
        taken=taken_from(before, method, new),
        takers=tuple(one for one in takers(after, method, new) if one),
        silenced=tuple(
            entry.value
            for entry in before.entries
            if None in takers(after, method, entry.route)
            and not takers(before, method, entry.route)
        ),
    )


def _similar(route: Route) -> list[Route]:
    """With a word before its last parameter, with one behind it, and with a wildcard for it."""
    *before, last = route.segments
    stem = "".join(f"/{segment}" for segment in before)
    match last:
        case Param(name) | Wildcard(name):
            texts = [f"{stem}/by-{name.lower()}/{last}", f"{stem}/{{{name}}}/more"]
            texts.append(f"{stem}/{{{name}*}}")
        case Literal(text=""):
            texts = [f"{stem}/{{id}}", f"{stem}/{{rest*}}"]
        case _:
            texts = [f"{stem}/{last}/{{id}}", f"{stem}/{last}-2"]
    return [parse_route(text) for text in texts if _is_route(text)]


def _is_route(text: str) -> bool:
    try:
        parse_route(text)
    except RouteSyntaxError:
        return False
    return True


def _conflicts(route: Route, others: list[Endpoint]) -> bool:
    return any(find_conflict(route, parsed_route(one.route)) for one in others)
