import pytest

from app.routing import BadPath, Near, Router, nearest

ROUTES = [
    ("get", "/users/{name}"),
    ("get", "/users/{name}/posts"),
    ("get", "/about/"),
    ("get", "/files/{name}.json"),
    ("post", "/orders"),
    ("post", "/api/{any*}"),
    ("options", "/{any*}"),
]


def near(path: str, limit: int = 5) -> tuple[Near[str], ...]:
    router = Router((method, text, f"{method} {text}") for method, text in ROUTES)
    return nearest(router, "get", path, limit)


@pytest.mark.parametrize(
    ("path", "route", "reason"),
    [
        ("/user/bob", "get /users/{name}", "segment 1: `user` is not `users`"),
        (
            "/USERS/bob",
            "get /users/{name}",
            "segment 1: `USERS` is not `users`, only the case differs",
        ),
        ("/about", "get /about/", "the route ends in a slash, the path does not"),
        ("/users", "get /users/{name}", "the path ends before segment 2, `{name}`"),
        ("/users/bob/post", "get /users/{name}/posts", "segment 3: `post` is not `posts`"),
        (
            "/users/bob/posts/1",
            "get /users/{name}/posts",
            "the path goes on after segment 3 with `1`",
        ),
        (
            "/files/a.jsn",
            "get /files/{name}.json",
            "segment 2: `a.jsn` does not have the form `{name}.json`",
        ),
        ("/orders", "post /orders", "it answers `post`, not `get`"),
        ("/orders/", "post /orders", "it answers `post`, not `get`"),
        (
            "/order",
            "post /orders",
            "it answers `post`, not `get`; segment 1: `order` is not `orders`",
        ),
        ("/api/x/y", "post /api/{any*}", "it answers `post`, not `get`"),
    ],
)
def test_it_finds_the_route_that_was_meant(path: str, route: str, reason: str) -> None:
    first = near(path)[0]
    assert (first.value, first.reason) == (route, reason)
    assert first.sentence == f"`{route}` is near: {reason}."


def test_it_puts_the_nearest_first_and_stops_at_the_limit() -> None:
    found = near("/user/bob/posts")
    assert [one.value for one in found[:2]] == ["get /users/{name}/posts", "get /users/{name}"]
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert near("/user/bob/posts", limit=1) == found[:1]


def test_it_leaves_out_what_has_too_little_in_common() -> None:
    assert near("/nowhere") == ()
    assert near("/") == ()


def test_it_leaves_out_a_route_that_fits() -> None:
    assert "get /users/{name}" not in [one.value for one in near("/users/bob")]


def test_it_refuses_a_path_that_cannot_be_decoded() -> None:
    with pytest.raises(BadPath):
        near("/%zz")
