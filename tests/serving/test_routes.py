"""The router as visitors meet it: raw paths, through both doors."""

import pytest

from .conftest import Museum

SHOW = "{{ experience.endpoint.route }}|{{ jsonEncode(request.params) }}"
USERS = ["/users/danny", "/users/{name}", "/users/{name}/{rest*}", "/{any*}"]
DEVICES = ["/devices/{deviceId}/{attribute?}", "/devices"]
MIXED = ["/f/{name}.json", "/f/{name}", "/f/x{name}", "/f/{a}-{b}"]
COUNTED = ["/p/{q*2}", "/p/{q*2}/z"]

ANSWERS = [
    (USERS, "/users/danny", "/users/danny|{}"),
    (USERS, "/users/bob", '/users/{name}|{"name":"bob"}'),
    (USERS, "/users/a%2Fb", '/users/{name}|{"name":"a/b"}'),
    (USERS, "/users/%25zz", '/users/{name}|{"name":"%zz"}'),
    (USERS, "/users/%C3%A9", '/users/{name}|{"name":"é"}'),
    (USERS, "/users/d%61nny", "/users/danny|{}"),
    (USERS, "/users/bob/x/y", '/users/{name}/{rest*}|{"name":"bob","rest":"x/y"}'),
    (USERS, "/users/bob/", '/users/{name}/{rest*}|{"name":"bob","rest":""}'),
    (USERS, "/users/", '/{any*}|{"any":"users/"}'),
    (USERS, "/users", '/{any*}|{"any":"users"}'),
    (USERS, "/Users/danny", '/{any*}|{"any":"Users/danny"}'),
    (USERS, "/", '/{any*}|{"any":""}'),
    (USERS, "/zzz?users=1", '/{any*}|{"any":"zzz"}'),
    (DEVICES, "/devices/123", '/devices/{deviceId}/{attribute?}|{"deviceId":"123"}'),
    (
        DEVICES,
        "/devices/123/",
        '/devices/{deviceId}/{attribute?}|{"deviceId":"123","attribute":""}',
    ),
    (DEVICES, "/devices/", "/devices|{}"),
    (MIXED, "/f/q.json", '/f/{name}.json|{"name":"q"}'),
    (MIXED, "/f/q", '/f/{name}|{"name":"q"}'),
    (MIXED, "/f/xq", '/f/x{name}|{"name":"q"}'),
    (MIXED, "/f/x1-2", '/f/{a}-{b}|{"a":"x1","b":"2"}'),
    (COUNTED, "/p/a/b", '/p/{q*2}|{"q":"a/b"}'),
    (COUNTED, "/p/a/b/z", '/p/{q*2}/z|{"q":"a/b"}'),
]


@pytest.mark.parametrize(("routes", "path", "expected"), ANSWERS)
def test_the_most_specific_route_answers(
    museum: Museum, routes: list[str], path: str, expected: str
) -> None:
    page = museum.page(SHOW, headers={"content-type": "text/plain"})
    for route in routes:
        museum.endpoint(route, static_reply={"type": "page", "value": page.id})
    answer = museum.ask(path)
    assert (answer.status, answer.text) == (200, expected)


@pytest.mark.parametrize(
    ("routes", "path"), [(DEVICES, "/devices/1/2/3"), (COUNTED, "/p/a"), (["/a"], "/A")]
)
def test_a_path_that_fits_no_route_is_not_found(
    museum: Museum, routes: list[str], path: str
) -> None:
    for route in routes:
        museum.answering(route, "here")
    answer = museum.ask(path)
    assert (answer.status, answer.json) == (404, {"error": "No endpoint found for route"})


@pytest.mark.parametrize("path", ["/users/%zz", "/users/%", "/users/%4", "/users/%ff", "/%C3%28"])
def test_a_path_that_cannot_be_decoded_is_refused(museum: Museum, path: str) -> None:
    museum.answering("/{any*}", "caught")
    answer = museum.ask(path)
    assert answer.status == 400
    assert "error" in answer.json


def test_a_disabled_endpoint_is_skipped_for_the_next_best_one(museum: Museum) -> None:
    museum.answering("/users/danny", "Danny himself", enabled=False)
    museum.answering("/users/{name}", "anybody")
    assert museum.ask("/users/danny").text == "anybody"


def test_each_method_has_its_own_endpoint(museum: Museum) -> None:
    for method in ("delete", "get", "patch", "post", "put"):
        museum.answering("/thing", method, method=method)
    for method in ("DELETE", "GET", "PATCH", "POST", "PUT"):
        assert museum.ask("/thing", method).text == method.lower()


def test_head_is_answered_from_get_without_a_body(museum: Museum) -> None:
    museum.answering("/thing", "twelve bytes")
    answer = museum.ask("/thing", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "12"


def test_an_unknown_method_is_not_found(museum: Museum) -> None:
    museum.answering("/thing", "here")
    assert museum.ask("/thing", "BREW").status == 404
