from random import Random

import pytest

from app.routing import NoMatch, Router, neighbours, parse_route, successors, taken_from, takers

from . import generated

ROUTES = ["/parts/{no}.{format}", "/parts/{no}.json", "/pumps/new", "/pumps/{id}", "/{any*}"]


def router(routes: list[str]) -> Router[str]:
    return Router(("get", text, text) for text in routes)


def taking(route: str, others: list[str]) -> set[str]:
    return set(takers(router([route, *others]), "get", parse_route(route)))


@pytest.mark.parametrize(
    ("route", "others"),
    [
        ("/parts/{no}.json", ["/parts/{no}.{format}"]),
        ("/p/{a}.json/{b}", ["/p/{a}.{b}/{c*}"]),
        ("/p/{a}.json/{b?}", ["/p/{a}.{b}", "/p/{a}.{b}/{c*}"]),
        ("/p/x{a}y", ["/p/{a?}x{b?}y"]),
        ("/p/{a}.json/", ["/p/{a}.{b}/{c?}"]),
        ("/p/{a}.json/{rest*}", ["/p/{a}.{b}/{rest*}"]),
    ],
)
def test_it_names_who_takes_every_request_of_a_route(route: str, others: list[str]) -> None:
    assert taking(route, others)
    assert taking(route, others) <= set(others)


@pytest.mark.parametrize(
    ("route", "others"),
    [
        ("/{any*}", ["/", "/{a}", "/{a}/{b}"]),
        ("/users/{name}", ["/users/danny"]),
        ("/parts/{no}.{format}", ["/parts/{no}.json"]),
        ("/p/{a}.{b?}", ["/p/{a}.{b}.json"]),
        ("/p/{a}.json/{b?}", ["/p/{a}.{b}"]),
        ("/p/{a}.json/{rest*}", ["/p/{a}.{b}/{c}", "/p/{a}.{b}"]),
        ("/p/{a}.json/{b?}", ["/p/{a}.{b}/{c}"]),
    ],
)
def test_a_route_that_gets_some_of_its_requests_is_left_alone(
    route: str, others: list[str]
) -> None:
    assert taking(route, others) == set()


def test_a_route_with_too_many_spellings_counts_as_asked() -> None:
    many = "/p/" + "-".join(f"{{a{number}?}}" for number in range(12)) + ".json"
    assert taking(many, ["/{any*}"]) == set()


def test_routes_that_share_paths_are_neighbours() -> None:
    found = neighbours(router(ROUTES), "get", parse_route("/pumps/{id}"))
    assert [(near.value, near.witness, near.goes_first) for near in found] == [
        ("/pumps/new", "/pumps/new", True),
        ("/{any*}", "/pumps/x", False),
    ]


def test_two_mixed_segments_are_neighbours_where_one_text_fits_both() -> None:
    near = router(["/{a}.json", "/report-{b}-{c}", "/x{d}"])
    [only, other] = neighbours(near, "get", parse_route("/report-{no}"))
    assert {only.value, other.value} == {"/{a}.json", "/report-{b}-{c}"}
    assert neighbours(near, "post", parse_route("/report-{no}")) == []


def test_a_new_route_takes_requests_from_those_that_own_them_now() -> None:
    taken = taken_from(router(ROUTES), "get", parse_route("/pumps/{id}/visits"))
    assert [(near.value, near.witness) for near in taken] == [("/{any*}", "/pumps/x/visits")]
    assert taken_from(router(ROUTES), "get", parse_route("/pumps/old"))[0].value == "/pumps/{id}"
    assert taken_from(router(ROUTES), "get", parse_route("/{a}/{b}/{c*}"))[0].value == "/{any*}"


def test_what_somebody_else_owns_already_is_not_taken_twice() -> None:
    taken = taken_from(router(["/a/{b}", "/{any*}"]), "get", parse_route("/a/x"))
    assert [near.value for near in taken] == ["/a/{b}"]


def test_a_witness_avoids_what_is_spelled_out() -> None:
    [near, _] = neighbours(router(["/a/{b}", "/a/x"]), "get", parse_route("/{c*}"))
    assert near.witness == "/a/abc"


def test_it_knows_who_gets_the_requests_of_a_route_that_is_gone() -> None:
    without = router(["/pumps/{id}", "/api/{any*}"])
    assert successors(without, "get", parse_route("/pumps/new")) == ("/pumps/{id}",)
    assert successors(without, "get", parse_route("/{any*}")) == (None,)


def test_its_neighbours_fit_the_witness_whatever_the_routes() -> None:
    random = Random(7)  # noqa: S311 - the same ones every time
    for _ in range(200):
        routes = compatible([generated.route(random) for _ in range(8)])
        for text in routes:
            for near in neighbours(router(routes), "get", parse_route(text)):
                for one in (text, near.value):
                    assert owner(router([one]), near.witness) == one


def test_a_route_that_it_gives_up_is_never_matched_whatever_the_path() -> None:
    random = Random(11)  # noqa: S311 - the same ones every time
    given_up = 0
    for _ in range(400):
        routes = compatible([mixed(random) for _ in range(8)])
        found = router(routes)
        for text in routes:
            if takers(found, "get", parse_route(text)):
                given_up += 1
                paths = [generated.path(random, [text]) for _ in range(20)]
                assert text not in {owner(found, path) for path in paths}
    assert given_up > 10


def mixed(random: Random) -> str:
    """Only routes with mixed segments can take all of each other's requests."""
    names = (f"p{number}" for number in range(100))
    return f"/{generated.mixed(random, names)}" + random.choice(("", "/b", "/{q?}"))


def compatible(routes: list[str]) -> list[str]:
    kept: list[str] = []
    for text in routes:
        try:
            router([*kept, text])
        except ValueError:
            continue
        kept.append(text)
    return kept


def owner(found: Router[str], path: str) -> str | None:
    try:
        return found.match("get", path).value
    except (NoMatch, ValueError):
        return None
