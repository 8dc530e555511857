"""The app's router against the brute-force one, on routes and paths that nobody thought of."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.routing import (
    BadPath,
    ConflictIndex,
    NoMatch,
    Router,
    explain,
    find_conflict,
    order_key,
    parse_route,
)
from app.routing.difference import first_difference
from app.routing.match import fits
from app.routing.path import path_parts

from . import brute, generated

BATCH = 2_500

repeatable = settings(derandomize=True, database=None, deadline=None)


def check_conflicts(routes: list[str]) -> list[str]:
    """The routes that can live together; each pair is held against the other opinion."""
    index = ConflictIndex()
    kept: list[str] = []
    for text in routes:
        route = parsed(text)
        rivals = [other for other in kept if brute.conflict(text, other)]
        found = [other for other in kept if find_conflict(route, parsed(other))]
        assert found == rivals, text
        conflict = index.find("get", route)
        assert (conflict is not None) == bool(rivals), (text, rivals)
        if conflict is None:
            index.add("get", route)
            kept.append(text)
        else:
            assert conflict.other.text in rivals
            check_witness(conflict.witness, [text, conflict.other.text])
    return kept


def check_witness(witness: str, routes: list[str]) -> None:
    for text in routes:
        found = answer(router([text]), witness)
        assert found == brute.winner([text], witness)
        assert found is not None


def check_matching(routes: list[str], paths: list[str]) -> set[type]:
    """What is expected decides, in whichever order the routes come. Returns the kinds met."""
    routers = [router(routes), router(routes[::-1])]
    kinds: set[type] = set()
    for path in paths:
        expected = brute.winner(routes, path)
        assert [answer(router, path) for router in routers] == [expected] * 2, (routes, path)
        kinds.add(type(expected))
    return kinds


def router(routes: list[str]) -> Router[str]:
    return Router(("get", parsed(route), route) for route in routes)


def answer(router: Router[str], path: str) -> tuple[str, dict[str, str], bool] | str | None:
    try:
        match = router.match("get", path)
    except NoMatch:
        return None
    except BadPath:
        return brute.BAD
    return match.value, match.params, match.slash_dropped


parsed = cache(parse_route)


@pytest.mark.parametrize("batch", range(8))
def test_it_agrees_with_brute_force(batch: int) -> None:
    """8 batches of 2,500 route sets, four paths each."""
    random = Random(batch)  # noqa: S311 - has to repeat itself
    pool = [generated.route(random) for _ in range(1_000)]
    kinds: set[type] = set()
    for _ in range(BATCH):
        routes = check_conflicts(random.sample(pool, k=random.randint(1, 7)))
        kinds |= check_matching(routes, [generated.path(random, routes) for _ in range(4)])
    assert kinds == {tuple, str, type(None)}


@settings(repeatable, max_examples=400)
@given(st.randoms(use_true_random=False))
def test_it_agrees_with_brute_force_on_what_hypothesis_finds(random: Random) -> None:
    routes = check_conflicts([generated.route(random) for _ in range(random.randint(1, 4))])
    check_matching(routes, [generated.path(random, routes)])


@repeatable
@given(st.randoms(use_true_random=False))
def test_it_names_the_methods_that_would_fit(random: Random) -> None:
    routes = {
        method: check_conflicts([generated.route(random) for _ in range(2)])
        for method in ("post", "get", "delete")
    }
    router = Router((method, route, None) for method in routes for route in routes[method])
    path = generated.path(random, routes["get"])
    expected = sorted(method for method in routes if brute.winner(routes[method], path))
    if brute.split(path) is None:
        with pytest.raises(BadPath):
            router.match("put", path)
        return
    with pytest.raises(NoMatch) as refused:
        router.match("put", path)
    assert list(refused.value.methods) == list(router.methods(path)) == expected


@settings(repeatable, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_it_explains_what_it_does(random: Random) -> None:
    routes = check_conflicts([generated.route(random) for _ in range(4)])
    path = generated.path(random, routes)
    expected = brute.winner(routes, path)
    if expected == brute.BAD:
        return
    answer = explain(Router(("get", route, None) for route in routes), "get", path)
    fitting = {route for route in routes if brute.winner([route], path)}
    assert [v.route.text for v in answer.verdicts if v.outcome == "won"] == (
        [expected[0]] if expected else []
    )
    assert {v.route.text for v in answer.verdicts if v.outcome != "different"} == fitting
    assert {v.route.text for v in answer.verdicts} == set(routes)


@settings(repeatable, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_it_finds_a_difference_exactly_where_nothing_fits(random: Random) -> None:
    route = parse_route(generated.route(random))
    path = generated.path(random, [route.text])
    if brute.split(path) is not None:
        parts = path_parts(path)
        assert (first_difference(route, parts) is None) == fits(route, parts)
        assert fits(route, parts) == bool(brute.winner([route.text], path))


@settings(repeatable, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_it_reads_back_every_route_it_wrote(random: Random) -> None:
    text = generated.route(random)
    assert parse_route(text).text == text
    assert order_key(parse_route(text)) == order_key(parse_route(text))
