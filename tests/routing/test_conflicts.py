from itertools import permutations

import pytest

from app.routing import ConflictIndex, RouteConflict, Router, find_conflict, parse_route

CONFLICTING = [
    ("/{deviceId}", "/{userId}", "/x"),
    ("/a/b", "/a/b", "/a/b"),
    ("/a%20b", "/a%20b", "/a%20b"),
    ("/a/b", "/a/b/{c?}", "/a/b"),
    ("/x/{p?}", "/x", "/x"),
    ("/", "/{p?}", "/"),
    ("/a/{p}", "/a/{p?}", "/a/x"),
    ("/a/{p?}", "/a/{q?}", "/a/x"),
    ("/{a}/{b?}", "/{c}", "/x"),
    ("/a/{p*}", "/a/{q*}", "/a/x"),
    ("/a/{p}/{q*}", "/a/{p*}", "/a/x/x"),
    ("/{p}/{q*}", "/{p*}", "/x/x"),
    ("/{p*2}/{r*}", "/{p}/{q*}", "/x/x/x"),
    ("/t/{p1}/{p2}/e", "/t/{p*2}/e", "/t/x/x/e"),
    ("/{p*1}", "/{p}", "/x"),
    ("/a{p}", "/a{q}", "/ax"),
    ("/a{p}", "/a{p?}", "/ax"),
    ("/{a}-{b}", "/{b}-{a?}", "/x-x"),
    ("/{a}%20{b}/{c}", "/{d}%20{e}/{f}", "/x%20x/x"),
    ("/a/{p}/b", "/a/{q}/b", "/a/x/b"),
    ("/{*any}", "/{rest*}", "/x"),
]

FINE = [
    ("/a/{p}", "/a/{p*}"),
    ("/a/{p?}", "/a/{q*}"),
    ("/", "/{p*}"),
    ("/a/{p}/b", "/a/{q}/c"),
    ("/a{p}b", "/a{p}"),
    ("/a", "/A"),
    ("/a", "/a/"),
    ("/a/", "/a/{p?}"),
    ("/users/danny", "/users/{name}"),
    ("/a/{p}/{q}/{r*}", "/a/{p*}"),
    ("/a{p}/x", "/a{p?}/y"),
    ("/a/x{p}", "/a/{p}"),
    ("/{p*2}", "/{p*3}"),
    ("/a%2Fb", "/a/b"),
    ("/{p}.json", "/{p}.js"),
]


@pytest.mark.parametrize(("one", "two", "witness"), CONFLICTING)
def test_it_finds_a_conflict_and_a_path_both_would_own(one: str, two: str, witness: str) -> None:
    for route, other in permutations([parse_route(one), parse_route(two)]):
        conflict = find_conflict(route, other)
        assert conflict is not None
        assert (conflict.route, conflict.other, conflict.witness) == (route, other, witness)
        for alone in (route, other):
            assert not Router([("get", alone, None)]).match("get", witness).slash_dropped


@pytest.mark.parametrize(("one", "two"), FINE)
def test_it_lets_routes_live_together(one: str, two: str) -> None:
    for route, other in permutations([parse_route(one), parse_route(two)]):
        assert find_conflict(route, other) is None
        Router([("get", route, None), ("get", other, None)])


def test_it_says_so_in_a_sentence() -> None:
    conflict = find_conflict(parse_route("/{id}"), parse_route("/{userId}"))
    assert str(conflict) == "`/{id}` conflicts with `/{userId}`: both would own `/x`"


@pytest.mark.parametrize(("one", "two", "witness"), CONFLICTING)
def test_its_index_refuses_a_route_as_the_pair_does(one: str, two: str, witness: str) -> None:
    for route, other in permutations([parse_route(one), parse_route(two)]):
        index = ConflictIndex()
        index.add("get", other)
        assert index.find("get", route) == find_conflict(route, other)
        with pytest.raises(RouteConflict) as refused:
            index.add("get", route)
        assert refused.value.conflict.witness == witness
        assert index.find("post", route) is None


def test_its_index_is_unchanged_by_a_route_it_refused() -> None:
    index = ConflictIndex()
    index.add("get", parse_route("/a/b"))
    with pytest.raises(RouteConflict):
        index.add("get", parse_route("/a/b/{c?}"))
    assert index.find("get", parse_route("/a/b/{d}")) is None
