"""Routes: read, told apart, matched and explained. Knows nothing of the rest of the app."""

from app.routing.conflicts import Conflict, ConflictIndex, RouteConflict, find_conflict
from app.routing.explain import Explanation, Outcome, Verdict, explain
from app.routing.nearest import Near, nearest
from app.routing.order import order_key
from app.routing.overlap import Neighbour, neighbours, successors, taken_from, takers
from app.routing.parse import RouteSyntaxError, normalise_route, parse_route
from app.routing.path import BadPath
from app.routing.plain import example_path, plain_path
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
    "Neighbour",
    "NoMatch",
    "Outcome",
    "Route",
    "RouteConflict",
    "RouteSyntaxError",
    "Router",
    "Verdict",
    "example_path",
    "explain",
    "find_conflict",
    "nearest",
    "neighbours",
    "normalise_route",
    "order_key",
    "parse_route",
    "plain_path",
    "successors",
    "taken_from",
    "takers",
]
