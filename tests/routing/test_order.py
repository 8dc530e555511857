from random import Random

from app.routing import order_key, parse_route

IN_ORDER = [
    "/",
    "/a",
    "/b",
    "/{a}-{b}",
    "/xx{p}",
    "/x{p}",
    "/{p}x",
    "/{p}",
    "/{p*}",
    "/a/",
    "/a/b",
    "/a/{p}",
    "/a/{p*}",
    "/b/a",
    "/x{p}/a",
    "/{p}/a",
    "/{p}/{q?}",
    "/{p}/{q*}",
    "/a/a/a",
    "/{p*2}/a",
    "/{p*3}",
]


def test_it_puts_fewer_segments_first_and_the_more_specific_before_the_less() -> None:
    routes = [parse_route(text) for text in IN_ORDER]
    for seed in range(20):
        shuffled = routes[:]
        Random(seed).shuffle(shuffled)  # noqa: S311 - has to repeat itself
        assert sorted(shuffled, key=order_key) == routes


def test_it_leaves_no_two_routes_in_the_same_place() -> None:
    texts = ["/{a}", "/{b}", "/{b?}", "/x{a}", "/x{b}"]
    assert len({order_key(parse_route(text)) for text in texts}) == len(texts)
