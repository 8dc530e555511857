"""What a look-up costs, counted in lines run in the app's routing code: no clock, no luck."""

import sys
from collections.abc import Callable
from itertools import product
from types import FrameType
from typing import Any

import pytest

from app.routing import ConflictIndex, NoMatch, Router, parse_route


def steps(work: Callable[[], object]) -> int:
    counted = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal counted
        if "/app/routing/" not in frame.f_code.co_filename:
            return None
        counted += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def missing(router: Router[Any], path: str) -> Callable[[], object]:
    def work() -> None:
        with pytest.raises(NoMatch):
            router.match("get", path)

    return work


def shops(count: int) -> Router[None]:
    texts = ("", "/about", "/users/{name}", "/files/{name}.json", "/{any*}")
    return Router(
        ("get", f"/shop{number}{text}", None) for number in range(count) for text in texts
    )


@pytest.mark.parametrize("rest", ["", "/about", "/%61bout", "/users/bob", "/files/a.json", "/x/y"])
def test_it_costs_the_same_among_ten_routes_and_among_ten_thousand(rest: str) -> None:
    few, many = shops(2), shops(2_000)
    path = f"/shop1{rest}"
    assert steps(lambda: many.match("get", path)) == steps(lambda: few.match("get", path))


def test_it_looks_a_whole_literal_path_up_at_once() -> None:
    short, long = "/a", "/a" * 400
    router = Router([("get", short, None), ("get", long, None)])
    assert steps(lambda: router.match("get", long)) == steps(lambda: router.match("get", short)) < 5


def test_it_visits_each_place_of_the_tree_once_at_most() -> None:
    depth = 9
    names = [f"{{p{at}}}" for at in range(depth)]
    routes = ["/".join(choice) for choice in product(*(("x", name) for name in names))]
    router = Router(("get", f"/{route}/end{at}", None) for at, route in enumerate(routes))
    places = 2 ** (depth + 1)
    assert steps(missing(router, "/x" * depth + "/y")) < 25 * places


def test_it_stays_small_where_few_routes_could_be_tried_in_many_ways() -> None:
    """40 routes of 40 segments, a parameter at a different place in each, and a dead end."""
    depth = 40
    router = Router(
        ("get", "/x" * at + "/{p}" + "/x" * (depth - at - 1) + "/end", None) for at in range(depth)
    )
    assert steps(missing(router, "/x" * depth + "/y")) < 25 * depth * depth


def test_it_reads_a_mixed_segment_without_trying_again() -> None:
    pieces = 100
    route = "/" + "".join(f"{{p{at}}}x" for at in range(pieces)) + "{last}"
    router = Router([("get", route, None)])
    assert steps(lambda: router.match("get", "/" + "x" * 5_000)) < 20 * pieces
    assert steps(missing(router, "/" + "y" * 5_000 + "x" * 90)) < 20 * pieces
    assert steps(missing(router, "/" + "xy" * 99)) < 20 * pieces


def test_it_asks_mixed_segments_only_if_the_literal_beside_them_led_nowhere() -> None:
    mixed = [("get", f"/a/{number}x{{p}}", None) for number in range(500)]
    alone, crowded = (
        Router([("get", "/a/b/{p}", None)]),
        Router([("get", "/a/b/{p}", None), *mixed]),
    )
    few = steps(lambda: alone.match("get", "/a/b/c"))
    assert steps(lambda: crowded.match("get", "/a/b/c")) == few


@pytest.mark.parametrize(
    ("route", "path"),
    [
        ("/{p*512}", "/x" * 512),
        ("/x" * 511 + "/{p*}", "/x" * 20_000),
        ("/{p}x", "/" + "x" * 20_000),
    ],
)
def test_it_stands_routes_and_paths_of_any_length(route: str, path: str) -> None:
    Router([("get", route, None)]).match("get", path)


def test_it_does_not_follow_a_long_path_beyond_the_routes() -> None:
    router = shops(2)
    short, long = "/shop1" + "/x" * 5, "/shop1" + "/x" * 5_000
    assert steps(lambda: router.match("get", long)) == steps(lambda: router.match("get", short))


def test_it_checks_one_more_route_for_conflicts_at_the_same_cost() -> None:
    def cost(count: int) -> int:
        index = ConflictIndex()
        for number in range(count):
            index.add("get", parse_route(f"/{{p}}/a{number}/{{q?}}"))
        route = parse_route("/{p}/b/{q?}")
        return steps(lambda: index.add("get", route))

    assert cost(2_000) == cost(2)
