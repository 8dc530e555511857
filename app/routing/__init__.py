"""Routes: read, told apart, matched and explained. Knows nothing of the rest of the app."""

from app.routing.conflicts import Conflict, ConflictIndex, RouteConflict, find_conflict
from app.routing.explain import Explanation, Outcome, Verdict, explain
from app.routing.nearest import Near, nearest
from app.routing.order import order_key
from app.routing.parse import RouteSyntaxError, normalise_route, parse_route
from app.routing.path import BadPath
from app.routing.router import Entry, Match, NoMatch, Router
from app.routing.segments import Route

__all__ = [
    "BadPath",
    "Conflict",
    "ConflictIndex",
    "Entry",
    "Explanation",
    "Match",
    "Near",
    "NoMatch",
    "Outcome",
    "Route",
    "RouteConflict",
    "RouteSyntaxError",
    "Router",
    "Verdict",
    "explain",
    "find_conflict",
    "nearest",
    "normalise_route",
    "order_key",
    "parse_route",
]
