"""Look-up time among 10 and among 10,000 routes: `python -m bench.routing`."""

from collections.abc import Iterator
from timeit import Timer

from app.routing import Router

FEW, MANY = 10, 10_000
TARGET = 2.0  # the most a look-up may grow from few routes to many

PATHS = {
    "literal": "/shop7/about",
    "literal, encoded": "/shop7/%61bout",
    "parameter": "/shop7/users/bob",
    "two parameters": "/shop7/users/bob/posts/12",
    "mixed": "/shop7/files/report.json",
    "wildcard": "/shop7/other/a/b/c",
    "final slash": "/shop7/about/",
}


def routes(count: int) -> Iterator[str]:
    """Ten routes per shop, the shop `shop7` being in the middle of them."""
    middle = count // 20
    for number in range(count // 10):
        shop = f"/shop{7 if number == middle else number + 1000}"
        yield f"{shop}"
        yield f"{shop}/about"
        yield f"{shop}/users"
        yield f"{shop}/users/me"
        yield f"{shop}/users/{{name}}"
        yield f"{shop}/users/{{name}}/posts/{{post}}"
        yield f"{shop}/files/{{name}}.json"
        yield f"{shop}/files/{{name}}"
        yield f"{shop}/users/{{name}}/{{rest*}}"
        yield f"{shop}/{{any*}}"


def router(count: int) -> Router[str]:
    return Router(("get", route, route) for route in routes(count))


def microseconds(router: Router[str], path: str) -> float:
    """The best of seven rounds, for one look-up."""
    timer = Timer(lambda: router.match("get", path))
    rounds, _ = timer.autorange()
    return min(timer.repeat(7, rounds // 5 + 1)) / (rounds // 5 + 1) * 1e6


def main() -> None:
    few, many = router(FEW), router(MANY)
    print(f"{'route look-up, microseconds':32}{FEW:>8,}{MANY:>8,}   ratio")
    for name, path in PATHS.items():
        assert few.match("get", path).route == many.match("get", path).route  # noqa: S101
        fast, slow = microseconds(few, path), microseconds(many, path)
        verdict = "" if slow <= TARGET * fast else f"   over the target of {TARGET}"
        print(f"{name:32}{fast:8.2f}{slow:8.2f}{slow / fast:8.2f}{verdict}")


if __name__ == "__main__":
    main()
